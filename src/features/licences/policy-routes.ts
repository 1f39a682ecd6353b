import { type Policy, policySchema } from '../../engines/licences/policy.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import { checkJson } from '../../shared/check-json.ts';
import * as contract from '../../shared/licences/contract.ts';
import { type Clock, formatInstant } from '../../shared/time.ts';
import { judgeAllAgain } from './judge/judge-job.ts';
import { findPolicy, savePolicy } from './policy-repo.ts';
import { namesOf } from './prices/price-repo.ts';

export interface PolicyRoutesOptions {
  readonly queue: Pick<Queue, 'enqueue'>;
  readonly clock: Clock;
}

/** What the audit log keeps of a policy: thresholds and numbers. Whom it names are persons. */
const auditedPolicy = ({ parameters, exclude, protect, freeSkus }: Policy) => ({
  parameters,
  excludedUsers: exclude.users.length,
  excludedGroups: exclude.groups.length,
  excludedSkus: exclude.skus.slice(0, 100),
  protectedUsers: protect.users.length,
  freeSkus: freeSkus.length,
});

/** The thresholds, exclusions and protected accounts of an organisation. A change judges anew at once. */
export const policyRoutes = ({ queue, clock }: PolicyRoutesOptions): Route[] => [
  organisationRoute(contract.getPolicy, (context) =>
    context.read(async (tx) => {
      const row = await findPolicy(tx);
      const people = await namesOf(tx, [row?.changedBy ?? null]);
      return {
        policy: row?.policy ?? {},
        effective: policySchema.parse(row?.policy ?? {}),
        changedAt: row ? formatInstant(row.changedAt) : null,
        changedBy: (row?.changedBy && people.get(row.changedBy)) ?? null,
      };
    }),
  ),

  organisationRoute(contract.setPolicy, (context, { body }) => {
    const fix = 'The names of a policy are in docs/licences.md.';
    const effective = checkJson('policy', '$', policySchema, body.policy, fix);
    return context.change(async (change) => {
      const { tx } = change;
      const { organisationId, personId } = context;
      const before = await findPolicy(tx);
      await savePolicy(tx, {
        organisationId,
        policy: body.policy,
        changedAt: clock.now(),
        changedBy: personId ?? null,
      });
      const wanted = { organisationId, createdBy: personId ?? null };
      const runIds = await judgeAllAgain(queue, change, wanted);
      await change.audit({
        action: 'licence-policy.set',
        before: auditedPolicy(policySchema.parse(before?.policy ?? {})),
        after: auditedPolicy(effective),
      });
      return { effective, runIds };
    });
  }),
];
