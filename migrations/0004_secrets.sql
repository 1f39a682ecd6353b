-- Envelope encryption: every organisation has data keys, wrapped by the master key, which is never in here.
-- How values are sealed and keys are changed: docs/secrets.md.

-- What `seal` made: format (1 byte), number of the data key (4), nonce (12), tag (16), ciphertext. Columns of this
-- type are found through the catalogue when keys are changed, so none can be forgotten. A table that has one has
-- `organisation_id`, `id`, and for a column `x` an integer column `x_version`, which is part of what is sealed.
create domain sealed as bytea
  check (octet_length(value) between 33 and 1048609 and get_byte(value, 0) = 1);

create table data_key (
  organisation_id uuid not null,
  number integer not null check (number > 0),
  state text not null check (state in ('active', 'retiring', 'retired')),
  master_key_id text not null,
  -- Absent once the key is destroyed.
  wrapped bytea,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (organisation_id, number),
  check (state = 'retired' or wrapped is not null),
  check ((state = 'retired') = (retired_at is not null))
);
create unique index data_key_active on data_key (organisation_id) where state = 'active';
comment on table data_key is 'Keys that seal the secrets of an organisation, wrapped by a master key.';
alter table data_key enable row level security;
alter table data_key force row level security;
create policy data_key_organisation on data_key
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());

create table key_rotation (
  id uuid primary key,
  started_at timestamptz not null,
  finished_at timestamptz
);
create unique index key_rotation_running on key_rotation ((true)) where finished_at is null;
comment on table key_rotation is 'global: changes of all data keys, so that one that was interrupted goes on; no secret and no tenant data';

create table data_key_holder (
  organisation_id uuid primary key,
  -- The last change of keys that this organisation has completed.
  rotation_id uuid references key_rotation (id)
);
comment on table data_key_holder is 'global: which organisations hold data keys, so that a change of keys can walk them; no secret and no tenant data';

create table secret (
  organisation_id uuid not null,
  id uuid primary key,
  purpose text not null check (length(purpose) between 1 and 100),
  name text not null check (length(name) between 1 and 200),
  value sealed not null,
  value_version integer not null check (value_version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation_id, purpose, name)
);
comment on table secret is 'Tokens and credentials of an organisation, sealed.';
alter table secret enable row level security;
alter table secret force row level security;
create policy secret_organisation on secret
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());

grant select, insert, update on data_key to trimtab_app;
grant select, insert, update on key_rotation, data_key_holder to trimtab_app;
grant select, insert, update, delete on secret to trimtab_app;
