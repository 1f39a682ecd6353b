import type { AuditResult } from '../../../shared/licences/audit-result.ts';
import { type AuditInput, openAudit } from '../audit.ts';
import type { User } from '../tenant/tenant.ts';
import type { UsageTotals } from '../workloads/usage-totals.ts';
import { createWorkloadLicences } from '../workloads/workload-licences.ts';
import { createWorkloadCounter, type TenantWorkload } from '../workloads/workload-usage.ts';
import { createSkuCounter, type SkuDescription } from './describe-skus.ts';
import { createUserDescriber, type UserDescription } from './describe-user.ts';

export interface TenantDescriptionInput extends AuditInput {
  /** Reports added up, by name. */
  readonly usage: ReadonlyMap<string, UsageTotals>;
}

/** A tenant judged and described from the same facts. */
export interface TenantDescription {
  readonly result: AuditResult;
  readonly skus: readonly SkuDescription[];
  readonly workloads: readonly TenantWorkload[];
  readonly users: readonly User[];
  /** Describes a user; made when it is asked for, because a hundred thousand would fill the memory. */
  describe(user: User): UserDescription;
}

/**
 * Judges and describes a tenant in one pass over its users: findings, SKUs with their holders, workloads with their
 * use. It pauses after some hundred users, so that a server may answer others in between.
 */
export function* describeTenant(input: TenantDescriptionInput): Generator<void, TenantDescription> {
  const audit = openAudit(input);
  const { context } = audit;
  const skus = createSkuCounter(context);
  const workloads = createWorkloadCounter(context, input.usage);
  const workloadLicences = createWorkloadLicences();
  const result = yield* audit.run((user, { state }) => {
    skus.observe(user, state);
    const seats = user.seats.map((seat) => ({ seat, facts: context.skus.of(seat.skuId) }));
    workloads.observe(user, workloadLicences(seats));
  });
  return {
    result,
    skus: skus.finish(),
    workloads: workloads.finish(),
    users: input.tenant.directory.users,
    describe: createUserDescriber(audit),
  };
}
