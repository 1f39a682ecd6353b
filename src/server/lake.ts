import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type ChargeFiles, createExplorerFeature } from '../features/explorer/feature.ts';
import {
  createImportStorage,
  createImportsFeature,
  findGeneration,
  type ImportStorage,
  listLiveFiles,
  listLiveReports,
} from '../features/imports/feature.ts';
import { createOverviewFeature } from '../features/overview/feature.ts';
import { createSampleFeature, type SampleOptions } from '../features/sample/feature.ts';
import { createViewsFeature } from '../features/views/feature.ts';
import type { Route } from '../platform/http/route.ts';
import type { Queue } from '../platform/jobs/queue.ts';
import type { JobKind, ScheduledTask } from '../platform/jobs/worker.ts';
import { openDuckDb } from '../platform/lake/duckdb.ts';
import { newId } from '../shared/ids.ts';
import { createEngine, sweepFolder } from './import-engine.ts';
import type { Kernel } from './kernel.ts';

export interface LakeComposition {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
  close(): void;
}

/** The features that stand on the cost lake: imports, explorer, overview, saved views, sample. */
export const composeLake = async (
  options: { kernel: Kernel; queue: Queue } & Pick<
    SampleOptions,
    'membershipsOf' | 'createOwned' | 'loadTenant'
  >,
): Promise<LakeComposition> => {
  const { kernel, queue } = options;
  const { config, tenancy, audit, clock, log } = kernel;
  const storage = createImportStorage(config.dataDir, config.maxUploadBytes);
  const lakeFolder = join(config.dataDir, 'lake');
  const tempFolder = join(config.dataDir, 'lake-temp');
  await Promise.all(
    [lakeFolder, tempFolder].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })),
  );
  const threads = config.lakeThreads ?? availableParallelism();
  // Questions and imports share the memory that the settings give to DuckDB.
  const memoryLimitMib = Math.floor(config.lakeMemoryMb / 2);
  const duckDb = await openDuckDb({ memoryLimitMib, threads, tempFolder, allowedFolders: [lakeFolder] });
  const engine = createEngine({ memoryLimitMib, threads, clock, log });
  const imports = createImportsFeature({ engine, storage, clock, newId, queue, tenancy, sweepFolder });
  const sample = createSampleFeature({ ...options, tenancy, audit, storage, clock, newId });
  const explorer = createExplorerFeature({ duckDb, chargeFiles: chargeFilesOf(storage), clock });
  const overview = createOverviewFeature({ desk: explorer.desk, reports: { live: listLiveReports }, clock });
  const views = createViewsFeature({ clock, newId });
  return {
    routes: [...imports.routes, ...sample.routes, ...explorer.routes, ...overview.routes, ...views.routes],
    jobs: [...imports.jobs, ...sample.jobs],
    tasks: [...imports.tasks],
    close: () => duckDb.close(),
  };
};

/** The manifest as the explorer reads it. */
const chargeFilesOf = (storage: ImportStorage): ChargeFiles => ({
  live: async (tx, organisationId) => {
    const generation = await findGeneration(tx);
    const rows = await listLiveFiles(tx);
    const files = rows.flatMap((row) => {
      const { minChargePeriodStart, maxChargePeriodStart, maxChargePeriodEnd } = row;
      if (!minChargePeriodStart || !maxChargePeriodStart) return [];
      return [
        {
          path: join(storage.lakeFolder(organisationId), row.path),
          rows: Number(row.rows),
          providerName: row.provider,
          currencies: row.totals.map(({ currency }) => currency),
          minChargePeriodStart,
          maxChargePeriodStart,
          maxChargePeriodEnd: maxChargePeriodEnd ?? maxChargePeriodStart,
          importedAt: row.createdAt,
        },
      ];
    });
    return { generation, files };
  },
});
