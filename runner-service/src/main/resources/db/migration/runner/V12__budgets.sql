-- What may be spent: by one run, or by several that share an account.
create table budget_account (
    key     bigint generated always as identity primary key,
    project text    not null,
    id      text    not null,
    amount  numeric not null,
    spent   numeric not null, -- what calls have cost that have ended
    unique (project, id)
);

-- What one process may spend without asking again: the worst cases of its calls that are open, and a little more. spent and all leases
-- together never exceed the amount. The lease of a process that has died stays: nobody knows what its calls have cost.
create table budget_lease (
    account_key bigint      not null references budget_account (key) on delete cascade,
    holder      text        not null,
    amount      numeric     not null,
    renew_time  timestamptz not null,
    primary key (account_key, holder)
);
