-- Answers that runs have bought, to be found again by the very same question of the same project.
create table answer_cache (
    project     text        not null,
    key         bytea       not null, -- SHA-256 over all that shapes the answer
    content     bytea       not null, -- assay.runner.v1.Completion with name, answer and usage only
    bytes       integer     not null, -- of content
    create_time timestamptz not null,
    primary key (project, key)
);

-- Eviction goes by age, and adds up bytes without reading the answers.
create index answer_cache_age on answer_cache (create_time) include (bytes);

-- The part of the stored completions whose answer came from the cache.
alter table run add column cached bigint not null default 0;
