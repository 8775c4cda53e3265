create table dataset (
    key            bigint generated always as identity primary key,
    project        text        not null,
    id             text        not null,
    title          text        not null,
    description    text        not null,
    license        text        not null,
    labels         text        not null, -- a JSON object
    create_time    timestamptz not null,
    update_time    timestamptz not null,
    revision       bigint      not null,
    latest_version text,                 -- id of the version made last
    version_count  integer     not null,
    request_id     text,
    request_digest text,
    unique (project, id),
    unique (project, request_id)
);

create table dataset_version (
    key                    bigint      primary key,
    dataset_key            bigint      not null references dataset (key) on delete cascade,
    number                 integer     not null, -- 1 for the dataset's first version
    id                     text        not null, -- the first 32 hex digits of the digest
    digest                 text        not null, -- 64 hex digits
    example_count          bigint      not null,
    category_counts        text        not null, -- a JSON object
    recorded_answer_counts text        not null, -- a JSON object
    size_bytes             bigint      not null,
    operation              text        not null,
    parents                text        not null, -- a JSON array of version names
    parameters             text        not null, -- a JSON object
    skipped_row_count      bigint      not null,
    create_time            timestamptz not null,
    unique (dataset_key, id),
    unique (dataset_key, number)
);

create sequence dataset_version_key;

-- What an import with a request id came to, so that its repetition comes to the same.
create table import_request (
    project        text        not null,
    request_id     text        not null,
    request_digest text        not null,
    version_key    bigint      not null references dataset_version (key) on delete cascade,
    created        boolean     not null,
    create_time    timestamptz not null,
    primary key (project, request_id)
);

-- Written by COPY, a version's rows in the transaction that makes the version. No foreign key: it would cost a lookup for each row.
create table example (
    version_key bigint  not null,
    ordinal     integer not null, -- place in the version, from 0
    digest      bytea   not null, -- first 16 bytes of the content's SHA-256
    repetition  integer not null, -- 1 for the first example with this content
    size        integer not null, -- bytes of content
    category    text    not null,
    tags        text[]  not null,
    content     bytea   not null, -- assay.dataset.v1.Example without name and ordinal
    primary key (version_key, ordinal)
) with (toast_tuple_target = 8160);

alter table example alter column content set storage external;

create index example_digest on example (version_key, digest);
