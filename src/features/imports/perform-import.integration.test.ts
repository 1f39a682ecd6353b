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

test('two workers with the same delivery: the slower one publishes nothing', async () => {
  const { client, organisationId } = await server.asRole('administrator');
  const at = `/organisations/${organisationId}`;
  const uploaded = await client.call('POST', `${at}/uploads?fileName=a.csv`, {
    body: Buffer.from(focusCsv({ period: '2026-01', rows: 1, cost: '1' })),
  });
  const accepted = await client.call('POST', `${at}/imports`, {
    body: { uploadIds: [uploaded.json<{ id: string }>().id], mode: 'append' },
  });
  const { importId } = accepted.json<{ importId: string }>();
  const { tenancy, audit, clock } = server.kernel;
  const actor = { kind: 'system', id: 'test', name: 'test' } as const;
  const perform = (write: ImportEngine['write']) =>
    performImport(
      {
        engine: { fingerprint: async () => 'a'.repeat(64), write },
        storage: createImportStorage(server.folder, 1e9),
        clock,
        newId,
      },
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
  const slower = perform(async () => {
    await perform(async () => written('charges/faster.parquet'));
    return written('charges/slower.parquet');
  });
  await expect(slower).rejects.toThrow('This delivery was imported meanwhile');
  const files = await tenancy.read({ organisationId }, listLiveFiles);
  expect(files.map(({ path }) => path)).toEqual(['charges/faster.parquet']);
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
