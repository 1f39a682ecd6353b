import { createRater, type RateOptions, type UsageRecord } from '../../src/engines/rating/rate.ts';
import type { MeterRate, OfferTerm } from '../../src/engines/rating/rate-card.ts';
import { Exact } from '../../src/shared/money.ts';
import type { RateResult } from '../../src/shared/rating/rate-result.ts';

/** Rates by lower bound. */
export type Rates = Readonly<Record<string, string>>;

/** A rate of the meter m1. */
export const meter = (rates: Rates, given: Partial<MeterRate> = {}): MeterRate => ({
  meterId: 'm1',
  category: 'Compute',
  effectiveMs: Number.NEGATIVE_INFINITY,
  includedQuantity: new Exact(0),
  tiers: Object.entries(rates).map(([from, rate]) => ({ from: new Exact(from), rate: new Exact(rate) })),
  isThirdParty: false,
  ...given,
});

let number = 0;
/** A record that no other repeats. */
export const usage = (quantity: string, given: Partial<UsageRecord> = {}): UsageRecord => {
  number += 1;
  return {
    subscriptionId: 's1',
    meterId: 'm1',
    atMs: Date.parse('2026-01-10T00:00:00Z'),
    quantity,
    identity: String(number),
    ...given,
  };
};

export interface Given extends Partial<Omit<RateOptions, 'card'>> {
  readonly meters: readonly MeterRate[];
  readonly terms?: readonly OfferTerm[];
}

/** Rates records by a card. */
export const rate = (
  { meters, terms = [], ...options }: Given,
  records: readonly UsageRecord[],
): RateResult => {
  const card = { currency: 'USD', meters, terms };
  const rater = createRater({ card, rounding: 'half-up', periodStart: 1, ...options });
  for (const record of records) rater.add(record);
  return rater.finish();
};

/** What all lines cost together, not rounded. */
export const amountOf = (given: Given, records: readonly UsageRecord[]): string =>
  rate(given, records)
    .lines.reduce((sum, { net }) => sum.plus(net), new Exact(0))
    .toString();

type TermOf<K extends OfferTerm['kind']> = Extract<OfferTerm, { kind: K }>;
/** A term of the offer, always in force. */
export const term = <K extends OfferTerm['kind']>(
  kind: K,
  given: Omit<TermOf<K>, 'kind' | 'effectiveMs' | 'excludedMeterIds'> & Partial<TermOf<K>>,
): OfferTerm =>
  ({
    effectiveMs: Number.NEGATIVE_INFINITY,
    excludedMeterIds: new Set<string>(),
    ...given,
    kind,
  }) as OfferTerm;
