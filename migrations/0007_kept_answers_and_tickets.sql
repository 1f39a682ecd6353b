-- Answers kept under an Idempotency-Key may hold a secret that is shown once (an API key, a link), so they are
-- sealed. The ones kept so far are a day old at most and are not worth converting.
drop table idempotency_key;

create table idempotency_key (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  actor_id text not null check (length(actor_id) <= 64),
  key text not null check (length(key) between 1 and 200),
  fingerprint text not null,
  status smallint,
  response sealed,
  response_version integer not null default 0 check (response_version >= 0),
  created_at timestamptz not null,
  unique (organisation_id, actor_id, key)
);
create index idempotency_key_age on idempotency_key (organisation_id, created_at);

alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy idempotency_key_own on idempotency_key
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());
grant select, insert, update, delete on idempotency_key to trimtab_app;

-- The one job that may work on the run now: a job that was sent before the run was cancelled and retried is
-- recognised by its older ticket and does nothing.
alter table run add column ticket uuid;

create index run_log_organisation on run_log (organisation_id);
