import type { Catalogue } from '../../engines/licences/catalogue/catalogue.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { JobKind, ScheduledTask } from '../../platform/jobs/worker.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { OnSynced } from '../connections/feature.ts';
import { enqueueJudging, judgeJobKind } from './judge/judge-job.ts';
import type { JudgeDependencies } from './judge/judge-sync.ts';
import { mixJobKind, refreshMix } from './mix/mix-job.ts';
import { mixRoutes } from './mix/mix-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { priceRoutes } from './prices/price-routes.ts';
import { readRoutes } from './read-routes.ts';
import { retentionTasks } from './retention.ts';
import { type LicenceThreads, openLicenceThreads } from './thread/open-threads.ts';
import { triageRoute } from './triage.ts';

export { judgeSync } from './judge/judge-sync.ts';
export { enqueueMix } from './mix/mix-job.ts';
export { giveSampleBasis } from './sample-basis.ts';
export type { LicenceThreads } from './thread/open-threads.ts';

export interface LicencesOptions {
  readonly tenancy: Tenancy;
  readonly queue: Queue;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Memory that one job over a tenant may take, in MiB. */
  readonly memoryLimitMib: number;
}

export interface LicencesFeature {
  readonly routes: readonly Route[];
  readonly jobs: readonly JobKind[];
  readonly tasks: readonly ScheduledTask[];
  /** Has what a sync read judged; returns the id of the run. */
  readonly onSynced: OnSynced;
  /** Where tenants are judged and planned. */
  readonly threads: LicenceThreads;
}

/** What connected tenants hold, use and pay; what was found, and what people decided about it. */
export const createLicencesFeature = (options: LicencesOptions): LicencesFeature => {
  const { queue, memoryLimitMib } = options;
  const threads = openLicenceThreads({ memoryLimitMib });
  const judge: JudgeDependencies = {
    ...options,
    threads,
    onJudged: ({ tx }, judged) => refreshMix(queue, tx, judged),
  };
  return {
    routes: [
      ...readRoutes(options),
      ...priceRoutes(options),
      ...policyRoutes(options),
      triageRoute(options),
      ...mixRoutes(options),
    ],
    jobs: [judgeJobKind(judge) as JobKind, mixJobKind({ ...options, threads }) as JobKind],
    tasks: retentionTasks(options),
    onSynced: (tx, { organisationId, createdBy, connectionId, syncId }) =>
      enqueueJudging(queue, tx, { organisationId, createdBy }, { connectionId, syncId }),
    threads,
  };
};
