import type { Exact } from '../../shared/money.ts';
import { periodEndOf } from './billing-period.ts';
import { amountOf, graduate } from './graduate.ts';
import { type OfferTerm, zero } from './rate-card.ts';

/** A line before its offer's terms. Lines of one subscription and billing period share credit and commitment. */
export interface Chargeable {
  readonly meterId: string;
  readonly isThirdParty: boolean;
  readonly amount: Exact;
}

const dayMs = 86_400_000;

/** The newest of each kind that is in force before the period ends; discounts of one card all apply. */
const inForce = (terms: readonly OfferTerm[], periodStart: number): readonly OfferTerm[] => {
  const endMs = periodEndOf(periodStart) * dayMs;
  const begun = terms.filter(({ effectiveMs }) => effectiveMs < endMs);
  return begun.filter(
    (term) => !begun.some(({ kind, effectiveMs }) => kind === term.kind && effectiveMs > term.effectiveMs),
  );
};

/** What is fixed for a billing period, whatever is used. */
export const recurringCharges = (terms: readonly OfferTerm[], periodStart: number): readonly Exact[] =>
  inForce(terms, periodStart).flatMap((term) => (term.kind === 'recurring' ? [term.amount] : []));

const least = (a: Exact, b: Exact): Exact => (a.lt(b) ? a : b);

/**
 * What the terms take off each line: first a fraction (Partner Center), then the commitment's discount, graduated
 * over what is spent in the period, then the credit, until it is used up. Excluded meters and third parties' meters
 * get none of it. The lines come in a fixed order, so that the sum and each part are the same however usage came.
 *
 * @returns one amount of money for each line
 */
export const takeOff = (
  terms: readonly OfferTerm[],
  lines: readonly Chargeable[],
  periodStart: number,
): readonly Exact[] => {
  const current = inForce(terms, periodStart);
  const taken = lines.map(() => zero);
  const reaches = (term: OfferTerm, line: Chargeable): boolean =>
    !line.isThirdParty && !term.excludedMeterIds.has(line.meterId.toLowerCase());
  const each = (term: OfferTerm, off: (rest: Exact, line: Chargeable) => Exact): void => {
    for (const [index, line] of lines.entries()) {
      const already = taken[index] ?? zero;
      if (reaches(term, line)) taken[index] = already.plus(off(line.amount.minus(already), line));
    }
  };
  for (const term of current) {
    if (term.kind !== 'discount') continue;
    // Of each amount, and together no more than all of it.
    each(term, (rest, { amount }) => {
      const off = amount.times(term.fraction);
      return off.gt(rest) && rest.gte(0) ? rest : off;
    });
  }
  for (const term of current) {
    if (term.kind !== 'commitment') continue;
    let spent = zero;
    each(term, (rest) => {
      const before = spent;
      spent = spent.plus(rest);
      return amountOf(graduate(term.discounts, before, spent));
    });
  }
  for (const term of current) {
    if (term.kind !== 'credit') continue;
    let left = term.credit;
    each(term, (rest) => {
      const used = rest.lte(0) ? zero : least(rest, left);
      left = left.minus(used);
      return used;
    });
  }
  return taken;
};
