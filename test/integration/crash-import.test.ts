import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  killPostgres,
  runTrimtab,
  type ServerProcess,
  startServerProcess,
} from '../support/server-process.ts';

/**
 * The promise: kill -9 of the program or of PostgreSQL at any moment of an import; after a restart nothing
 * acknowledged is lost, nothing is half visible, nothing is there twice.
 */

const kills = 20;
/** Other moments at every run; a failure names it, and TRIMTAB_CRASH_SEED repeats it. */
const seed = Number(process.env.TRIMTAB_CRASH_SEED ?? Date.now() % 1_000_000);
const rowsPerDelivery = 4000;
const periods = ['2026-01', '2026-02', '2026-03'];

const header =
  'BilledCost,EffectiveCost,ListCost,ContractedCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,PublisherName,InvoiceIssuerName,ServiceName,ServiceCategory,ResourceId,ChargeDescription';

/** A delivery of one period in which every row costs `version` thousandths: its sum says which version is live. */
const delivery = (period: string, version: number): string => {
  const start = `${period}-01T00:00:00Z`;
  const end = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 1)).toISOString();
  const cost = (version / 1000).toFixed(3);
  const line = (row: number): string => {
    const day = String(1 + (row % 28)).padStart(2, '0');
    const charge = `${period}-${day}T00:00:00Z,${period}-${day}T01:00:00Z`;
    return `${cost},${cost},${cost},${cost},acct,USD,${start},${end},${charge},Usage,AWS,AWS,AWS,EC2,Compute,res-${row % 97},note ${row}`;
  };
  return `${[header, ...Array.from({ length: rowsPerDelivery }, (_, row) => line(row))].join('\n')}\n`;
};

let folder: string;
let server: ServerProcess;
let cookie = '';
let organisationId = '';

const call = async (method: string, at: string, body?: unknown, raw = false): Promise<Response> =>
  fetch(`${server.url}/api/v1${at}`, {
    method,
    headers: {
      cookie,
      ...(body === undefined
        ? {}
        : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body === undefined ? {} : { body: raw ? String(body) : JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });

const json = async <T>(answer: Response): Promise<T> => {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
  return JSON.parse(text) as T;
};

const signIn = async (): Promise<void> => {
  const answer = await call('POST', '/session', {
    email: 'ada@example.com',
    password: 'correct horse battery',
  });
  expect(answer.status).toBe(201);
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-crash-'));
  const args = [
    'user',
    '--email',
    'ada@example.com',
    '--name',
    'Ada',
    '--organisation',
    'Halcyon',
    '--password-stdin',
    '--json',
  ];
  const made = await runTrimtab(folder, args, 'correct horse battery\n');
  expect(made.code, made.stderr).toBe(0);
  organisationId = (JSON.parse(made.stdout) as { organisationId: string }).organisationId;
  server = await startServerProcess(folder);
  await signIn();
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** The live sum of each period, in thousandths per row; anything but a whole version would be half of one. */
const liveVersions = async (): Promise<Record<string, number>> => {
  const query = new URLSearchParams({
    from: '2026-01-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    granularity: 'month',
    cost: 'billed',
  });
  const answer = await json<{ buckets: { from: string }[]; total: { points: (string | null)[] } }>(
    await call('GET', `/organisations/${organisationId}/costs?${query}`),
  );
  return Object.fromEntries(
    answer.buckets.map(({ from }, index) => [
      from.slice(0, 7),
      (Number(answer.total.points[index] ?? 0) * 1000) / rowsPerDelivery,
    ]),
  );
};

/** Sends a delivery; its version counts as acknowledged once the 202 is here. */
const send = async (period: string, version: number): Promise<boolean> => {
  try {
    const at = `/organisations/${organisationId}`;
    const name = `${period}-v${version}.csv`;
    const upload = await json<{ id: string }>(
      await call('POST', `${at}/uploads?fileName=${name}`, delivery(period, version), true),
    );
    await json(await call('POST', `${at}/imports`, { uploadIds: [upload.id] }));
    return true;
  } catch {
    return false;
  }
};

const settled = async (): Promise<void> => {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { items } = await json<{ items: { state: string }[] }>(
      await call('GET', `/organisations/${organisationId}/imports?state=waiting&limit=500`),
    );
    if (items.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`imports still wait: ${JSON.stringify(items)}\n${server.output().slice(-4000)}`);
    await sleep(200);
  }
};

/** Right after a kill a request may meet a connection that was cut; the program has to answer soon. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const { exitCode, signalCode } = server.process;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`the program ended: ${server.output().slice(-4000)}`);
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
};

const isUp = async (): Promise<void> => {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`${server.url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`not ready again: ${server.output().slice(-3000)}`);
};

test(
  `${kills} kills at random moments lose nothing acknowledged and show nothing half (seed ${seed})`,
  async () => {
    const moments = fc.sample(
      fc.record({
        period: fc.constantFrom(...periods),
        delayMs: fc.integer({ min: 0, max: 2500 }),
        program: fc.boolean(),
      }),
      { seed, numRuns: kills },
    );
    const sent = new Map<string, number[]>(periods.map((period) => [period, [0]]));
    const acknowledged = new Map<string, number>();
    for (const [index, { period, delayMs, program }] of moments.entries()) {
      const version = index + 1;
      sent.get(period)?.push(version);
      const kill = sleep(delayMs).then(async () => {
        if (program) await server.kill();
        else await killPostgres(folder);
      });
      const accepted = await send(period, version);
      if (accepted) acknowledged.set(period, version);
      await kill;
      if (program) server = await startServerProcess(folder);
      await isUp();
      for (const [of, live] of Object.entries(await patiently(liveVersions)))
        expect(sent.get(of), `${of} shows a whole delivery`).toContain(live);
    }
    await settled();
    const live = await liveVersions();
    for (const [period, version] of acknowledged) {
      expect(
        live[period],
        `${period}: the last acknowledged delivery, or a later one`,
      ).toBeGreaterThanOrEqual(version);
    }
    const { items } = await json<{ items: { state: string; files: { name: string }[] }[] }>(
      await call('GET', `/organisations/${organisationId}/imports?limit=500`),
    );
    expect(items.filter(({ state }) => state === 'failed' || state === 'cancelled')).toEqual([]);
    await server.stop();
    const verified = await runTrimtab(folder, ['audit', 'verify', '--json']);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    server = await startServerProcess(folder);
  },
  15 * 60_000,
);
