import type { Catalogue } from '../../engines/licences/catalogue/catalogue.ts';
import {
  connectSample,
  landAnswers,
  latestCompleteSync,
  readSample,
} from '../../features/connections/feature.ts';
import {
  enqueueMix,
  giveSampleBasis,
  judgeSync,
  type LicenceThreads,
} from '../../features/licences/feature.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { RunContext } from '../../platform/jobs/worker.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { sampleAnswers } from './sample-answers.ts';
import { contractPrices } from './sample-prices.ts';
import { type SampleTenant, sampleTenantAt } from './sample-tenant.ts';

export interface LoadDependencies {
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly catalogue: Catalogue;
  readonly threads: LicenceThreads;
  readonly tenant: Pick<SampleTenant, 'tenantId' | 'clientId'>;
}

/** What people read as the name of the sample's connection. */
const sampleName = 'Microsoft 365 (sample)';

const dayMs = 86_400_000;
const dayText = (at: Date | number): string => new Date(at).toISOString().slice(0, 10);
/** Months of the past that trends reach back to, this one left out; and weeks, which show how findings move. */
const pastMonths = 23;
const pastWeeks = 4;

/** The ends of the past months and the last weeks before a day, oldest first. */
export const pastDaysOf = (today: string): readonly string[] => {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const monthEnds = Array.from({ length: pastMonths }, (_, back) =>
    dayText(Date.UTC(year, month - 1 - back, 0)),
  );
  const weeks = Array.from({ length: pastWeeks }, (_, back) =>
    dayText(Date.parse(today) - (back + 1) * 7 * dayMs),
  );
  return [...new Set([...monthEnds, ...weeks])].sort();
};

/** Whom the company's rules leave alone: accounts for emergencies and services, and people on long leave. */
const policyOf = (today: string): Readonly<Record<string, unknown>> => {
  const { exclude, protect } = sampleTenantAt(today, today).policy;
  return { exclude, protect };
};

/** Share of the sample's work that is done before the tenant's past is. */
const doneBefore = 0.4;

/**
 * Connects the sample's tenant, judges its past as if it had been synced then, and starts reading its present through the emulator.
 * Tried again, it begins with the first day that was not judged yet.
 */
export const loadSampleTenant = async (
  deps: LoadDependencies,
  run: RunContext<unknown>,
): Promise<{ connectionId: string; runId: string }> => {
  const { organisationId, createdBy, signal } = run;
  const { tenantId, clientId } = deps.tenant;
  const named = { organisationId, createdBy, name: sampleName, tenantId, clientId };
  const { connectionId } = await run.change((change) => connectSample(deps, change, named));
  const today = dayText(deps.clock.now());
  const basis = { organisationId, createdBy, policy: policyOf(today), prices: contractPrices() };
  await run.change((change) => giveSampleBasis(deps, change, basis));
  const seen = await run.read((tx) => latestCompleteSync(tx, connectionId));
  const days = pastDaysOf(today).filter((day) => seen === undefined || day > seen.asOf);
  for (const [index, asOf] of days.entries()) {
    signal.throwIfAborted();
    const report = (fraction: number): void =>
      run.progress(
        doneBefore + ((1 - doneBefore) * (index + fraction)) / days.length,
        `The tenant on ${asOf}`,
      );
    report(0);
    const sources = sampleAnswers(asOf, today);
    const syncId = await run.change((change) =>
      landAnswers(deps, change, { organisationId, connectionId, asOf, sources }),
    );
    // What happened then has the time of then.
    const clock: Clock = { now: () => new Date(`${asOf}T03:05:00Z`) };
    await judgeSync(
      { ...deps, clock, onJudged: async () => undefined },
      {
        ...{ organisationId, connectionId, syncId, signal, onProgress: report },
        read: (work) => run.read(work),
        change: (work) => run.change(work),
      },
    );
  }
  const runId = await run.change(async (change) => {
    if (seen === undefined)
      await enqueueMix(deps.queue, change.tx, { organisationId, connectionId, policy: {}, createdBy });
    return readSample(deps, change, { connectionId, createdBy });
  });
  return { connectionId, runId };
};
