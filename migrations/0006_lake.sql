-- The manifest of the cost lake: which Parquet files exist, and which of them are live. Files are immutable;
-- replacing a billing period is one transaction here, so that readers see the old or the new, never half.

create table upload (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  file_name text not null check (length(file_name) between 1 and 255),
  bytes bigint not null check (bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_by uuid,
  created_at timestamptz not null,
  import_id uuid
);
create index upload_organisation on upload (organisation_id, created_at);

create table import (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  run_id uuid references run (id) on delete set null,
  origin text not null check (origin in ('upload', 'command', 'watch', 'sample')),
  -- replace: a billing period that is delivered again replaces the earlier one; append: it is added to it.
  mode text not null check (mode in ('replace', 'append')),
  -- Whether a waiting import failed or was cancelled is its run's to say.
  state text not null check (state in ('waiting', 'imported', 'unchanged', 'removed')),
  -- [{name, bytes}], and where the worker finds them: paths never leave the server.
  files jsonb not null,
  sources jsonb not null,
  content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$'),
  format text check (length(format) <= 64),
  rows_read bigint,
  rows_imported bigint,
  rows_rejected bigint,
  rejects_path text,
  -- Detailed outcome: rejects (sample), conformance, columns, tag keys, replaced slices.
  report jsonb,
  created_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_organisation on import (organisation_id, created_at desc, id desc);
create index import_run on import (run_id);
alter table upload add foreign key (import_id) references import (id) on delete set null;
create index upload_import on upload (import_id);

-- One delivery of one billing period of one billing account: the unit that is replaced.
create table lake_slice (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  import_id uuid not null references import (id) on delete cascade,
  provider text not null,
  billing_account_id text not null,
  billing_period_start timestamptz not null,
  billing_period_end timestamptz,
  rows bigint not null check (rows >= 0),
  -- [{currency, billedCost, effectiveCost, listCost, contractedCost}], exact decimal strings.
  totals jsonb not null,
  created_at timestamptz not null,
  superseded_at timestamptz,
  superseded_by uuid references import (id) on delete set null
);
create index lake_slice_live on lake_slice (organisation_id, provider, billing_account_id, billing_period_start)
  where superseded_at is null;
create index lake_slice_import on lake_slice (import_id);
create index lake_slice_superseded on lake_slice (superseded_by);

create table lake_file (
  id uuid primary key,
  organisation_id uuid not null references organisation (id) on delete cascade,
  slice_id uuid not null references lake_slice (id) on delete cascade,
  -- Relative to the organisation's folder in the lake.
  path text not null check (length(path) <= 500),
  rows bigint not null,
  bytes bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  min_charge_period_start timestamptz,
  max_charge_period_start timestamptz,
  max_charge_period_end timestamptz,
  unique (organisation_id, path)
);
create index lake_file_slice on lake_file (slice_id);

-- Counts every change of what is live; answers are cached by it.
create table lake_head (
  organisation_id uuid primary key references organisation (id) on delete cascade,
  generation bigint not null default 0,
  changed_at timestamptz not null
);

do $$
declare
  name text;
begin
  foreach name in array array['upload', 'import', 'lake_slice', 'lake_file', 'lake_head'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I using (organisation_id = app_organisation()) with check (organisation_id = app_organisation())', name || '_own', name);
    execute format('grant select, insert, update, delete on %I to trimtab_app', name);
  end loop;
end $$;
