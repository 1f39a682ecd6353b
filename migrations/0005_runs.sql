-- What the background does for an organisation, for people to see, cancel and repeat. The queue itself is
-- pg-boss (schema pgboss): it carries ids, these rows carry the meaning.

create table run (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  kind text not null check (length(kind) between 1 and 64),
  -- What it works on: ids and labels, never secrets.
  subject jsonb not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  progress numeric(5, 4) not null default 0 check (progress between 0 and 1),
  message text not null default '' check (length(message) <= 1000),
  result jsonb,
  problem jsonb,
  attempt integer not null default 0,
  cancel_requested_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null
);
create index run_organisation on run (organisation_id, created_at desc, id desc);
create index run_live on run (organisation_id) where state in ('queued', 'running');

create table run_log (
  organisation_id uuid not null references organisation (id) on delete cascade,
  run_id uuid not null references run (id) on delete cascade,
  sequence bigint generated always as identity,
  at timestamptz not null,
  level text not null check (level in ('info', 'warn', 'error')),
  message text not null check (length(message) <= 2000),
  primary key (run_id, sequence)
);

alter table run enable row level security;
alter table run force row level security;
create policy run_own on run using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());
alter table run_log enable row level security;
alter table run_log force row level security;
create policy run_log_own on run_log using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());

grant select, insert, update, delete on run to trimtab_app;
grant select, insert, delete on run_log to trimtab_app;

-- The console follows runs live: listeners get ids only and read the row under their own rights.
create function run_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('trimtab_live', json_build_object('organisationId', new.organisation_id, 'topic', 'run', 'id', new.id)::text);
  return null;
end $$;
create trigger run_notify after insert or update on run for each row execute function run_notify();
