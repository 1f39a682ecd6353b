import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportDetail } from '../../src/shared/imports/contract.ts';
import { focusCsv } from '../support/focus-csv.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ services: ['web', 'worker'] });
});
afterAll(() => server.close());

const at = (seat: Seat): string => `/organisations/${seat.organisationId}`;

const send = async (seat: Seat, name: string, body: Buffer, mode = 'replace') => {
  const path = `${at(seat)}/uploads?fileName=${encodeURIComponent(name)}`;
  const uploaded = await seat.client.call('POST', path, { body });
  expect(uploaded.status, uploaded.text).toBe(201);
  const uploadIds = [uploaded.json<{ id: string }>().id];
  const accepted = await seat.client.call('POST', `${at(seat)}/imports`, { body: { uploadIds, mode } });
  expect(accepted.status, accepted.text).toBe(202);
  return accepted.json<{ importId: string; runId: string }>();
};

const detailOf = async (seat: Seat, importId: string): Promise<ImportDetail> =>
  (await seat.client.call('GET', `${at(seat)}/imports/${importId}`)).json<ImportDetail>();

const ended = async (seat: Seat, importId: string): Promise<ImportDetail> => {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const detail = await detailOf(seat, importId);
    if (detail.state !== 'waiting') return detail;
    if (Date.now() > deadline) throw new Error(`the import still waits: ${JSON.stringify(detail)}`);
    await sleep(50);
  }
};

interface AuditItem {
  readonly action: string;
  readonly actor: { readonly kind: string };
  readonly target: { readonly id: string } | null;
  readonly after: Record<string, unknown> | null;
}

const auditOf = async (seat: Seat, action: string): Promise<AuditItem[]> => {
  const { items } = (await seat.client.call('GET', `${at(seat)}/audit`)).json<{ items: AuditItem[] }>();
  return items.filter((item) => item.action === action);
};

const bring = async (seat: Seat, name: string, text: string, mode = 'replace'): Promise<ImportDetail> =>
  ended(seat, (await send(seat, name, Buffer.from(text), mode)).importId);

test('binary junk is refused at the first try, with a reason', async () => {
  const seat = await server.asRole('administrator');
  const junk = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01, 0x02, 0x03]);
  const { importId, runId } = await send(seat, 'pic.csv', junk);
  const failed = await ended(seat, importId);
  expect(failed).toMatchObject({ state: 'failed', problem: { code: 'invalid_input' } });
  expect(failed.problem?.detail).toContain('pic.csv');
  expect(failed.finishedAt).not.toBeNull();
  const { run } = (await seat.client.call('GET', `${at(seat)}/runs/${runId}`)).json<{
    run: { attempt: number };
  }>();
  expect(run.attempt).toBe(1);
});

test.each(['note 1', 'acct', 'AWS'])(
  'a row with a NUL inside "%s" is rejected with the reason, the others are kept',
  async (text) => {
    const seat = await server.asRole('administrator');
    const csv = focusCsv({ period: '2026-01', rows: 3, cost: '1' });
    const damaged = csv.replace(text, `${text[0]}\0${text.slice(1)}`);
    const detail = await bring(seat, 'nul.csv', damaged);
    expect(detail).toMatchObject({ state: 'imported', rowsRead: 3, rowsImported: 2, rowsRejected: 1 });
    expect(detail.rejects).toMatchObject([{ reason: 'contains a NUL byte' }]);
    expect(detail.rejects[0]?.value).toContain(`${text[0]}\ufffd${text.slice(1)}`);
  },
);

test('an import that failed leaves an audit entry of the system with its reason', async () => {
  const seat = await server.asRole('administrator');
  const failed = await bring(seat, 'notes.csv', 'date,what\n2026-01-01,nothing\n');
  expect(failed).toMatchObject({ state: 'failed' });
  expect(await auditOf(seat, 'import.failed')).toMatchObject([
    {
      actor: { kind: 'system' },
      target: { id: failed.id },
      after: { code: 'invalid_input', detail: expect.stringContaining('notes.csv') },
    },
  ]);
});
