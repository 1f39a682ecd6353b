-- Tenants that an organisation has connected, their tokens, and what each sync read of them.

create table connection (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  kind text not null check (kind in ('microsoft')),
  name text not null check (length(name) between 1 and 200),
  cloud text not null check (cloud in ('global', 'usgov', 'dod', 'china', 'sample')),
  level text not null check (level in ('user', 'administrator')),
  mode text not null check (mode in ('delegated', 'application')),
  state text not null check (state in ('pending', 'connected', 'broken', 'revoked')),
  -- The tenant as Entra names it, in lower case; unknown until somebody consented.
  tenant_id text check (length(tenant_id) between 1 and 100),
  tenant_name text check (length(tenant_name) <= 300),
  tenant_domain text check (length(tenant_domain) <= 300),
  -- The only tenant whose consent is taken, where one was named at the beginning.
  wanted_tenant_id text check (length(wanted_tenant_id) between 1 and 100),
  -- Who consented: the object id in the tenant, under which its tokens are kept.
  account_id text check (length(account_id) <= 100),
  consented_by text check (length(consented_by) <= 320),
  registration text not null check (registration in ('installation', 'own')),
  client_id text check (length(client_id) <= 100),
  granted text[] not null default '{}',
  is_premium boolean,
  is_concealed boolean,
  problem jsonb,
  sync_hour smallint check (sync_hour between 0 and 23),
  -- When the next daily sync is due; moved on in the transaction that starts it, so that each day has one.
  next_sync_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  connected_at timestamptz,
  revoked_at timestamptz
);
create index connection_organisation on connection (organisation_id, created_at desc, id desc);
-- One tenant is connected once to an organisation: twice would count every seat twice.
create unique index connection_tenant on connection (organisation_id, kind, tenant_id)
  where tenant_id is not null and state <> 'revoked';

-- Tokens and the credential of an own app registration, sealed; deleted in the moment of revocation.
create table connection_secret (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  purpose text not null check (purpose in ('tokens', 'credential')),
  value sealed not null,
  value_version integer not null check (value_version > 0),
  -- Who refreshes the tokens just now, in whatever process, and until when at most.
  lease_holder uuid,
  lease_until timestamptz,
  updated_at timestamptz not null,
  unique (connection_id, purpose)
);

create index connection_secret_organisation on connection_secret (organisation_id);

-- A consent under way: who may finish it, once, within minutes. The state that travels with the browser is kept
-- as its hash; nonce and PKCE verifier are sealed.
create table connection_attempt (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  person_id uuid not null references person (id) on delete cascade,
  state_hash text not null unique check (state_hash ~ '^[0-9a-f]{64}$'),
  checks sealed not null,
  checks_version integer not null check (checks_version > 0),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index connection_attempt_organisation on connection_attempt (organisation_id);
create index connection_attempt_connection on connection_attempt (connection_id);
create index connection_attempt_person on connection_attempt (person_id);

create table sync (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  run_id uuid references run (id) on delete set null,
  state text not null check (state in ('reading', 'judging', 'complete', 'failed', 'cancelled')),
  as_of date not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  requests bigint not null default 0,
  throttled bigint not null default 0,
  waited_ms bigint not null default 0,
  -- The vendor asked for a pause that is longer than a try lasts: no request before this.
  retry_at timestamptz
);
create index sync_connection on sync (connection_id, started_at desc, id desc);
create index sync_run on sync (run_id);
create index sync_organisation on sync (organisation_id);
-- Two syncs of one tenant at once would only throttle each other.
create unique index sync_alone on sync (connection_id) where state in ('reading', 'judging');

create table sync_source (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  sync_id uuid not null references sync (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  state text not null check (state in ('waiting', 'reading', 'complete', 'partial', 'missing', 'failed')),
  pages integer not null default 0,
  items integer not null default 0,
  -- Where to go on after a crash: Graph's next link, as given.
  next_link text,
  reason jsonb,
  refreshed_on date,
  concealed boolean not null default false,
  started_at timestamptz,
  finished_at timestamptz,
  unique (sync_id, name)
);
create index sync_source_organisation on sync_source (organisation_id);

-- What the vendor answered, page by page, packed (gzip): a sync that was interrupted goes on after the last page,
-- and a changed price or policy is judged without reading the tenant again. Only the pages of the latest complete
-- sync, and of one under way, are kept.
create table sync_page (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  sync_source_id uuid not null references sync_source (id) on delete cascade,
  page integer not null check (page >= 0),
  items integer not null,
  body bytea not null,
  read_at timestamptz not null,
  unique (sync_source_id, page)
);
-- Packed already: trying again only costs time.
alter table sync_page alter column body set storage external;
create index sync_page_organisation on sync_page (organisation_id);

do $$
declare
  name text;
begin
  foreach name in array array['connection', 'connection_secret', 'connection_attempt', 'sync', 'sync_source', 'sync_page'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (organisation_id = app_organisation()) with check (organisation_id = app_organisation())', name || '_own', name);
    execute format('grant select, insert, update, delete on %I to trimtab_app', name);
  end loop;
end $$;

-- Who comes back from the vendor knows the state of the attempt, not its organisation.
create policy connection_attempt_begun on connection_attempt for select
  using (state_hash = app_token_hash() and person_id = app_user());
