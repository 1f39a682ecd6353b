import type { Offer } from './offer.ts';
import type { Order } from './order.ts';
import type { Policy, PolicyMaker, View } from './policy.ts';
import { trailingQuantile } from './quantile.ts';

/** A simple policy: at a rhythm, buy up to the quantile of the last hours that equals the discount. */
export interface TopUp {
  readonly name: string;
  readonly everyHours: number;
  readonly windowHours: number;
  /** Ids of the offers that it buys; all, if left out. */
  readonly offers?: readonly string[] | undefined;
}

/** What series-locked commitments leave of the last hours, beside what was just ordered. */
const restOf = (view: View, windowHours: number, ordered: Float64Array): Float64Array => {
  const from = Math.max(0, view.hour - windowHours);
  const rest = new Float64Array(view.hour - from);
  for (const [index, own] of view.series.entries()) {
    const locked = view.portfolio.active(index) + (ordered[index] ?? 0);
    for (let at = 0; at < rest.length; at += 1) {
      const left = (own[from + at] ?? 0) - locked;
      if (left > 0) rest[at] = (rest[at] ?? 0) + left;
    }
  }
  return rest;
};

const ordersFor = (
  view: View,
  index: number,
  offer: Offer,
  windowHours: number,
  ordered: Float64Array,
): readonly Order[] => {
  if (offer.scope === 'flexible') {
    const rest = restOf(view, windowHours, ordered);
    const wanted = trailingQuantile(rest, rest.length, windowHours, offer.discount);
    const flexible = ordered.length - 1;
    const quantity = wanted - view.portfolio.active(null) - (ordered[flexible] ?? 0);
    if (quantity <= 0) return [];
    ordered[flexible] = (ordered[flexible] ?? 0) + quantity;
    return [{ offer: index, series: null, quantity }];
  }
  return view.series.flatMap((own, series) => {
    const wanted = trailingQuantile(own, view.hour, windowHours, offer.discount);
    const quantity = wanted - view.portfolio.active(series) - (ordered[series] ?? 0);
    if (quantity <= 0) return [];
    ordered[series] = (ordered[series] ?? 0) + quantity;
    return [{ offer: index, series, quantity }];
  });
};

/**
 * With several offers, the one with the highest discount is filled first and each next one takes what is left of
 * its quantile, series-locked commitments counting before flexible ones as they do when they apply.
 */
const createTopUp = ({ name, everyHours, windowHours, offers: ids }: TopUp): Policy => ({
  name,
  everyHours,
  decide: (view) => {
    const ordered = new Float64Array(view.series.length + 1);
    const wanted = [...view.offers.entries()].filter(([, { id }]) => ids === undefined || ids.includes(id));
    wanted.sort(([, one], [, other]) => other.discount - one.discount);
    return wanted.flatMap(([index, offer]) => ordersFor(view, index, offer, windowHours, ordered));
  },
});

/** A top-up that starts anew for each back-test. */
export const topUp = (rules: TopUp): PolicyMaker => ({ name: rules.name, create: () => createTopUp(rules) });

/** The simple policies that everything is measured against. */
export const simplePolicies: readonly TopUp[] = [
  { name: 'annual-60d', everyHours: 8760, windowHours: 1440 },
  { name: 'quarterly-60d', everyHours: 2190, windowHours: 1440 },
  { name: 'daily-14d', everyHours: 24, windowHours: 336 },
];
