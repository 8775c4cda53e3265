-- How the runs of an evaluation are paid: what the request or the suite says.
alter table evaluation add column cache text not null default ''; -- OFF, READ, READ_WRITE; empty stands for OFF
alter table evaluation add column budget_currency text not null default '';
alter table evaluation add column budget_amount text not null default ''; -- decimal; empty when there is no budget
alter table evaluation add column budget_account text not null default ''; -- what all its runs pay from
