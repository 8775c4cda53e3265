-- What providers said of their quotas a minute (0: nothing), and when; used where no quota is configured.
alter table rate_limit add column learnt_requests integer not null default 0;
alter table rate_limit add column learnt_tokens integer not null default 0;
alter table rate_limit add column learnt_quota_time timestamptz;
-- When turns were last taken, in microseconds since 1970: tells a clock that was set back.
alter table rate_limit add column clock bigint not null default 0;

-- Shards at work, of which there are few, among those that wait.
create index shard_scheduled on shard (run_key, index) where state = 'SCHEDULED';
