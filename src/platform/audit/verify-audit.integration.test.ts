import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { newId } from '../../shared/ids.ts';
import { systemClock } from '../../shared/time.ts';
import { withClient } from '../postgres/client.ts';
import { installationId } from '../tenancy/tenancy.ts';
import { createAudit } from './audit.ts';
import { type AuditKey, loadAuditKey } from './audit-key.ts';
import { checkpointFileOf } from './checkpoint-file.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { verifyAudit } from './verify-audit.ts';

const audit = createAudit({ clock: systemClock, randomBytes });
const organisationId = newId();
let database: TestDatabase;
let dataDir: string;
let file: string;
let key: AuditKey;
let checkpoints: Checkpoints;

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(path.join(tmpdir(), 'trimtab-audit-'));
  file = checkpointFileOf(dataDir);
  key = await loadAuditKey(path.join(dataDir, 'secrets'));
  checkpoints = createCheckpoints({ db: database.database.db, key, file, clock: systemClock });
  await record(6);
  await record(2, installationId);
});
afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

const record = async (count: number, chain = organisationId): Promise<void> => {
  for (let index = 0; index < count; index += 1)
    await database.tenancy.write({ organisationId: chain }, (tx) =>
      audit.record(
        tx,
        {
          organisationId: chain,
          actor: { kind: 'person', id: 'p1', name: 'Ada Example' },
          address: '192.0.2.7',
        },
        {
          action: 'member.role-changed',
          target: { kind: 'member', id: 'm1' },
          after: { role: 'owner', step: 1.5 },
        },
      ),
    );
};
const verify = () =>
  verifyAudit({ db: database.database.db, tenancy: database.tenancy, checkpointFile: file, key });
const faults = async () =>
  (await verify()).faults.map(({ kind, chain, sequence, checkpoint }) => ({
    kind,
    chain,
    sequence,
    checkpoint,
  }));
const at = (kind: string, sequence: number) => ({ kind, chain: organisationId, sequence, checkpoint: null });

/** Somebody with all rights on the database, who takes the triggers away first. */
const tamper = (...statements: readonly string[]) =>
  withClient(database.superuserUrl, async (client) => {
    await client.query(`set session_replication_role = replica`);
    for (const statement of statements)
      await client.query(statement.replaceAll('$org', `'${organisationId}'`));
  });

test('an untouched log is whole, before and after its checkpoints', async () => {
  expect(await verify()).toMatchObject({ ok: true, chains: 2, entries: 8, checkpoints: 0 });
  expect(await checkpoints.checkpoint()).toBe(2);
  await record(1);
  expect(await verify()).toMatchObject({ ok: true, chains: 2, entries: 9, checkpoints: 2, faults: [] });
});

describe('inside a chain it finds', () => {
  const edits = [
    `update audit_entry set action = 'member.removed'`,
    `update audit_entry set at = at + interval '1 millisecond'`,
    `update audit_entry set actor_id = 'p2'`,
    `update audit_entry set actor_label = 'Bob Example'`,
    `update audit_entry set actor_kind = 'system'`,
    `update audit_entry set via_organisation_id = organisation_id`,
    `update audit_entry set target_id = 'm2'`,
    `update audit_entry set target_kind = null, target_id = null`,
    `update audit_entry set after = '{"role":"owner","step":1.6}'`,
    `update audit_entry set before = '{}'`,
    `update audit_entry set address = null`,
    `update audit_entry set request_id = 'other'`,
    `update audit_entry set salt = null`,
    `update audit_entry set detail_hash = decode(repeat('ab', 32), 'hex')`,
    `update audit_entry set previous_hash = decode(repeat('ab', 32), 'hex')`,
  ];
  test.each(edits)('an edit of any column: %s', async (edit) => {
    await tamper(`${edit} where organisation_id = $org and sequence = 3`);
    expect(await faults()).toEqual([at('edited', 3)]);
  });

  test('deleted entries, at the beginning and in the middle', async () => {
    await tamper('delete from audit_entry where organisation_id = $org and sequence in (1, 4, 5)');
    expect(await faults()).toEqual([at('deleted', 1), at('deleted', 4)]);
  });

  test('entries that changed places', async () => {
    await tamper(
      'update audit_entry set sequence = 100 where organisation_id = $org and sequence = 2',
      'update audit_entry set sequence = 2 where organisation_id = $org and sequence = 5',
      'update audit_entry set sequence = 5 where organisation_id = $org and sequence = 100',
    );
    expect(await faults()).toEqual([at('reordered', 2), at('reordered', 5)]);
  });

  test('a cut tail', async () => {
    await tamper('delete from audit_entry where organisation_id = $org and sequence > 4');
    expect(await faults()).toEqual([at('truncated', 5)]);
  });

  test('an entry moved to the chain of another organisation', async () => {
    await tamper(
      `update audit_entry set organisation_id = '${installationId}', sequence = 3 where organisation_id = $org and sequence = 6`,
    );
    expect((await faults()).map((fault) => fault.kind)).toEqual(['edited', 'truncated']);
  });
});

describe('with signed checkpoints it finds', () => {
  beforeEach(async () => {
    await checkpoints.checkpoint();
  });
  const dropHead = 'delete from audit_chain where organisation_id = $org';

  test('a chain that was cut together with its head', async () => {
    await tamper(
      'delete from audit_entry where organisation_id = $org and sequence > 4',
      `update audit_chain set sequence = 4, hash = (select hash from audit_entry where organisation_id = $org and sequence = 4)
        where organisation_id = $org`,
    );
    expect(await faults()).toEqual([at('truncated', 5)]);
  });

  test('a whole chain that vanished, with its head and its checkpoint', async () => {
    await tamper(
      'delete from audit_entry where organisation_id = $org',
      dropHead,
      'delete from audit_checkpoint where organisation_id = $org',
    );
    const found = (await faults()).map((fault) => fault.kind);
    expect(found).toContain('truncated');
    expect(found).toContain('database-older');
  });

  test('a chain that was written anew from the beginning, each entry whole in itself', async () => {
    await tamper('delete from audit_entry where organisation_id = $org', dropHead);
    await record(7);
    expect(await faults()).toEqual([at('rewritten', 6)]);
  });

  test('a database put back to an older state', async () => {
    await record(2);
    await checkpoints.checkpoint();
    await tamper(
      'delete from audit_entry where organisation_id = $org and sequence > 6',
      `update audit_chain set sequence = 6, hash = (select hash from audit_entry where organisation_id = $org and sequence = 6)
        where organisation_id = $org`,
      'delete from audit_checkpoint where number > 2',
    );
    expect(await faults()).toEqual([
      { kind: 'database-older', chain: organisationId, sequence: 8, checkpoint: 3 },
      at('truncated', 7),
    ]);
    // And it does not sign over it.
    await expect(checkpoints.checkpoint()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('checkpoints that were forged, in the database or in the file', async () => {
    await tamper(`update audit_checkpoint set hash = decode(repeat('ab', 32), 'hex') where number = 1`);
    expect((await faults()).map(({ kind, checkpoint }) => [kind, checkpoint])).toEqual([
      ['checkpoint-altered', 1],
    ]);
    await tamper(`update audit_checkpoint set signature = decode(repeat('ab', 64), 'hex') where number = 1`);
    await rm(file);
    expect((await faults())[0]).toMatchObject({ kind: 'checkpoint-forged', checkpoint: 1 });
  });

  test('checkpoints signed with another key', async () => {
    const other = await loadAuditKey(path.join(dataDir, 'other'));
    const report = await verifyAudit({
      db: database.database.db,
      tenancy: database.tenancy,
      checkpointFile: file,
      key: other,
    });
    expect(report.faults.map((fault) => fault.kind)).toEqual(['checkpoint-forged', 'checkpoint-forged']);
  });

  test('a checkpoint missing from the database and the file, and a line that is none', async () => {
    await record(1);
    await checkpoints.checkpoint();
    const lines = (await readFile(file, 'utf8')).split('\n');
    await tamper('delete from audit_checkpoint where number = 2');
    await writeFile(file, `${lines[0]}\n${lines[2]}\n`);
    expect((await faults()).map(({ kind, checkpoint }) => [kind, checkpoint])).toEqual([
      ['checkpoint-missing', 3],
    ]);
    await writeFile(file, `${lines[0]}\n{"number":2}\n${lines[2]}\n`);
    expect((await faults()).map(({ kind }) => kind)).toContain('file-damaged');
  });
});

describe('writing checkpoints', () => {
  test('is idempotent, and signs what grew since', async () => {
    expect(await checkpoints.checkpoint()).toBe(2);
    expect(await checkpoints.checkpoint()).toBe(0);
    await record(3);
    expect(await checkpoints.checkpoint()).toBe(1);
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 3, checkpointsNotInFile: 0 });
  });

  test('by several processes at once signs each head once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => checkpoints.checkpoint()));
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 2, checkpointsNotInFile: 0 });
  });

  test('completes a file that a crash left without lines, or with half of one', async () => {
    await checkpoints.checkpoint();
    const whole = await readFile(file, 'utf8');
    await rm(file);
    expect(await verify()).toMatchObject({ ok: true, checkpointsNotInFile: 2 });
    await checkpoints.checkpoint();
    expect(await readFile(file, 'utf8')).toBe(whole);

    await writeFile(file, whole.slice(0, whole.indexOf('\n') + 20));
    expect(await verify()).toMatchObject({ ok: true, checkpointsNotInFile: 1 });
    await checkpoints.checkpoint();
    expect(await readFile(file, 'utf8')).toBe(whole);
  });

  test('refuses to write behind a line that is not ours', async () => {
    await checkpoints.checkpoint();
    await appendFile(file, 'something else\n');
    await record(1);
    await expect(checkpoints.checkpoint()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
