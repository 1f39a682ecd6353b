import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
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
  const target = `${at(seat)}/uploads?fileName=${encodeURIComponent(name)}`;
  const uploaded = await seat.client.call('POST', target, { body });
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

const undo = (seat: Seat, importId: string) =>
  seat.client.call('POST', `${at(seat)}/imports/${importId}/undo`);

const total = async (seat: Seat): Promise<string | null> => {
  const period = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&granularity=none';
  const answer = await seat.client.call('GET', `${at(seat)}/costs?${period}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<{ total: { total: string | null } }>().total.total;
};

const january = (rows: number, cost: string): string => focusCsv({ period: '2026-01', rows, cost });

test('a damaged file that shrinks a billing period says so, and undoing it brings back every charge', async () => {
  const seat = await server.asRole('administrator');
  const good = await bring(seat, 'good.csv', january(100, '1'));
  expect(good).toMatchObject({ shrunk: [], undoable: false });
  const damaged = await bring(seat, 'damaged.csv', january(36, '1'));
  expect(damaged.shrunk).toEqual([
    {
      provider: 'AWS',
      billingAccountId: 'acct',
      billingPeriodStart: '2026-01-01T00:00:00.000Z',
      rowsBefore: 100,
      rowsAfter: 36,
    },
  ]);
  expect(damaged.undoable).toBe(true);
  expect(await total(seat)).toBe('36');
  expect((await undo(seat, damaged.id)).status).toBe(204);
  expect(await total(seat)).toBe('100');
  expect(await detailOf(seat, damaged.id)).toMatchObject({ state: 'removed', undoable: false });
  expect((await detailOf(seat, good.id)).slices).toMatchObject([{ live: true }]);
  expect(await auditOf(seat, 'import.undone')).toMatchObject([
    { target: { id: damaged.id }, after: { slices: 1, rows: 100 } },
  ]);
  expect((await undo(seat, damaged.id)).status).toBe(409);
  // What came back is what these bytes are known by.
  expect(await bring(seat, 'again.csv', january(100, '1'))).toMatchObject({ state: 'unchanged' });
});

test('half as many rows are no warning: less than half are', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'a.csv', january(10, '1'));
  expect(await bring(seat, 'b.csv', january(5, '1'))).toMatchObject({ shrunk: [] });
  expect((await bring(seat, 'c.csv', january(2, '1'))).shrunk).toMatchObject([
    { rowsBefore: 5, rowsAfter: 2 },
  ]);
});

test('imports are undone in the order of a stack, back to the first', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'a.csv', january(3, '1'));
  const second = await bring(seat, 'b.csv', january(3, '2'));
  const third = await bring(seat, 'c.csv', january(3, '3'));
  const refused = await undo(seat, second.id);
  expect(refused.status).toBe(409);
  expect(refused.json()).toMatchObject({ detail: expect.stringContaining('later import') });
  expect((await undo(seat, third.id)).status).toBe(204);
  expect(await total(seat)).toBe('6');
  expect((await undo(seat, second.id)).status).toBe(204);
  expect(await total(seat)).toBe('3');
});

test.each<[string, (seat: Seat, ids: { first: string }) => Promise<unknown>]>([
  ['added to', (seat) => bring(seat, 'more.csv', january(1, '9'), 'append')],
  ['removed', (seat, { first }) => seat.client.call('DELETE', `${at(seat)}/imports/${first}`)],
  [
    'files',
    (seat, { first }) =>
      rm(path.join(server.folder, 'lake', seat.organisationId, 'charges', first), { recursive: true }),
  ],
])('undoing is refused with the reason, and changes nothing: %s', async (reason, between) => {
  const seat = await server.asRole('administrator');
  const first = await bring(seat, 'a.csv', january(3, '1'));
  const second = await bring(seat, 'b.csv', january(3, '2'));
  expect(second.undoable).toBe(true);
  await between(seat, { first: first.id });
  const before = await total(seat);
  const refused = await undo(seat, second.id);
  expect(refused.status).toBe(409);
  expect(refused.json()).toMatchObject({ detail: expect.stringContaining(reason) });
  expect(await total(seat)).toBe(before);
  expect((await detailOf(seat, second.id)).undoable).toBe(false);
});

test('two people who undo at the same time undo once', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'a.csv', january(3, '1'));
  const second = await bring(seat, 'b.csv', january(3, '2'));
  const answers = await Promise.all([undo(seat, second.id), undo(seat, second.id)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  expect(await total(seat)).toBe('3');
});

test('an analyst undoes nothing, and another organisation finds nothing to undo', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'a.csv', january(3, '1'));
  const second = await bring(seat, 'b.csv', january(3, '2'));
  const analyst = await server.asRole('analyst', seat.organisationId);
  expect((await undo(analyst, second.id)).status).toBe(403);
  const stranger = await server.asRole('administrator');
  expect((await undo(stranger, second.id)).status).toBe(404);
  expect(await total(seat)).toBe('6');
});

const sweep = async (): Promise<void> => {
  const task = server.server.composition.tasks.find(({ name }) => name === 'lake.sweep');
  await task?.run(new AbortController().signal);
};

test('what was removed is deleted after an hour, what was replaced can come back for seven days and not longer', async () => {
  const seat = await server.asRole('administrator');
  const charges = path.join(server.folder, 'lake', seat.organisationId, 'charges');
  const removed = await bring(seat, 'removed.csv', focusCsv({ period: '2026-02', rows: 1, cost: '1' }));
  await seat.client.call('DELETE', `${at(seat)}/imports/${removed.id}`);
  const first = await bring(seat, 'a.csv', january(3, '1'));
  const second = await bring(seat, 'b.csv', january(3, '2'));
  server.clock.advance(2 * 3600_000);
  await sweep();
  expect((await readdir(charges)).toSorted()).toEqual([first.id, second.id].toSorted());
  server.clock.advance(7 * 86_400_000 - 2 * 3600_000 - 60_000);
  expect((await detailOf(seat, second.id)).undoable).toBe(true);
  server.clock.advance(120_000);
  const late = await undo(seat, second.id);
  expect(late.status).toBe(409);
  expect(late.json()).toMatchObject({ detail: expect.stringContaining('seven days') });
  expect(await total(seat)).toBe('6');
});
