-- People and how they sign in: the tables of better-auth, under our names (src/platform/identity).

create table person (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (length(email) between 3 and 320),
  email_verified boolean not null default false,
  image text,
  company text check (length(company) <= 200),
  job_title text check (length(job_title) <= 200),
  language text check (length(language) <= 10),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table person is 'global: a person may belong to several organisations; read by id, e-mail or session only';

create table credential (
  id uuid primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references person (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credential_user on credential (user_id);
comment on table credential is 'global: belongs to a person, not to an organisation; passwords are scrypt hashes';

create table session (
  id uuid primary key,
  token text not null unique,
  user_id uuid not null references person (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  confirmed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_person on session (user_id);
create index session_expiry on session (expires_at);
comment on table session is 'global: belongs to a person, not to an organisation';

create table verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);
comment on table verification is 'global: one-time tokens of sign-in flows, before anybody is known';

alter table member add foreign key (user_id) references person (id) on delete cascade;

grant select, insert, update, delete on person, credential, session, verification to trimtab_app;
