-- What replicas learn of an endpoint: how many calls at once it bears (0: as many as configured), and until when it asks to be left alone.
alter table rate_limit add column learnt_concurrency integer not null default 0;
alter table rate_limit add column learnt_version bigint not null default 0;
alter table rate_limit add column quiet_until timestamptz;
