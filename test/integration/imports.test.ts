import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAtWatchFolder } from '../../src/features/imports/feature.ts';
import { openQueue } from '../../src/platform/jobs/queue.ts';
import { newId } from '../../src/shared/ids.ts';
import type { Import, ImportDetail } from '../../src/shared/imports/contract.ts';
import { focusCsv, focusHeader, focusLines } from '../support/focus-csv.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({
    services: ['web', 'worker'],
    env: { TRIMTAB_MAX_UPLOAD_BYTES: '2000000' },
  });
});
afterAll(() => server.close());

const at = (seat: Seat): string => `/organisations/${seat.organisationId}`;

const upload = async (seat: Seat, name: string, text: string): Promise<string> => {
  const answer = await seat.client.call('POST', `${at(seat)}/uploads?fileName=${encodeURIComponent(name)}`, {
    body: Buffer.from(text),
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.json<{ id: string }>().id;
};

const create = async (seat: Seat, uploadIds: readonly string[], mode = 'replace'): Promise<string> => {
  const answer = await seat.client.call('POST', `${at(seat)}/imports`, { body: { uploadIds, mode } });
  expect(answer.status, answer.text).toBe(202);
  return answer.json<{ importId: string }>().importId;
};

const ended = async (seat: Seat, importId: string): Promise<ImportDetail> => {
  const deadline = Date.now() + 50_000;
  for (;;) {
    const detail = (await seat.client.call('GET', `${at(seat)}/imports/${importId}`)).json<ImportDetail>();
    if (detail.state !== 'waiting') return detail;
    if (Date.now() > deadline) throw new Error(`the import still waits: ${JSON.stringify(detail)}`);
    await sleep(100);
  }
};

const bring = async (seat: Seat, name: string, text: string, mode = 'replace'): Promise<ImportDetail> =>
  ended(seat, await create(seat, [await upload(seat, name, text)], mode));

const total = async (seat: Seat, currency?: string): Promise<string | null> => {
  const query = new URLSearchParams({
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    granularity: 'none',
    ...(currency ? { currency } : {}),
  });
  const answer = await seat.client.call('GET', `${at(seat)}/costs?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<{ total: { total: string | null } }>().total.total;
};

test('a delivery becomes charges, exactly, and its file is gone from the uploads', async () => {
  const seat = await server.asRole('administrator');
  const detail = await bring(seat, 'jan.csv', focusCsv({ period: '2026-01', rows: 10, cost: '0.1' }));
  expect(detail).toMatchObject({
    state: 'imported',
    format: 'FOCUS 1.0',
    rowsRead: 10,
    rowsImported: 10,
    rowsRejected: 0,
  });
  expect(detail.slices).toMatchObject([
    {
      provider: 'AWS',
      billingAccountId: 'acct',
      rows: 10,
      live: true,
      totals: [{ currency: 'USD', billedCost: '1' }],
    },
  ]);
  expect(await total(seat)).toBe('1');
  expect(await readdir(path.join(server.folder, 'uploads', seat.organisationId))).toEqual([]);
});

test('a billing period delivered again replaces the earlier one, and other periods, accounts and providers stay', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'a.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  await bring(seat, 'b.csv', focusCsv({ period: '2026-02', rows: 3, cost: '10' }));
  await bring(seat, 'c.csv', focusCsv({ period: '2026-01', rows: 3, cost: '100', account: 'other' }));
  await bring(seat, 'd.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1000', provider: 'Microsoft' }));
  const again = await bring(seat, 'e.csv', focusCsv({ period: '2026-01', rows: 2, cost: '7' }));
  expect(again.replaced).toMatchObject([{ provider: 'AWS', billingAccountId: 'acct', rows: 3 }]);
  expect(await total(seat)).toBe(String(2 * 7 + 30 + 300 + 3000));
});

test('append adds to a billing period instead of replacing it', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'part-1.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  const second = focusCsv({ period: '2026-01', rows: 3, cost: '2' });
  await bring(seat, 'part-2.csv', second, 'append');
  expect(await total(seat)).toBe('9');
  expect(await bring(seat, 'part-3.csv', second, 'append')).toMatchObject({ state: 'imported' });
  expect(await total(seat)).toBe('15');
});

test('the same bytes again change nothing, whatever the file is called', async () => {
  const seat = await server.asRole('administrator');
  const text = focusCsv({ period: '2026-01', rows: 3, cost: '1' });
  await bring(seat, 'one.csv', text);
  expect(await bring(seat, 'two.csv', text)).toMatchObject({ state: 'unchanged' });
  expect(await total(seat)).toBe('3');
});

test('an earlier delivery sent again after a later one comes back: content alone does not make it known', async () => {
  const seat = await server.asRole('administrator');
  const first = focusCsv({ period: '2026-01', rows: 3, cost: '1' });
  await bring(seat, 'v1.csv', first);
  await bring(seat, 'v2.csv', focusCsv({ period: '2026-01', rows: 3, cost: '2' }));
  expect(await bring(seat, 'v1-again.csv', first)).toMatchObject({ state: 'imported' });
  expect(await total(seat)).toBe('3');
});

test('a delivery that was replaced in part is imported again as a whole', async () => {
  const seat = await server.asRole('administrator');
  const two = `${focusCsv({ period: '2026-01', rows: 3, cost: '1' })}${focusLines({ period: '2026-02', rows: 3, cost: '1' }).join('\n')}\n`;
  await bring(seat, 'both.csv', two);
  await bring(seat, 'feb.csv', focusCsv({ period: '2026-02', rows: 3, cost: '5' }));
  expect(await total(seat)).toBe('18');
  expect(await bring(seat, 'both-again.csv', two)).toMatchObject({ state: 'imported' });
  expect(await total(seat)).toBe('6');
});

test('several files are one delivery: all of them or none', async () => {
  const seat = await server.asRole('administrator');
  const good = await upload(seat, 'good.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  const bad = await upload(seat, 'notes.csv', 'date,what\n2026-01-01,nothing\n');
  const failed = await ended(seat, await create(seat, [good, bad]));
  expect(failed).toMatchObject({ state: 'failed', problem: { code: 'invalid_input' } });
  expect(failed.problem?.detail).toContain('notes.csv');
  expect(await total(seat)).toBeNull();
});

test('bad rows are listed with file, row, column, value and reason; the others are kept', async () => {
  const seat = await server.asRole('administrator');
  const [one = '', two = '', three = ''] = focusLines({ period: '2026-01', rows: 3, cost: '1' });
  const text = [focusHeader, one, two.replace(/^1,/, 'abc,'), three].join('\n');
  const detail = await bring(seat, 'mixed.csv', `${text}\n`);
  expect(detail).toMatchObject({ state: 'imported', rowsRead: 3, rowsImported: 2, rowsRejected: 1 });
  expect(detail.rejects).toMatchObject([{ file: 'mixed.csv', row: 2, column: 'BilledCost', value: 'abc' }]);
  const list = await seat.client.call('GET', `${at(seat)}/imports/${detail.id}/rejects`);
  expect(list.text).toMatch(/mixed\.csv.*2.*BilledCost.*abc/s);
  expect(await total(seat)).toBe('2');
});

test('one row with texts without measure, or in no currency, leaves every answer readable', async () => {
  const seat = await server.asRole('administrator');
  const [plain = '', odd = '', other = ''] = focusLines({ period: '2026-01', rows: 3, cost: '1' });
  const long = odd.replaceAll('EC2', 's'.repeat(20_000)).replace('note 1', 'd'.repeat(100_000));
  const text = [focusHeader, plain, long, other.replace('USD', 'Dollars')].join('\n');
  const detail = await bring(seat, 'odd.csv', `${text}\n`);
  expect(detail).toMatchObject({
    rowsImported: 2,
    rejects: [{ column: 'BillingCurrency', value: 'Dollars' }],
  });
  const period = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';
  for (const path of ['overview', `costs?${period}&groupBy=ServiceName`, `costs/charges?${period}`]) {
    expect((await seat.client.call('GET', `${at(seat)}/${path}`)).status, path).toBe(200);
  }
});

test('currencies are never added together', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'usd.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  await bring(
    seat,
    'eur.csv',
    focusCsv({ period: '2026-01', rows: 2, cost: '5', currency: 'EUR', account: 'eu' }),
  );
  expect(await total(seat, 'USD')).toBe('3');
  expect(await total(seat, 'EUR')).toBe('10');
});

test('removing an import takes its charges away and says so in the audit log', async () => {
  const seat = await server.asRole('administrator');
  const { id } = await bring(seat, 'a.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  expect((await seat.client.call('DELETE', `${at(seat)}/imports/${id}`)).status).toBe(204);
  expect(await total(seat)).toBeNull();
  expect((await seat.client.call('DELETE', `${at(seat)}/imports/${id}`)).status).toBe(409);
  const { items } = (await seat.client.call('GET', `${at(seat)}/audit`)).json<{
    items: { action: string }[];
  }>();
  expect(items.map(({ action }) => action)).toContain('import.removed');
});

test('an upload belongs to its organisation and is used once', async () => {
  const [mine, theirs] = [await server.asRole('administrator'), await server.asRole('administrator')];
  const id = await upload(theirs, 'theirs.csv', focusCsv({ period: '2026-01', rows: 1, cost: '1' }));
  expect((await mine.client.call('POST', `${at(mine)}/imports`, { body: { uploadIds: [id] } })).status).toBe(
    404,
  );
  await create(theirs, [id]);
  expect(
    (await theirs.client.call('POST', `${at(theirs)}/imports`, { body: { uploadIds: [id] } })).status,
  ).toBe(404);
});

test('a file over the limit is refused with the ways around it, and nothing of it is kept', async () => {
  const seat = await server.asRole('administrator');
  const answer = await seat.client.call('POST', `${at(seat)}/uploads?fileName=big.csv`, {
    body: Buffer.alloc(2_000_001),
  });
  expect(answer.status).toBe(413);
  expect(answer.problem().fix).toContain('trimtab focus import');
  expect(await readdir(path.join(server.folder, 'uploads', seat.organisationId)).catch(() => [])).toEqual([]);
});

test('a path in a file name means nothing', async () => {
  const seat = await server.asRole('administrator');
  const id = await upload(seat, '../../../etc/passwd', focusCsv({ period: '2026-01', rows: 1, cost: '1' }));
  const detail = await ended(seat, await create(seat, [id]));
  expect(detail.files).toMatchObject([{ name: 'passwd' }]);
});

test('an analyst sees imports and cannot make or remove them', async () => {
  const owner = await server.asRole('administrator');
  await bring(owner, 'a.csv', focusCsv({ period: '2026-01', rows: 1, cost: '1' }));
  const analyst = await server.asRole('analyst', owner.organisationId);
  const { items } = (await analyst.client.call('GET', `${at(analyst)}/imports`)).json<{ items: Import[] }>();
  expect(items).toHaveLength(1);
  expect(
    (await analyst.client.call('POST', `${at(analyst)}/uploads?fileName=x.csv`, { body: Buffer.from('x') }))
      .status,
  ).toBe(403);
  expect((await analyst.client.call('DELETE', `${at(analyst)}/imports/${items[0]?.id}`)).status).toBe(403);
});

test('replaced files are swept once nobody can undo what replaced them, live ones never', async () => {
  const seat = await server.asRole('administrator');
  await bring(seat, 'v1.csv', focusCsv({ period: '2026-01', rows: 3, cost: '1' }));
  await bring(seat, 'v2.csv', focusCsv({ period: '2026-01', rows: 3, cost: '2' }));
  const charges = path.join(server.folder, 'lake', seat.organisationId, 'charges');
  expect(await readdir(charges)).toHaveLength(2);
  const sweep = server.server.composition.tasks.find(({ name }) => name === 'lake.sweep');
  await sweep?.run(new AbortController().signal);
  expect(await readdir(charges)).toHaveLength(2);
  server.clock.advance(7 * 86_400_000 - 60_000);
  await sweep?.run(new AbortController().signal);
  expect(await readdir(charges)).toHaveLength(2);
  server.clock.advance(2 * 3600_000);
  await sweep?.run(new AbortController().signal);
  expect(await readdir(charges)).toHaveLength(1);
  expect(await total(seat)).toBe('6');
});

test('uploads that nobody wants are swept after a day, the others never', async () => {
  const seat = await server.asRole('administrator');
  const folder = path.join(server.folder, 'uploads', seat.organisationId);
  const wanted = await upload(seat, 'wanted.csv', focusCsv({ period: '2026-01', rows: 1, cost: '1' }));
  const long = new Date(server.clock.now().getTime() - 3 * 86_400_000);
  await utimes(path.join(folder, wanted), long, long);
  const forgotten = path.join(folder, newId());
  const arriving = path.join(folder, newId());
  await writeFile(forgotten, 'x');
  await utimes(forgotten, long, long);
  await writeFile(arriving, 'x');
  await utimes(arriving, server.clock.now(), server.clock.now());
  const sweep = server.server.composition.tasks.find(({ name }) => name === 'lake.sweep');
  await sweep?.run(new AbortController().signal);
  expect((await readdir(folder)).toSorted()).toEqual([wanted, path.basename(arriving)].toSorted());
});

test('a watched folder imports files and subfolders once they stop growing, and puts failures aside with the reason', async () => {
  const seat = await server.asRole('administrator');
  const folder = path.join(server.folder, 'watched');
  const own = path.join(folder, seat.organisationId);
  await mkdir(path.join(own, 'delivery'), { recursive: true });
  await mkdir(path.join(folder, 'not-an-organisation'));
  await writeFile(
    path.join(own, 'delivery', 'part-1.csv'),
    focusCsv({ period: '2026-01', rows: 2, cost: '1' }),
  );
  await writeFile(
    path.join(own, 'delivery', 'part-2.csv'),
    focusCsv({ period: '2026-01', rows: 2, cost: '2' }),
  );
  await writeFile(path.join(own, 'growing.csv'), focusHeader);
  await writeFile(path.join(own, 'broken.csv'), 'nothing,known\n1,2\n');
  const { tenancy, audit, clock, log, postgres } = server.kernel;
  const queue = await openQueue({ connectionString: postgres.runtimeUrl, worker: false, log, clock, newId });
  const look = (): Promise<void> =>
    lookAtWatchFolder(
      { folder, tenancy, audit, queue, clock, newId, log, organisationExists: async () => true },
      seen,
    );
  const seen = new Map<string, string>();
  try {
    await look();
    await writeFile(path.join(own, 'growing.csv'), `${focusHeader}\n`);
    await utimes(path.join(own, 'growing.csv'), new Date(), new Date(Date.now() + 1000));
    await look();
    expect(await readdir(own)).toContain('growing.csv');
    expect(await readdir(own)).not.toContain('broken.csv');
    const { items } = (await seat.client.call('GET', `${at(seat)}/imports`)).json<{ items: Import[] }>();
    expect(items).toHaveLength(2);
    for (const { id } of items) await ended(seat, id);
    await look();
  } finally {
    await queue.stop();
  }
  expect(await total(seat)).toBe('6');
  const [failed = ''] = await readdir(path.join(own, '.failed'));
  expect(await readFile(path.join(own, '.failed', failed, 'reason.txt'), 'utf8')).toContain('broken.csv');
  const [imported = ''] = await readdir(path.join(own, '.imported'));
  expect((await stat(path.join(own, '.imported', imported, 'delivery'))).isDirectory()).toBe(true);
});
