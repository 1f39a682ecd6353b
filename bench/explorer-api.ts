/**
 * The explorer's API under load, through the real server with PostgreSQL, admission and audit:
 * `node bench/explorer-api.ts [rows] [clients] [requests] [folder]`. Every question differs from the others, so
 * that none is answered from memory; a second round asks the same ones again.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import type { ChargeFile } from '../src/features/explorer/feature.ts';
import { createImportStorage } from '../src/features/imports/feature.ts';
import { loadConfig } from '../src/platform/config/load-config.ts';
import { openDuckDb } from '../src/platform/lake/duckdb.ts';
import { createLog } from '../src/platform/log/log.ts';
import { openKernel } from '../src/server/kernel.ts';
import { startServer } from '../src/server/server.ts';
import { newId } from '../src/shared/ids.ts';
import { createFactory } from '../test/support/factory.ts';
import { makeLake, monthAt } from './explorer-lake.ts';

const rows = Number(process.argv[2] ?? 10_000_000);
const clients = Number(process.argv[3] ?? 8);
const requests = Number(process.argv[4] ?? 400);
const lakeFolder = process.argv[5] ?? join(tmpdir(), 'trimtab-bench-lake');

/** What people ask, in turns: the month, the year, a tag, a filter, movers, a picker, resources. */
const pathOf = (number: number): string => {
  // Another limit makes another question without making another amount of work.
  const limit = 10 + Math.floor(number / 8);
  const month = monthAt(11 - (number % 3)).toISOString();
  const next = monthAt(12 - (number % 3)).toISOString();
  const period = { from: month, to: next };
  const year = { from: monthAt(0).toISOString(), to: monthAt(13).toISOString(), granularity: 'month' };
  const filter = JSON.stringify({
    dimension: 'ServiceName',
    op: 'include',
    values: ['Service 3', 'Service 7'],
  });
  const asked: readonly [string, Record<string, string>][] = [
    ['', { ...period, groupBy: 'ServiceName' }],
    ['', { ...year, groupBy: 'ServiceName' }],
    ['', { ...period, groupBy: 'tag:team' }],
    ['', { ...period, groupBy: 'SubAccountName', filter }],
    ['', { ...period, groupBy: 'RegionId', compare: 'true', granularity: 'none' }],
    ['/movers', { ...period, dimension: 'ServiceName' }],
    ['/values', { ...period, dimension: 'SubAccountName', search: '1' }],
    ['/resources', { ...period, filter }],
  ];
  const [path, query] = asked[number % asked.length] ?? ['', period];
  return `/costs${path}?${new URLSearchParams({ ...query, limit: String(limit) })}`;
};

/** Tells the manifest about files, as an import would have. */
const publish = async (
  owner: pg.Pool,
  organisationId: string,
  files: readonly ChargeFile[],
): Promise<void> => {
  const [importId, sliceId, now] = [newId(), newId(), new Date()];
  await owner.query(
    `insert into import (id, organisation_id, origin, mode, state, files, sources, created_at, finished_at)
    values ($1, $2, 'command', 'replace', 'imported', '[]', '[]', $3, $3)`,
    [importId, organisationId, now],
  );
  await owner.query(
    `insert into lake_slice (id, organisation_id, import_id, provider, billing_account_id, billing_period_start, rows, totals, created_at)
    values ($1, $2, $3, 'all', 'all', $4, $5, '[{"currency":"USD"}]', $4)`,
    [sliceId, organisationId, importId, now, rows],
  );
  for (const file of files) {
    await owner.query(
      `insert into lake_file (id, organisation_id, slice_id, path, rows, bytes, sha256, min_charge_period_start, max_charge_period_start, max_charge_period_end)
      values ($1, $2, $3, $4, $5, 0, repeat('0', 64), $6, $7, $8)`,
      [
        newId(),
        organisationId,
        sliceId,
        basename(file.path),
        file.rows,
        file.minChargePeriodStart,
        file.maxChargePeriodStart,
        file.maxChargePeriodEnd,
      ],
    );
  }
  await owner.query('insert into lake_head (organisation_id, generation, changed_at) values ($1, 1, $2)', [
    organisationId,
    now,
  ]);
};

/** Autocannon counts latencies in fixed percentiles, of which 95 is none. */
const percentiles = [50, 90, 95, 99, 100] as const;

const percentileOf = (sorted: readonly number[], percentile: number): number =>
  sorted[Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1)] ?? Number.NaN;

const measure = async (name: string, url: string, token: string, at: string): Promise<void> => {
  const questions = Array.from({ length: requests }, (_, number) => ({
    path: `${at}${pathOf(number)}`,
    headers: { authorization: `Bearer ${token}` },
  }));
  const latenciesMs: number[] = [];
  let joined = 0;
  const { non2xx, errors } = await autocannon({
    url,
    connections: clients,
    amount: requests,
    timeout: 120,
    setupClient: (client) => {
      const own = joined;
      joined += 1;
      // Left to themselves, all clients would ask the same questions in the same order.
      client.setRequests(questions.filter((_, number) => number % clients === own));
      client.on('response', (_status, _bytes, responseTimeMs) => latenciesMs.push(responseTimeMs));
    },
  });
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const figures = percentiles.map((each) => percentileOf(sorted, each).toFixed(0).padStart(7));
  console.log(name.padEnd(22), ...figures, String(non2xx + errors).padStart(8));
};

const duckDb = await openDuckDb({
  memoryLimitMib: 4096,
  threads: availableParallelism(),
  tempFolder: join(lakeFolder, 'spill'),
  allowedFolders: [lakeFolder],
});
const files = await makeLake(duckDb, lakeFolder, rows);
duckDb.close();

const dataDir = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
const config = loadConfig({ env: { TRIMTAB_DATA: dataDir, TRIMTAB_PORT: '0' }, cwd: dataDir });
const log = createLog({ level: 'error', format: 'json' });
const kernel = await openKernel({ config, log, as: 'own', migrate: true });
const owner = new pg.Pool({ connectionString: kernel.postgres.ownerUrl, max: 2 });
try {
  const factory = createFactory(owner, { logN: 10, r: 8, p: 1 });
  const { id: organisationId } = await factory.organisation({
    name: `Bench ${randomBytes(3).toString('hex')}`,
  });
  const { token } = await factory.apiKey({ organisationId, scopes: ['cost.read'] });
  const own = createImportStorage(dataDir, 0).lakeFolder(organisationId);
  await mkdir(own, { recursive: true });
  for (const file of files) await link(file.path, join(own, basename(file.path)));
  await publish(owner, organisationId, files);
  const server = await startServer({ kernel, services: ['web'] });
  const [cpu] = cpus();
  console.log(
    `${rows.toLocaleString('en')} rows, ${clients} clients, ${requests} requests · ${availableParallelism()} × ${cpu?.model ?? 'CPU'} · Node ${process.version}\n`,
  );
  console.log(
    'latency in ms'.padEnd(22),
    ...percentiles.map((each) => (each === 100 ? 'max' : `p${each}`).padStart(7)),
    '  failed',
  );
  const at = `/api/v1/organisations/${organisationId}`;
  await measure('every question new', server.url ?? '', token, at);
  await measure('the same ones again', server.url ?? '', token, at);
  await server.stop();
} finally {
  await owner.end();
  await kernel.close();
  await rm(dataDir, { recursive: true, force: true });
}
