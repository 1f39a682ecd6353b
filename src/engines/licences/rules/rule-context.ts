import type { Evidence } from '../../../shared/licences/audit-result.ts';
import type { Activity, SourceQuality } from '../activity/activity.ts';
import { noDay } from '../activity/days.ts';
import type { PlanOrder } from '../catalogue/plan-order.ts';
import type { SkuKinds } from '../catalogue/sku-kinds.ts';
import type { Parameters } from '../policy.ts';
import type { ReportFacts, UserReport } from '../reports/report-facts.ts';
import type { Seat, Tenant, User } from '../tenant/tenant.ts';
import type { SkuFacts, SkuRegister } from './sku-facts.ts';

/** What every rule may ask. */
export interface RuleContext {
  readonly asOf: string;
  /** The day of the audit, as days since 1970-01-01. */
  readonly asOfDay: number;
  readonly parameters: Parameters;
  readonly tenant: Tenant;
  readonly skus: SkuRegister;
  readonly order: PlanOrder;
  readonly kinds: SkuKinds;
  readonly quality: SourceQuality;
  /** Reports by name. */
  readonly reports: ReadonlyMap<string, ReportFacts>;
}

/** A seat with its SKU. */
export interface HeldSeat {
  readonly seat: Seat;
  readonly facts: SkuFacts;
}

/** One user under judgement. */
export interface UserCase {
  readonly user: User;
  readonly activity: Activity;
  /** Purpose of the mailbox as Graph has it; null when unknown. */
  readonly purpose: string | null;
  /** Everything the user holds. */
  readonly held: readonly HeldSeat[];
  /** Paid seats that the policy does not exclude: what guarded rules speak of. */
  readonly paid: readonly HeldSeat[];
}

/** What a fresh report says of a user; nothing when it is missing, stale or does not cover the user. */
export const freshReport = (context: RuleContext, name: string, user: User): UserReport | undefined => {
  const report = context.reports.get(name);
  return report && context.quality.isFresh(report) ? report.of(user.place) : undefined;
};

export const isEnabledMember = ({ isEnabled, isGuest }: User): boolean => isEnabled === true && !isGuest;

/** Groups that give the seat, in order; a seat that comes both ways counts as through its groups. */
export const givingGroups = ({ ways }: Seat): readonly string[] =>
  ways.flatMap(({ groupId, state }) =>
    groupId !== null && (state === 'Active' || state === 'ActiveWithError') ? [groupId] : [],
  );

/**
 * The day since which the seat is assigned: the earliest update of an active way. It moves with each change of
 * state, so it is a lower bound of the age. `noDay` when unknown.
 */
export const assignedSince = ({ ways }: Seat): number => {
  const days = ways.flatMap(({ state, updatedDay }) =>
    state === 'Active' && updatedDay !== noDay ? [updatedDay] : [],
  );
  return days.length === 0 ? noDay : Math.min(...days);
};

export const usersField = (field: string, value: string | null): Evidence => ({
  source: 'users',
  field,
  value,
});
