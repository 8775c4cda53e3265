-- What went in the last minute, of requests and of tokens; the bytes are written and read by Timeline alone.
alter table rate_limit add column requests bytea not null default '';
alter table rate_limit add column tokens bytea not null default '';
-- No longer looked at.
alter table rate_limit alter column next_slot set default now();
