-- Saved views of the cost explorer: what its page shows, under a name.

create table saved_view (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  owner_id uuid not null references person (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  -- The state of the explorer's page (src/shared/explorer/state.ts).
  state jsonb not null check (pg_column_size(state) <= 262144),
  is_shared boolean not null default false,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- A person has one view of a name; two persons may share views of the same name.
  unique (organisation_id, owner_id, name)
);
create index saved_view_owner on saved_view (owner_id);

-- A personal view is its owner's alone: not even an owner of the organisation sees it. Whoever may share may
-- also take a shared view away, which the service checks; nobody changes or creates in another's name.
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy saved_view_seen on saved_view for select
  using (organisation_id = app_organisation() and (is_shared or owner_id = app_user()));
create policy saved_view_made on saved_view for insert
  with check (organisation_id = app_organisation() and owner_id = app_user());
create policy saved_view_changed on saved_view for update
  using (organisation_id = app_organisation() and owner_id = app_user())
  with check (organisation_id = app_organisation() and owner_id = app_user());
create policy saved_view_deleted on saved_view for delete
  using (organisation_id = app_organisation() and (is_shared or owner_id = app_user()));

grant select, insert, update, delete on saved_view to trimtab_app;
