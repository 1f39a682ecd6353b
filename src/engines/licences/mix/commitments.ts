import { dayOf } from '../activity/days.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import type { Candidate, Market } from './market.ts';

/** Seats of a SKU that are paid until a day, whether used or not. */
export interface Commitment {
  readonly place: number;
  readonly seats: number;
  /** The first day on which they need not be paid, `2026-12-31`. */
  readonly until: string;
}

/**
 * Seats that are paid anyway: all bought seats of a SKU whose price names the end of its term, else the seats of each
 * subscription up to its next renewal (new commerce: seats are reduced at renewal only; Microsoft Graph names no term).
 */
export const commitmentsOf = (context: RuleContext, market: Market): readonly Commitment[] => {
  const boughtOf = ({ sku }: Candidate): number => context.skus.of(sku.id).seats?.enabled ?? 0;
  return market.candidates.flatMap((candidate): readonly Commitment[] => {
    const { place, sku, termEndDate } = candidate;
    if (termEndDate !== null && termEndDate > context.asOf) {
      const seats = boughtOf(candidate);
      return seats === 0 ? [] : [{ place, seats, until: termEndDate }];
    }
    return (context.tenant.subscriptions ?? []).flatMap((subscription): readonly Commitment[] => {
      const { skuId, isTrial, status, totalLicenses, nextLifecycleDateTime } = subscription;
      if (skuId.toLowerCase() !== sku.id || isTrial === true || status?.toLowerCase() !== 'enabled')
        return [];
      const until = nextLifecycleDateTime?.slice(0, 10) ?? '';
      const seats = totalLicenses ?? 0;
      return seats > 0 && dayOf(until) > context.asOfDay ? [{ place, seats, until }] : [];
    });
  });
};

/** Committed seats by SKU on a day. */
export const committedOn = (commitments: readonly Commitment[], day: string): ReadonlyMap<number, number> => {
  const seats = new Map<number, number>();
  for (const { place, seats: each, until } of commitments) {
    if (until > day) seats.set(place, (seats.get(place) ?? 0) + each);
  }
  return seats;
};
