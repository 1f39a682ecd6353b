import type { Route } from '../../platform/http/route.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { JobKind, ScheduledTask } from '../../platform/jobs/worker.ts';
import { importJobKind, type SweepDependencies, sweepTask } from './jobs.ts';
import { importRoutes } from './routes.ts';

export { acceptDelivery } from './create-import.ts';
export { listLiveReports } from './import-repo.ts';
export { findGeneration, listLiveFiles } from './manifest-repo.ts';
export type { ImportEngine, WrittenDelivery } from './perform-import.ts';
export { createImportStorage, type ImportStorage } from './storage.ts';

export interface ImportsOptions extends SweepDependencies {
  readonly queue: Queue;
}

export interface ImportsFeature {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
}

/** Cost exports on their way into the lake, and the manifest of what is live there. */
export const createImportsFeature = (options: ImportsOptions): ImportsFeature => ({
  routes: importRoutes(options),
  jobs: [importJobKind(options) as JobKind],
  tasks: [sweepTask(options)],
});

export { lookAtWatchFolder, type WatchDependencies } from './watch-folder.ts';
