import type { Route } from '../../platform/http/route.ts';
import type { JobKind, ScheduledTask } from '../../platform/jobs/worker.ts';
import type { FinishDependencies } from './finish-consent.ts';
import { type ScheduleDependencies, scheduleTask, syncJobKind } from './jobs.ts';
import type { PerformDependencies } from './perform-sync.ts';
import { connectionRoutes } from './routes.ts';

export { type ConnectionBrief, latestCompleteSync, listConnectionsBrief, listSyncSources } from './brief.ts';
export { finishSync, type OnSynced, resumeJudging, type Synced } from './conclude-reading.ts';
export { type GivenSource, landAnswers } from './land-answers.ts';
export { type LandedPage, type LandedWhere, readLandedSource } from './landed.ts';
export {
  createRegistrations,
  entraCredential,
  type Gateway,
  type InstallationRegistration,
  type SampleService,
} from './registrations.ts';
export { revokeAllConnections } from './revoke-all.ts';
export { connectSample, readSample, type SampleConnection } from './sample-connection.ts';
export { findSync } from './sync-repo.ts';

export interface ConnectionsOptions extends FinishDependencies, PerformDependencies, ScheduleDependencies {}

export interface ConnectionsFeature {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
}

/** Tenants that are connected: consent, syncs, revocation; and what was landed of them. */
export const createConnectionsFeature = (options: ConnectionsOptions): ConnectionsFeature => ({
  routes: connectionRoutes(options),
  jobs: [syncJobKind(options) as JobKind],
  tasks: [scheduleTask(options)],
});
