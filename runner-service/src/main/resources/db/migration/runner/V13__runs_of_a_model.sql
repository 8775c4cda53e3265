-- The model of a run, so that estimates find its earlier runs; null in runs that are older than this.
alter table run add column model text;
create index run_of_model on run (project, model, key desc) where model is not null;
