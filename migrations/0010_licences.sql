-- Microsoft 365 licences: the present state of a tenant as its latest sync saw it, snapshots of every day,
-- findings with their life, prices and policies. Facts and conclusions are made by src/engines/licences.

create table licence_user (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  -- Object id in the tenant, in lower case.
  user_id text not null check (length(user_id) between 1 and 200),
  principal_name text not null check (length(principal_name) <= 1024),
  display_name text check (length(display_name) <= 1024),
  is_enabled boolean,
  is_guest boolean not null,
  is_on_premises boolean,
  department text check (length(department) <= 1024),
  job_title text check (length(job_title) <= 1024),
  country text check (length(country) <= 200),
  cost_centre text check (length(cost_centre) <= 1024),
  created_on date,
  leaves_on date,
  mailbox_purpose text check (length(mailbox_purpose) <= 50),
  state text not null check (state in ('active', 'stale', 'inactive', 'never', 'unknown')),
  last_activity_on date,
  -- Ids of the SKUs that take a seat, and everything else that the page of one user shows:
  -- licences with their ways and plans, workloads with their last activity, evidence.
  sku_ids text[] not null,
  details jsonb not null,
  -- In the currency of most of the tenant's prices; `costs` has every currency.
  monthly_cost numeric,
  costs jsonb not null,
  unique (connection_id, user_id)
);
create index licence_user_organisation on licence_user (organisation_id, principal_name, id);
create index licence_user_skus on licence_user using gin (sku_ids);

create table licence_sku (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  sku_id text not null check (length(sku_id) between 1 and 100),
  part_number text not null check (length(part_number) <= 300),
  name text not null check (length(name) <= 500),
  standing text not null check (standing in ('paid', 'trial', 'free', 'company', 'excluded')),
  capability_status text check (length(capability_status) <= 100),
  bought integer not null,
  warning integer not null,
  suspended integer not null,
  assigned integer not null,
  active integer not null,
  stale integer not null,
  inactive integer not null,
  never integer not null,
  unknown integer not null,
  unit_price numeric,
  currency text check (currency ~ '^[A-Z]{3}$'),
  price_source text not null check (price_source in ('contract', 'partner', 'reference', 'unpriced')),
  unique (connection_id, sku_id)
);
create index licence_sku_organisation on licence_sku (organisation_id);

create table licence_subscription (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  subscription_id text not null check (length(subscription_id) between 1 and 200),
  sku_id text not null check (length(sku_id) <= 100),
  status text check (length(status) <= 100),
  is_trial boolean not null,
  seats integer not null,
  next_event_on date,
  unique (connection_id, subscription_id)
);
create index licence_subscription_organisation on licence_subscription (organisation_id, next_event_on);

-- What the present state of a tenant was judged from.
create table licence_judgement (
  connection_id uuid primary key references connection (id) on delete cascade,
  organisation_id uuid not null references organisation (id) on delete cascade,
  sync_id uuid references sync (id) on delete set null,
  -- A sync that began earlier never replaces what a later one said.
  sync_started_at timestamptz not null,
  as_of date not null,
  judged_at timestamptz not null,
  users integer not null,
  -- What limits the findings: [{code, source, detail}].
  problems jsonb not null,
  -- Why a later sync did not replace this state: {syncId, asOf, code, detail, users}; null while it is the latest.
  kept jsonb
);
create index licence_judgement_organisation on licence_judgement (organisation_id);
create index licence_judgement_sync on licence_judgement (sync_id);

-- One row per day, SKU and tenant: 24 months of these draw every trend.
create table licence_sku_day (
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  day date not null,
  sku_id text not null,
  part_number text not null,
  is_paid boolean not null,
  bought integer not null,
  assigned integer not null,
  active integer not null,
  stale integer not null,
  inactive integer not null,
  never integer not null,
  unknown integer not null,
  monthly_cost numeric,
  currency text,
  -- {kind: amount}: what undecided findings on this SKU could save a month, in that currency.
  savings jsonb not null,
  findings integer not null,
  primary key (connection_id, day, sku_id)
);
create index licence_sku_day_organisation on licence_sku_day (organisation_id, day);

create table licence_workload_day (
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  day date not null,
  workload text not null check (workload in ('exchange', 'oneDrive', 'sharePoint', 'teams', 'yammer', 'copilot', 'apps')),
  licensed integer not null,
  active integer not null,
  never integer not null,
  -- What else the usage page shows (src/shared/licences/usage-contract.ts).
  figures jsonb not null,
  primary key (connection_id, day, workload)
);
create index licence_workload_day_organisation on licence_workload_day (organisation_id, day);

create table finding (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  connection_id uuid not null references connection (id) on delete cascade,
  rule text not null check (length(rule) <= 10),
  subject_kind text not null check (subject_kind in ('user', 'sku', 'subscription', 'group')),
  subject_id text not null check (length(subject_id) <= 200),
  subject_label text not null check (length(subject_label) <= 1024),
  sku_part_number text not null check (length(sku_part_number) <= 300),
  sku_name text not null check (length(sku_name) <= 500),
  state text not null check (state in ('new', 'open', 'reopened', 'snoozed', 'dismissed', 'planned', 'done', 'gone')),
  quantity numeric not null,
  monthly_saving numeric,
  currency text check (currency ~ '^[A-Z]{3}$'),
  price_source text not null check (price_source in ('contract', 'partner', 'reference', 'unpriced')),
  saving_kind text not null check (saving_kind in ('freed-seat', 'cash-at-renewal', 'avoided-purchase', 'none', 'risk')),
  confidence text not null check (confidence in ('high', 'medium', 'low')),
  automation text not null check (automation in ('never', 'review', 'approve', 'auto')),
  superseded_by text,
  evidence jsonb not null,
  action jsonb not null,
  department text,
  country text,
  cost_centre text,
  first_seen_on date not null,
  last_seen_on date not null,
  snoozed_until date,
  -- Of the decision that holds now.
  decided_by uuid,
  decided_at timestamptz,
  check ((state = 'snoozed') = (snoozed_until is not null)),
  unique (connection_id, rule, subject_kind, subject_id, sku_part_number)
);
create index finding_organisation on finding (organisation_id, state, rule);
create index finding_subject on finding (connection_id, subject_id);

-- What became of a finding, step by step, with the evidence that it was made from then.
create table finding_event (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  finding_id uuid not null references finding (id) on delete cascade,
  at timestamptz not null,
  sequence bigint generated always as identity,
  from_state text,
  to_state text not null,
  -- Null: a sync decided.
  by_person uuid,
  by_name text check (length(by_name) <= 200),
  reason text check (length(reason) <= 1000),
  until date,
  evidence jsonb
);
create index finding_event_finding on finding_event (finding_id, sequence);
create index finding_event_organisation on finding_event (organisation_id);

create table licence_price (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  source text not null check (source in ('contract', 'partner')),
  sku_part_number text not null check (length(sku_part_number) between 1 and 300),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  monthly_price numeric not null check (monthly_price >= 0),
  term_end_date date,
  term_duration text check (length(term_duration) <= 20),
  billing_plan text check (length(billing_plan) <= 50),
  changed_at timestamptz not null,
  changed_by uuid
);
create unique index licence_price_one on licence_price (organisation_id, source, upper(sku_part_number));

create table licence_policy (
  organisation_id uuid primary key references organisation (id) on delete cascade,
  policy jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);

create table licence_mix (
  connection_id uuid primary key references connection (id) on delete cascade,
  organisation_id uuid not null references organisation (id) on delete cascade,
  policy jsonb not null,
  -- The run that computes it, or computed it last.
  run_id uuid references run (id) on delete set null,
  sync_id uuid references sync (id) on delete set null,
  computed_policy jsonb,
  computed_at timestamptz,
  result jsonb,
  -- [{id, principalName, from: [part numbers], to: [part numbers]}], packed (gzip): one entry a user.
  assignments bytea
);
create index licence_mix_organisation on licence_mix (organisation_id);
create index licence_mix_run on licence_mix (run_id);
create index licence_mix_sync on licence_mix (sync_id);

do $$
declare
  name text;
begin
  foreach name in array array['licence_user', 'licence_sku', 'licence_subscription', 'licence_judgement', 'licence_sku_day', 'licence_workload_day',
    'finding', 'finding_event', 'licence_price', 'licence_policy', 'licence_mix'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (organisation_id = app_organisation()) with check (organisation_id = app_organisation())', name || '_own', name);
    execute format('grant select, insert, update, delete on %I to trimtab_app', name);
  end loop;
end $$;
