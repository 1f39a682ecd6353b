import { afterAll, beforeAll, expect, test } from 'vitest';
import { focusCsv } from '../../../test/support/focus-csv.ts';
import { createTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { audited } from '../../platform/http/organisation-context.ts';
import { newId } from '../../shared/ids.ts';
import type { ImportDetail } from '../../shared/imports/contract.ts';
import { listLiveFiles } from './manifest-repo.ts';
import { type ImportEngine, performImport, type WrittenDelivery } from './perform-import.ts';
import { createImportStorage } from './storage.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ services: ['web'] });
});
afterAll(() => server.close());

const written = (path: string): WrittenDelivery => ({
  contentSha256: 'a'.repeat(64),
  format: 'FOCUS 1.0',
  rowsRead: 1,
  rowsImported: 1,
  rowsRejected: 0,
  rejectsPath: null,
  rejects: [],
  conformance: [],
  columns: [],
  tagKeys: [],
  slices: [
    {
      provider: 'AWS',
      billingAccountId: 'acct',
      billingPeriodStart: new Date('2026-01-01T00:00:00Z'),
      billingPeriodEnd: null,
      rows: 1,
      totals: [],
      files: [
        {
          path,
          rows: 1,
          bytes: 1,
          sha256: 'b'.repeat(64),
          minChargePeriodStart: null,
          maxChargePeriodStart: null,
          maxChargePeriodEnd: null,
        },
      ],
    },
  ],
});

type Seat = Awaited<ReturnType<TestServer['asRole']>>;

/** A delivery that was accepted and waits. */
const accept = async ({ client, organisationId }: Seat, mode = 'replace'): Promise<string> => {
  const at = `/organisations/${organisationId}`;
  const uploaded = await client.call('POST', `${at}/uploads?fileName=a.csv`, {
    body: Buffer.from(focusCsv({ period: '2026-01', rows: 1, cost: '1' })),
  });
  const uploadIds = [uploaded.json<{ id: string }>().id];
  const accepted = await client.call('POST', `${at}/imports`, { body: { uploadIds, mode } });
  return accepted.json<{ importId: string }>().importId;
};

const perform = ({ organisationId }: Seat, importId: string, write: ImportEngine['write'], content = 'a') => {
  const { tenancy, audit, clock } = server.kernel;
  const actor = { kind: 'system', id: 'test', name: 'test' } as const;
  const storage = createImportStorage(server.folder, 1e9);
  return performImport(
    { engine: { fingerprint: async () => content.repeat(64), write }, storage, clock, newId },
    {
      organisationId,
      importId,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      read: (work) => tenancy.read({ organisationId }, work),
      change: (work) =>
        tenancy.write({ organisationId }, (tx) => audited(audit, { organisationId, actor }, tx, work)),
    },
  );
};

const livePaths = async ({ organisationId }: Seat): Promise<string[]> =>
  (await server.kernel.tenancy.read({ organisationId }, listLiveFiles)).map(({ path }) => path);

test('two workers with the same delivery: the slower one publishes nothing', async () => {
  const seat = await server.asRole('administrator');
  const importId = await accept(seat, 'append');
  const slower = perform(seat, importId, async () => {
    await perform(seat, importId, async () => written('charges/faster.parquet'));
    return written('charges/slower.parquet');
  });
  await expect(slower).rejects.toThrow('This delivery was imported meanwhile');
  expect(await livePaths(seat)).toEqual(['charges/faster.parquet']);
});

test('a delivery that a crash held up does not take the place of one that was accepted after it', async () => {
  const seat = await server.asRole('administrator');
  const [first, second, third] = [await accept(seat), await accept(seat), await accept(seat)];
  await perform(seat, first, async () => written('charges/first.parquet'), 'b');
  await perform(seat, third, async () => written('charges/third.parquet'), 'c');
  await perform(seat, second, async () => written('charges/second.parquet'), 'd');
  expect(await livePaths(seat)).toEqual(['charges/third.parquet']);
  const { rows } = await server.owner.query(
    `select i.id, s.superseded_by from lake_slice s join import i on i.id = s.import_id where i.organisation_id = $1 order by i.id`,
    [seat.organisationId],
  );
  // Each is replaced by the next one, so that undoing the newest brings back the one before it, and only that.
  expect(rows).toEqual([
    { id: first, superseded_by: second },
    { id: second, superseded_by: third },
    { id: third, superseded_by: null },
  ]);
});

test('an import cancelled before it began says when it ended, and leaves an audit entry', async () => {
  const { client, organisationId } = await server.asRole('administrator');
  const at = `/organisations/${organisationId}`;
  const uploaded = await client.call('POST', `${at}/uploads?fileName=a.csv`, { body: Buffer.from('a') });
  const accepted = await client.call('POST', `${at}/imports`, {
    body: { uploadIds: [uploaded.json<{ id: string }>().id] },
  });
  const { importId, runId } = accepted.json<{ importId: string; runId: string }>();
  expect((await client.call('POST', `${at}/runs/${runId}/cancellation`)).status).toBe(204);
  const detail = (await client.call('GET', `${at}/imports/${importId}`)).json<ImportDetail>();
  expect(detail).toMatchObject({ state: 'cancelled', finishedAt: expect.stringMatching(/Z$/) });
  const { items } = (await client.call('GET', `${at}/audit`)).json<{ items: { action: string }[] }>();
  expect(items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['run.cancelled', 'import.cancelled', 'import.accepted']),
  );
});
