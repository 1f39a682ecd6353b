import { AppError } from '../../shared/errors.ts';
import type { Exact } from '../../shared/money.ts';
import { Wide } from './wide.ts';

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

const withoutRepeats = (versions: readonly MeterRate[]): readonly MeterRate[] => {
  const kept: MeterRate[] = [];
  for (const version of versions) {
    const before = kept.at(-1);
    if (before?.effectiveMs !== version.effectiveMs) kept.push(version);
    else if (!sameRate(before, version)) {
      throw new AppError('invalid_input', {
        detail: `The rate card has two different rates for the meter ${version.meterId} from the same day on.`,
        fix: 'Keep one of them.',
      });
    }
  }
  return kept;
};

/**
 * Rates by meter id in lower case.
 *
 * @throws AppError `invalid_input` where two rates of a meter contradict each other
 */
export const indexMeters = (meters: readonly MeterRate[]): ReadonlyMap<string, MeterRates> =>
  new Map(
    [...Map.groupBy(meters, ({ meterId }) => meterId.toLowerCase())].map(([key, of]) => {
      const versions = withoutRepeats(of.toSorted((a, b) => a.effectiveMs - b.effectiveMs));
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

/** Zero, once for all. */
export const zero: Exact = new Wide(0);
