import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import { type Mix, planMix } from '../../../engines/licences/mix/mix.ts';
import { mixPolicySchema } from '../../../engines/licences/mix/mix-policy.ts';
import { createHighs } from '../../../platform/solver/highs.ts';
import type { LinearSolver } from '../../../shared/solver.ts';
import { storableJson } from '../../../shared/storable-text.ts';
import { basisOf } from '../judge/basis.ts';
import type { LicenceCalls, PlannedMix } from './calls.ts';
import type { Facts } from './judging.ts';

export interface PlanningOptions {
  readonly catalogue: Catalogue;
  /** Told before each search and after it; the search itself leaves no time to tell anything. */
  readonly onSolving: (isBusy: boolean) => void;
}

const pack = promisify(gzip);

const packAssignments = (mix: Mix): Promise<Buffer> => {
  const rows = [...mix.assignments()].map(({ userId, label, from, to, kept }) => ({
    id: userId,
    principalName: label,
    from: [...from, ...kept],
    to: [...to, ...kept],
  }));
  return pack(storableJson(rows));
};

const watched = (
  solver: LinearSolver,
  solveLimitSeconds: number,
  onSolving: PlanningOptions['onSolving'],
): LinearSolver => ({
  solve: async (programme, options = {}) => {
    const timeLimitSeconds = Math.min(options.timeLimitSeconds ?? solveLimitSeconds, solveLimitSeconds);
    onSolving(true);
    const solution = await solver.solve(programme, { ...options, timeLimitSeconds });
    onSolving(false);
    return solution;
  },
});

/** Looks for the cheapest mix of a tenant that was read. */
export const planTenantMix = async (
  { catalogue, onSolving }: PlanningOptions,
  { sync, read }: Facts,
  { basis, policy, solveLimitSeconds }: Parameters<LicenceCalls['mix']>[0],
): Promise<PlannedMix> => {
  const mix = await planMix({
    ...{ asOf: sync.asOf, tenant: read.tenant, reports: read.reports, catalogue },
    ...basisOf(basis),
    mixPolicy: mixPolicySchema.parse(policy),
    // Its memory is given back with it.
    solver: watched(await createHighs(), solveLimitSeconds, onSolving),
  });
  const { users, currency, monthlySaving, isProven, classes } = mix.result;
  return {
    summary: { users, currency, monthlySaving, isProven, classes: classes.length },
    result: Buffer.from(storableJson(mix.result)),
    assignments: await packAssignments(mix),
  };
};
