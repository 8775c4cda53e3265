create table model (
    key            bigint generated always as identity primary key,
    project        text        not null,
    id             text        not null,
    settings       bytea       not null, -- assay.runner.v1.Model without its output-only fields
    create_time    timestamptz not null,
    update_time    timestamptz not null,
    revision       bigint      not null,
    request_id     text,
    request_digest text,
    unique (project, id),
    unique (project, request_id)
);

create table prompt_template (
    key         bigint generated always as identity primary key,
    project     text        not null,
    id          text        not null, -- the first 32 hex digits of the digest
    digest      text        not null, -- 64 hex digits
    content     bytea       not null, -- assay.type.v1.MessageList
    create_time timestamptz not null,
    unique (project, id)
);

create table run (
    key             bigint generated always as identity primary key,
    project         text             not null,
    id              text             not null,
    specification   bytea            not null, -- assay.runner.v1.Run as it was asked for, with the version resolved and the model's snapshot
    trace_parent    text             not null, -- W3C trace context of the call that asked; may be empty
    state           text             not null,
    error_reason    text,
    error_message   text,
    planned         boolean          not null, -- whether all shards are there
    total           bigint,                    -- completions in the end; null until known
    stored          bigint           not null, -- completions stored, and the sequence number of the last of them
    failed          bigint           not null,
    unreachable     bigint           not null, -- the part of failed where the model could not be reached
    retried         bigint           not null,
    input           bigint           not null,
    cached_input    bigint           not null,
    cache_write     bigint           not null,
    output          bigint           not null,
    reasoning       bigint           not null,
    cost            numeric          not null,
    rate            double precision not null, -- completions a second, smoothed
    rate_time       timestamptz,
    create_time     timestamptz      not null,
    start_time      timestamptz,
    end_time        timestamptz,
    request_id      text,
    request_digest  text,
    unique (project, id),
    unique (project, request_id)
);

create index run_recent on run (project, key desc);

-- A range of a run's examples in its seeded order; the unit of work.
create table shard (
    run_key        bigint  not null,
    index          integer not null,
    first_position bigint  not null,
    example_count  integer not null,
    start_token    text    not null, -- where StreamExamples goes on for its first example
    end_token      text    not null, -- and for the first example behind it
    state          text    not null, -- WAITING, SCHEDULED, DONE
    epoch          bigint  not null, -- raised by each worker that takes it; what an older one writes is refused
    primary key (run_key, index)
);

create index shard_open on shard (run_key, index) where state <> 'DONE';

-- No foreign key to run: it would lock the run's row once more for each completion.
create table completion (
    run_key      bigint      not null,
    sequence     bigint      not null, -- 1, 2, … without gaps, in the order of commits
    example      text        not null,
    sample_index integer     not null,
    error_reason text,                 -- null when there is an answer
    content      bytea       not null, -- assay.runner.v1.Completion without name
    create_time  timestamptz not null,
    primary key (run_key, sequence),
    unique (run_key, example, sample_index)
);

create index completion_failed on completion (run_key, sequence) where error_reason is not null;

-- Requests a minute of one credential at one endpoint: a timeline of slots that all replicas take from.
create table rate_limit (
    key       text        primary key, -- a digest; tells nothing of the credential
    next_slot timestamptz not null
);

-- Calls at the same time of one credential at one endpoint: what each replica may have open.
create table concurrency_lease (
    key         text        not null,
    holder      text        not null,
    wanted      integer     not null,
    granted     integer     not null,
    expire_time timestamptz not null,
    primary key (key, holder)
);

-- The table of db-scheduler.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (priority desc, execution_time asc);
create index scheduled_tasks_time on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
