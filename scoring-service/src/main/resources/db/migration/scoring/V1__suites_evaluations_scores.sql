create table suite (
    key         bigint generated always as identity primary key,
    project     text        not null,
    id          text        not null, -- the first 32 hex digits of the digest
    digest      text        not null, -- sha256: and 64 hex digits
    title       text        not null,
    source      text        not null, -- as it was written first
    definition  text        not null, -- canonical JSON
    create_time timestamptz not null,
    unique (project, id)
);

create table evaluation (
    key             bigint generated always as identity primary key,
    project         text        not null,
    id              text        not null,
    suite           text        not null, -- resource name
    dataset_version text        not null, -- resource name; resolved once the first run is there
    candidate       text        not null, -- keys of models in the suite
    baseline        text        not null, -- empty when there is none
    labels          text        not null, -- JSON
    state           text        not null,
    error_reason    text,
    error_message   text,
    released        boolean     not null, -- whether the runs of an evaluation that failed or was cancelled have been stopped
    revision        bigint      not null, -- raised by every change; what a watcher looks at
    trace_parent    text        not null, -- W3C trace context of the call that asked; may be empty
    create_time     timestamptz not null,
    update_time     timestamptz not null,
    end_time        timestamptz,
    request_id      text,
    request_digest  text,
    unique (project, id),
    unique (project, request_id)
);

create index evaluation_recent on evaluation (project, key desc);

create table participant (
    key            bigint generated always as identity primary key,
    evaluation_key bigint           not null references evaluation (key) on delete cascade,
    index          integer          not null, -- candidate 0, baseline 1 if there is one, then the others
    role           text             not null,
    model_key      text             not null, -- of the model in the suite
    model          text             not null, -- resource name
    run            text             not null, -- resource name; empty until it is created
    settings       text             not null, -- JSON: the model's settings that the run used
    cursor         text             not null, -- behind the last completion that is scored; moves in the transaction that stores the scores
    ended          boolean          not null, -- whether the run has ended and all its completions are scored
    total          bigint,
    succeeded      bigint           not null,
    failed         bigint           not null,
    scored         bigint           not null,
    retried        bigint           not null,
    rate           double precision not null,
    usage          bytea            not null, -- assay.type.v1.TokenUsage
    cost           bytea            not null, -- assay.type.v1.Cost
    unique (evaluation_key, index)
);

create table evaluation_result (
    evaluation_key bigint primary key references evaluation (key) on delete cascade,
    content        bytea not null -- assay.scoring.v1.EvaluationResult
);

-- What scoring keeps of a completion. No foreign keys here: millions of rows, deleted by evaluation.
create table completion (
    evaluation_key bigint   not null,
    participant    integer  not null,
    position       integer  not null,
    sample         integer  not null,
    example        text     not null, -- resource name
    category       text     not null,
    tags           text[]   not null,
    cluster        text     not null,
    failed         boolean  not null,
    latency        double precision,  -- seconds
    output_tokens  double precision,
    currency       text,
    cost           numeric,
    primary key (evaluation_key, participant, position, sample)
);

create table score (
    evaluation_key bigint   not null,
    participant    integer  not null,
    scorer         integer  not null, -- index among the suite's scorers by name
    position       integer  not null,
    sample         integer  not null,
    outcome        smallint not null, -- 1 scored; 2, 3, … the reasons why not
    value          double precision,
    explanation    text     not null,
    primary key (evaluation_key, participant, scorer, position, sample)
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
