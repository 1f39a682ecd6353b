/**
 * A tenant's reading against the floor that Microsoft's limits set: `node bench/sync.ts [users] [latency in ms]`. The
 * program, with its embedded database, reads an emulated tenant over TLS: every source, the mailbox of every user
 * with one included. The floor comes from the same run: pages of users follow each other, each takes the latency; and
 * an application may use 8,000 resource units of a tenant in ten seconds. Fails above 1.2 times the floor.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTenant } from '../src/emulators/microsoft/tenant/tenant.ts';
import type { Sync } from '../src/shared/connections/contract.ts';
import type { Run } from '../src/shared/runs/contract.ts';
import { createClient } from '../test/support/client.ts';
import { asOf, type Microsoft, startMicrosoft } from '../test/support/microsoft.ts';
import { connectApplication, connectionOf } from '../test/support/microsoft-connection.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import type { Seat } from '../test/support/test-server.ts';
import { waitFor } from '../test/support/wait-for.ts';

const users = Number(process.argv[2] ?? 100_000);
const latencyMs = Number(process.argv[3] ?? 100);
/** Microsoft Graph, identity and access limits: resource units of a large tenant in ten seconds. */
const [unitsPerWindow, windowMs] = [8000, 10_000];
const goal = 1.2;
const publicUrl = 'http://trimtab.test';

const hundredThousand = generateTenant({ seed: 1, users, asOf });

const setUp = async (microsoft: Microsoft, folder: string) => {
  const program = await startServerProcess(join(folder, 'data'), {
    ...microsoft.env,
    TRIMTAB_URL: publicUrl,
    TRIMTAB_HOST: '127.0.0.1',
  });
  const output = await waitFor(
    async () => program.output(),
    (text) => text.includes('/set-up?token='),
  );
  const port = /127\.0\.0\.1:(\d+)/.exec(output)?.[1];
  const url = port ? `http://127.0.0.1:${port}` : program.url;
  const client = createClient(() => url);
  const token = /set-up\?token=(\S+)/.exec(output)?.[1];
  const owner = { name: 'Bench', email: 'bench@example.test', password: 'a stopwatch in the hand' };
  const organisation = { organisationName: 'Bench', organisationKind: 'customer' };
  const made = await client.call('POST', '/set-up', { body: { token, ...owner, ...organisation } });
  const { organisationId } = made.json<{ organisationId: string }>();
  return { program, seat: { client, organisationId } as Seat };
};

/** The time that no client can be faster than, in milliseconds. */
const floorOf = (
  microsoft: Microsoft,
  pages: number,
): { chainMs: number; unitsMs: number; units: number } => {
  const routes = Object.entries(microsoft.emulator.stats.requestsByRoute);
  const counted = routes.filter(([route]) => !route.includes('batch') && !route.includes('report'));
  const units = counted.reduce((sum, [, times]) => sum + times, 0);
  const windows = Math.ceil(units / unitsPerWindow);
  return { chainMs: pages * latencyMs, unitsMs: (windows - 1) * windowMs + latencyMs, units };
};

const readingMs = async (seat: Seat, sync: Sync): Promise<number> => {
  const at = `/organisations/${seat.organisationId}/runs/${sync.runId}`;
  const { run } = (await seat.client.call('GET', at)).json<{ run: Run }>();
  return Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt ?? '');
};

const measure = async (folder: string): Promise<void> => {
  const microsoft = await startMicrosoft({ tenants: [hundredThousand], latencyMs });
  const { program, seat } = await setUp(microsoft, folder);
  try {
    const { connectionId } = await connectApplication(microsoft, seat);
    const { lastSync } = await waitFor(
      () => connectionOf(seat, connectionId),
      (connection) => connection.lastSync !== null && connection.lastSync.state !== 'reading',
      1_200_000,
    );
    if (!lastSync) throw new Error('there is no sync');
    const ms = await waitFor(() => readingMs(seat, lastSync), Number.isFinite);
    report(microsoft, lastSync, ms);
  } finally {
    await program.stop();
    await microsoft.close();
  }
};

const report = (microsoft: Microsoft, sync: Sync, ms: number): void => {
  const of = (name: string) => sync.sources.find((source) => source.name === name);
  const floor = floorOf(microsoft, of('users')?.pages ?? 0);
  const floorMs = Math.max(floor.chainMs, floor.unitsMs);
  const incomplete = sync.sources.filter(({ state }) => state !== 'complete').map(({ name }) => name);
  const seconds = (value: number) => (value / 1000).toFixed(1);
  console.log(
    `users ${of('users')?.items}, mailboxes ${of('mailboxSettings')?.items}, latency ${latencyMs} ms`,
  );
  console.log(`requests ${sync.traffic.requests}, throttled ${sync.traffic.throttled}, units ${floor.units}`);
  console.log(
    `floor: chain of pages ${seconds(floor.chainMs)} s, resource units ${seconds(floor.unitsMs)} s`,
  );
  console.log(`reading ${seconds(ms)} s, ratio ${(ms / floorMs).toFixed(2)} (goal ${goal})`);
  console.log(
    `incomplete: ${incomplete.join(', ') || 'nothing'}; early retries ${microsoft.emulator.stats.earlyRetries}`,
  );
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
  if (ms / floorMs > goal || incomplete.length > 0) process.exitCode = 1;
};

const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
try {
  await measure(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
