import { AppError } from '../../shared/errors.ts';
import type { Exact } from '../../shared/money.ts';
import { Wide } from '../../shared/wide-decimal.ts';

/** A tier of a rate: half-open, from here up to the next one. */
export interface Tier {
  readonly from: Exact;
  readonly rate: Exact;
}

/** What a meter costs from a moment on. */
export interface MeterRate {
  readonly meterId: string;
  readonly category: string;
  /** Milliseconds since 1970-01-01; -Infinity where the card names none. */
  readonly effectiveMs: number;
  readonly includedQuantity: Exact;
  /** By lower bound; the first begins at 0. */
  readonly tiers: readonly Tier[];
  /** Tagged `Third Party`: no discount applies (Azure Commerce, RateCard). */
  readonly isThirdParty: boolean;
}

interface TermBase {
  readonly effectiveMs: number;
  /** In lower case. */
  readonly excludedMeterIds: ReadonlySet<string>;
}

/** Terms of the offer that a rate card belongs to (docs/rating.md, 'Offer terms'). */
export type OfferTerm =
  | (TermBase & { readonly kind: 'credit'; readonly credit: Exact })
  | (TermBase & { readonly kind: 'commitment'; readonly discounts: readonly Tier[] })
  | (TermBase & { readonly kind: 'recurring'; readonly amount: Exact })
  | (TermBase & { readonly kind: 'discount'; readonly fraction: Exact });

export interface RateCard {
  readonly currency: string | null;
  readonly meters: readonly MeterRate[];
  readonly terms: readonly OfferTerm[];
}

/** The rates of one meter, oldest first. */
export interface MeterRates {
  readonly meterId: string;
  readonly versions: readonly MeterRate[];
  /** The newest that is in force at that moment: its number; -1 before the first. */
  versionAt(atMs: number): number;
}

const sameRate = (a: MeterRate, b: MeterRate): boolean =>
  a.isThirdParty === b.isThirdParty &&
  a.includedQuantity.eq(b.includedQuantity) &&
  a.tiers.length === b.tiers.length &&
  a.tiers.every(
    ({ from, rate }, index) =>
      b.tiers[index]?.from.eq(from) === true && b.tiers[index]?.rate.eq(rate) === true,
  );

/** Two different rates of one meter that are in force from the same moment on, by their places in the card. */
export const findContradiction = (
  meters: readonly MeterRate[],
): { readonly first: number; readonly second: number } | undefined => {
  const seen = new Map<string, number>();
  for (const [second, rate] of meters.entries()) {
    const key = `${rate.effectiveMs} ${rate.meterId.toLowerCase()}`;
    const first = seen.get(key);
    const other = first === undefined ? undefined : meters[first];
    if (first !== undefined && other && !sameRate(other, rate)) return { first, second };
    if (first === undefined) seen.set(key, second);
  }
  return undefined;
};

const byMoment = (meters: readonly MeterRate[]): readonly MeterRate[] =>
  meters
    .toSorted((a, b) => a.effectiveMs - b.effectiveMs)
    .filter(({ effectiveMs }, index, all) => all[index - 1]?.effectiveMs !== effectiveMs);

/**
 * Rates by meter id in lower case.
 *
 * @throws AppError `invalid_input` where two rates of a meter contradict each other
 */
export const indexMeters = (meters: readonly MeterRate[]): ReadonlyMap<string, MeterRates> => {
  const found = findContradiction(meters);
  if (found) {
    throw new AppError('invalid_input', {
      detail: `The rate card has two different rates for the meter ${meters[found.second]?.meterId} from the same moment on.`,
      fix: 'Keep one of them.',
    });
  }
  return new Map(
    [...Map.groupBy(meters, ({ meterId }) => meterId.toLowerCase())].map(([key, of]) => {
      const versions = byMoment(of);
      const [only] = versions;
      const versionAt = (atMs: number): number =>
        only && versions.length === 1
          ? only.effectiveMs <= atMs
            ? 0
            : -1
          : versions.findLastIndex(({ effectiveMs }) => effectiveMs <= atMs);
      return [key, { meterId: of[0]?.meterId ?? key, versions, versionAt }];
    }),
  );
};

/** Zero, once for all. */
export const zero: Exact = new Wide(0);
