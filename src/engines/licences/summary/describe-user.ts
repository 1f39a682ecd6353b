import type { Evidence } from '../../../shared/licences/audit-result.ts';
import { type Workload, workloads } from '../../../shared/licences/user-contract.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';
import type { Activity, ActivityState } from '../activity/activity.ts';
import { dayText } from '../activity/days.ts';
import type { Audit } from '../audit.ts';
import type { HeldSeat } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';
import { workloadActivity } from '../workloads/workload-activity.ts';
import { createWorkloadLicences } from '../workloads/workload-licences.ts';

/** A user as the pages show it: what it holds, what that costs and how it is used. */
export interface UserDescription {
  readonly user: User;
  readonly state: ActivityState;
  readonly lastActivityOn: string | null;
  /** Purpose of the mailbox as Graph has it; null when unknown. */
  readonly mailboxPurpose: string | null;
  /** SKUs that take a seat. */
  readonly skuIds: readonly string[];
  readonly licences: readonly {
    readonly skuId: string;
    readonly isHeld: boolean;
    readonly ways: readonly {
      readonly groupId: string | null;
      readonly groupName: string | null;
      readonly state: string;
      readonly error: string | null;
      readonly since: string | null;
    }[];
    readonly disabledPlans: readonly string[];
  }[];
  readonly workloads: readonly {
    readonly workload: Workload;
    readonly licensed: boolean;
    readonly lastActivityOn: string | null;
    readonly covered: boolean;
    readonly source: string | null;
    readonly storageBytes: number | null;
  }[];
  readonly evidence: readonly Evidence[];
  /** What its paid and priced seats cost a month, by currency; without those that nobody has a price for. */
  readonly costs: readonly { readonly currency: string; readonly amount: string }[];
  /** Whether it holds a paid seat that nobody has a price for. */
  readonly hasUnpriced: boolean;
}

const costsOf = (paid: readonly HeldSeat[]): UserDescription['costs'] => {
  const sums = new Map<string, Exact>();
  for (const { facts } of paid) {
    if (!facts.price) continue;
    const { currency, amount } = facts.price;
    sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(amount));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, amount: formatDecimal(sum, 2) }));
};

const licencesOf = ({ context }: Audit, { seats }: User): UserDescription['licences'] =>
  seats.map(({ skuId, isHeld, ways, disabledPlans }) => ({
    skuId,
    isHeld,
    ways: ways.map(({ groupId, state, error, updatedDay }) => ({
      groupId,
      groupName: (groupId && context.tenant.groups?.get(groupId)?.displayName) || null,
      state,
      error,
      since: dayText(updatedDay),
    })),
    disabledPlans: [...disabledPlans],
  }));

const lastActivityOf = ({ context }: Audit, { idleDays }: Activity): string | null =>
  idleDays === null ? null : dayText(context.asOfDay - idleDays);

/** Describes users one by one from the facts of an audit. */
export const createUserDescriber = (audit: Audit): ((user: User) => UserDescription) => {
  const { context, activityOf } = audit;
  const workloadLicences = createWorkloadLicences();
  return (user) => {
    const activity = activityOf(user);
    const seats = user.seats.map((seat) => ({ seat, facts: context.skus.of(seat.skuId) }));
    const held = seats.filter(({ seat }) => seat.isHeld);
    const paid = held.filter(({ facts }) => facts.isPaid);
    const licensed = workloadLicences(held);
    return {
      user,
      state: activity.state,
      lastActivityOn: lastActivityOf(audit, activity),
      mailboxPurpose: context.tenant.purposes?.get(user.id.toLowerCase()) ?? null,
      skuIds: held.map(({ seat }) => seat.skuId),
      licences: licencesOf(audit, user),
      workloads: workloads.map((workload) => {
        const use = workloadActivity(context.reports, workload, user);
        return {
          workload,
          licensed: licensed.has(workload),
          lastActivityOn: dayText(use.lastDay),
          covered: use.isCovered,
          source: use.source,
          storageBytes: use.storageBytes,
        };
      }),
      evidence: activity.evidence(),
      costs: costsOf(paid),
      hasUnpriced: paid.some(({ facts }) => facts.price === undefined),
    };
  };
};
