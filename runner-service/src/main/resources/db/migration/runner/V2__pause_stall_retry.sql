-- The last sequence number given: with completions that are made again it runs ahead of the number stored.
alter table run add column sequence bigint not null default 0;
update run set sequence = stored;

-- When the last answer came, or the work began; a run that runs without answers for long is stalled.
alter table run add column answer_time timestamptz;
update run set answer_time = coalesce(rate_time, start_time);

create index run_open on run (key) where state in ('PENDING', 'RUNNING', 'STALLED');
