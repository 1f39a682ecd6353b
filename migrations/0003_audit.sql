-- The audit log: one append-only hash chain per organisation, one more (nil UUID) for the installation.
-- How it is hashed, checked and, one day, redacted: docs/audit.md.

create table audit_chain (
  organisation_id uuid primary key,
  sequence bigint not null default 0 check (sequence >= 0),
  hash bytea not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32)
);
comment on table audit_chain is
  'global: the head of every chain and the lock that makes its entries follow each other; ids, numbers and hashes only. Everybody may read it, because checkpoints and verification walk all chains; a transaction advances only its own.';
alter table audit_chain enable row level security;
alter table audit_chain force row level security;
create policy audit_chain_read on audit_chain for select using (true);
create policy audit_chain_begin on audit_chain for insert
  with check (organisation_id = app_organisation());
create policy audit_chain_advance on audit_chain for update
  using (organisation_id = app_organisation())
  with check (organisation_id = app_organisation());

create table audit_entry (
  organisation_id uuid not null,
  sequence bigint not null check (sequence > 0),
  format smallint not null,
  at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('person', 'apiKey', 'system')),
  actor_id text not null,
  actor_label text not null,
  via_organisation_id uuid,
  action text not null check (action ~ '^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)+$'),
  target_kind text,
  target_id text,
  target_label text,
  before jsonb,
  after jsonb,
  request_id text,
  address text,
  salt bytea check (octet_length(salt) = 16),
  detail_hash bytea not null check (octet_length(detail_hash) = 32),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (organisation_id, sequence)
);
comment on table audit_entry is 'Who did what to what, from where: append-only and hash-chained.';
comment on column audit_entry.detail_hash is
  'Digest of labels, address, before and after under the salt. The chain covers this digest, so that personal data can be erased one day without breaking the chain.';
-- In "C", because a prefix is looked up as a range: row-level security keeps LIKE from using an index.
create index audit_entry_action on audit_entry (organisation_id, action collate "C", sequence desc);
create index audit_entry_actor on audit_entry (organisation_id, actor_id, sequence desc);
create index audit_entry_target on audit_entry (organisation_id, target_id, sequence desc) where target_id is not null;
create index audit_entry_at on audit_entry (organisation_id, at);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_organisation on audit_entry
  using (organisation_id = app_organisation())
  with check (organisation_id = app_organisation());

create table audit_checkpoint (
  number bigint primary key check (number > 0),
  at timestamptz(3) not null,
  organisation_id uuid not null,
  sequence bigint not null check (sequence > 0),
  hash bytea not null check (octet_length(hash) = 32),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  key_id text not null,
  signature bytea not null check (octet_length(signature) = 64),
  unique (organisation_id, sequence)
);
comment on table audit_checkpoint is
  'global: signed heads of all chains, themselves a chain, copied to a file outside the database; ids, numbers, hashes and signatures only.';

-- Rights stop the runtime role; these triggers stop the owner's slips, too. Whoever removes the triggers is
-- found by the chain and the signed checkpoints.
create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_refuse_change();
create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function audit_refuse_change();
create trigger audit_chain_kept before delete or truncate on audit_chain
  for each statement execute function audit_refuse_change();

revoke all on audit_chain, audit_entry, audit_checkpoint from trimtab_app;
grant select, insert on audit_chain, audit_entry, audit_checkpoint to trimtab_app;
grant update (sequence, hash) on audit_chain to trimtab_app;
