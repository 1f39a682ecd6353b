-- Organisations, the tree between them, who belongs to them, and who may call the API for them.
-- Row-level security reads three settings of the transaction (src/platform/tenancy/tenancy.ts).

create function app_organisation() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.organisation_id', true), '')::uuid $$;
create function app_user() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
create function app_token_hash() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.token_hash', true), '') $$;
-- The personal scope: a signed-in person looks at its own things, in no organisation.
create function app_is_personal() returns boolean language sql stable parallel safe
  as $$ select app_organisation() = '00000000-0000-0000-0000-000000000000'::uuid and app_user() is not null $$;

create table installation (
  id smallint primary key default 1 check (id = 1),
  setup_token_hash text,
  set_up_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table installation is 'global: one row about this installation; holds no tenant data';
insert into installation default values;

create table organisation (
  id uuid primary key,
  kind text not null check (kind in ('provider', 'partner', 'customer')),
  name text not null check (length(name) between 1 and 200),
  region text not null default 'default' check (length(region) between 1 and 64),
  language text check (length(language) <= 10),
  currency text check (currency ~ '^[A-Z]{3}$'),
  is_sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table member (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('owner', 'administrator', 'approver', 'analyst', 'billing', 'support', 'member')),
  state text not null default 'active' check (state in ('active', 'suspended')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation_id, user_id)
);
create index member_user on member (user_id);

-- A parent (provider, partner) serves a child (partner, customer). The row is the child's consent:
-- only the child's scope may create it, either side may end it.
create table relationship (
  id uuid primary key,
  parent_id uuid not null references organisation (id) on delete cascade,
  child_id uuid not null references organisation (id) on delete cascade,
  delegated_role text not null check (delegated_role in ('administrator', 'approver', 'analyst', 'billing', 'support', 'member')),
  created_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  check (parent_id <> child_id)
);
create unique index relationship_live on relationship (parent_id, child_id) where revoked_at is null;
create index relationship_child on relationship (child_id);

create table invitation (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  email text not null check (length(email) between 3 and 320),
  role text not null check (role in ('owner', 'administrator', 'approver', 'analyst', 'billing', 'support', 'member')),
  token_hash text not null unique,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index invitation_organisation on invitation (organisation_id, created_at desc);

create table api_key (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  prefix text not null check (length(prefix) <= 20),
  token_hash text not null unique,
  scopes text[] not null check (cardinality(scopes) between 1 and 64),
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_organisation on api_key (organisation_id, created_at desc);

create table idempotency_key (
  organisation_id uuid not null references organisation (id) on delete cascade,
  actor_id text not null check (length(actor_id) <= 64),
  key text not null check (length(key) between 1 and 200),
  fingerprint text not null,
  status smallint,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (organisation_id, actor_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
comment on table rate_limit is 'global: counters by hashed address, account or organisation, so that limits survive a restart';

alter table organisation enable row level security;
alter table organisation force row level security;
create policy organisation_own on organisation
  using (id = app_organisation()) with check (id = app_organisation());
create policy organisation_related on organisation for select using (
  exists (select 1 from relationship r where r.revoked_at is null
    and ((r.parent_id = organisation.id and r.child_id = app_organisation())
      or (r.child_id = organisation.id and r.parent_id = app_organisation()))));
create policy organisation_mine on organisation for select using (
  app_is_personal() and exists (select 1 from member m where m.organisation_id = organisation.id and m.user_id = app_user()));
create policy organisation_invited on organisation for select using (
  exists (select 1 from invitation i where i.organisation_id = organisation.id and i.token_hash = app_token_hash()));

alter table member enable row level security;
alter table member force row level security;
create policy member_own on member
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());
create policy member_mine on member for select using (app_is_personal() and user_id = app_user());

alter table relationship enable row level security;
alter table relationship force row level security;
create policy relationship_either_side on relationship for select
  using (parent_id = app_organisation() or child_id = app_organisation());
create policy relationship_consent on relationship for insert with check (child_id = app_organisation());
create policy relationship_end on relationship for update
  using (parent_id = app_organisation() or child_id = app_organisation())
  with check (parent_id = app_organisation() or child_id = app_organisation());

alter table invitation enable row level security;
alter table invitation force row level security;
create policy invitation_own on invitation
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());
create policy invitation_by_token on invitation for select using (token_hash = app_token_hash());

alter table api_key enable row level security;
alter table api_key force row level security;
create policy api_key_own on api_key
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());
create policy api_key_by_token on api_key for select using (token_hash = app_token_hash());

alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy idempotency_key_own on idempotency_key
  using (organisation_id = app_organisation()) with check (organisation_id = app_organisation());

grant select, update on installation to trimtab_app;
grant select, insert, update, delete on organisation, member, invitation, api_key, idempotency_key, rate_limit to trimtab_app;
-- What a relationship was stays on record: it can be ended, not deleted, and its ends never change.
grant select, insert on relationship to trimtab_app;
grant update (delegated_role, revoked_at, revoked_by) on relationship to trimtab_app;
