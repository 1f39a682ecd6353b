import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { newId } from '../../shared/ids.ts';
import { systemClock } from '../../shared/time.ts';
import { withClient } from '../postgres/client.ts';
import { createAudit } from './audit.ts';
import type { AuditOrigin } from './entry.ts';
import { type AuditTables, entryOf } from './tables.ts';

const audit = createAudit({ clock: systemClock, randomBytes });
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const originOf = (organisationId: string): AuditOrigin => ({
  organisationId,
  actor: { kind: 'person', id: newId(), name: 'Ada Example' },
  requestId: 'request-1',
  address: '192.0.2.7',
});
const change = { action: 'member.role-changed', target: { kind: 'member', id: newId() } };

const entriesOf = (organisationId: string) =>
  database.tenancy.read({ organisationId }, async (tx) => {
    const rows = await tx
      .withTables<AuditTables>()
      .selectFrom('auditEntry')
      .selectAll()
      .orderBy('sequence')
      .execute();
    return rows.map(entryOf);
  });

test('an entry keeps who, what, from where, before and after', async () => {
  const organisationId = newId();
  const viaOrganisationId = newId();
  await database.tenancy.write({ organisationId }, (tx) =>
    audit.record(
      tx,
      { ...originOf(organisationId), viaOrganisationId },
      {
        ...change,
        before: { role: 'member' },
        after: { role: 'owner', at: new Date(0), nothing: undefined },
      },
    ),
  );
  expect(await entriesOf(organisationId)).toMatchObject([
    {
      sequence: 1,
      actor: { kind: 'person', label: 'Ada Example' },
      viaOrganisationId,
      action: 'member.role-changed',
      before: { role: 'member' },
      after: { role: 'owner', at: '1970-01-01T00:00:00.000Z' },
      requestId: 'request-1',
      address: '192.0.2.7',
    },
  ]);
});

test('concurrent changes of one organisation form one chain without gaps or forks', async () => {
  const organisationId = newId();
  const one = () =>
    database.tenancy.write({ organisationId }, (tx) => audit.record(tx, originOf(organisationId), change));
  await Promise.all(Array.from({ length: 40 }, one));
  const entries = await entriesOf(organisationId);
  expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  for (const [index, entry] of entries.entries())
    if (index > 0) expect(entry.previousHash).toEqual(entries[index - 1]?.hash);
});

test('an action whose entry cannot be written does not happen', async () => {
  const organisationId = newId();
  const createOrganisation = (action: string) =>
    database.tenancy.write({ organisationId }, async (tx) => {
      await sql`insert into organisation (id, kind, name, created_at, updated_at)
        values (${organisationId}, 'customer', 'Contoso', now(), now())`.execute(tx);
      await audit.record(tx, originOf(organisationId), { action });
    });
  const exists = () =>
    database.tenancy.read({ organisationId }, async (tx) => {
      const { rows } = await sql`select 1 from organisation where id = ${organisationId}`.execute(tx);
      return rows.length === 1;
    });

  await expect(createOrganisation('not a valid action')).rejects.toMatchObject({ code: 'audit_missing' });
  expect(await exists()).toBe(false);

  // The database itself refuses the entry: nothing of the action stays.
  await withClient(database.superuserUrl, (client) =>
    client.query('revoke insert on audit_entry from trimtab_app'),
  );
  await expect(createOrganisation('organisation.created')).rejects.toMatchObject({ code: 'audit_missing' });
  expect(await exists()).toBe(false);
  await withClient(database.superuserUrl, (client) =>
    client.query('grant insert on audit_entry to trimtab_app'),
  );

  await createOrganisation('organisation.created');
  expect(await exists()).toBe(true);
});

test('an entry cannot be written into the chain of another organisation', async () => {
  const [own, foreign] = [newId(), newId()];
  await expect(
    database.tenancy.write({ organisationId: own }, (tx) => audit.record(tx, originOf(foreign), change)),
  ).rejects.toMatchObject({ code: 'audit_missing' });
  await expect(
    database.tenancy.write({ organisationId: own }, (tx) =>
      sql`insert into audit_chain (organisation_id) values (${foreign})`.execute(tx),
    ),
  ).rejects.toThrow(/row-level security/);
  expect(await entriesOf(foreign)).toEqual([]);
});

test('an organisation sees its own entries only', async () => {
  const organisationId = newId();
  await database.tenancy.write({ organisationId }, (tx) =>
    audit.record(tx, originOf(organisationId), change),
  );
  expect(await entriesOf(organisationId)).toHaveLength(1);
  expect(await entriesOf(newId())).toEqual([]);
});

test.each([
  'update audit_entry set action = action',
  'delete from audit_entry',
  'truncate audit_entry',
  'update audit_checkpoint set number = number',
  'delete from audit_checkpoint',
  'truncate audit_checkpoint',
  'delete from audit_chain',
  'truncate audit_chain',
])('the log is append-only for the runtime role, the owner and the superuser: %s', async (statement) => {
  await expect(withClient(database.runtimeUrl, (client) => client.query(statement))).rejects.toThrow(
    /permission denied/,
  );
  for (const url of [database.ownerUrl, database.superuserUrl])
    await expect(withClient(url, (client) => client.query(statement))).rejects.toThrow(/is append-only/);
});
