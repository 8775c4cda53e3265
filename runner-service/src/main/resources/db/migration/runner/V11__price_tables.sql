-- Versions of a project's price table; never changed.
create table price_table (
    project     text        not null,
    version     integer     not null, -- 1, 2, …; the highest is the current one
    content     bytea       not null, -- assay.runner.v1.PriceTable without name and create time
    create_time timestamptz not null,
    primary key (project, version)
);
