import { powerOfTen } from './units.ts';

/** Places to which a quotient that does not terminate is rounded. */
export const roundingPlaces = 12;

/** A quotient of more places than this counts as one that does not terminate. */
const mostPlaces = 600;

/** What something is divided by, with the part of it that decides whether a quotient terminates. */
export interface Divisor {
  readonly units: bigint;
  /** `units` without its factors 2 and 5: a quotient terminates if, and only if, this divides the numerator. */
  readonly odd: bigint;
}

const without = (value: bigint, factor: bigint): bigint => {
  let rest = value;
  while (rest !== 0n && rest % factor === 0n) rest /= factor;
  return rest;
};

export const divisorOf = (units: bigint): Divisor => ({ units, odd: without(without(units, 2n), 5n) });

/** Divides at a fixed number of places, and notices where these are too few. */
export interface Division {
  /** Places of what comes out of `divide`, beyond those of the numerator ÷ divisor. */
  readonly places: number;
  /** numerator ÷ divisor: exact where it terminates, else half-even at 12 places. */
  divide(numerator: bigint, divisor: Divisor): bigint;
  /** Places that were missing to give every terminating quotient exactly; 0 if all were given. */
  missingPlaces(): number;
}

const placesMissingFor = (numerator: bigint, divisor: bigint, most: number): number => {
  let rest = numerator % divisor;
  for (let places = 0; places <= most; places += 1) {
    if (rest === 0n) return places;
    rest = (rest * 10n) % divisor;
  }
  return 0;
};

/**
 * Quantities are integers of `places` decimals. A quotient that terminates is exact however long it is: where the
 * places are too few, `missingPlaces` says how many more the calculation needs to be run with.
 */
export const createDivision = (places: number): Division => {
  const step = powerOfTen(places - roundingPlaces);
  let missing = 0;
  return {
    places,
    divide: (numerator, { units, odd }) => {
      const quotient = numerator / units;
      if (quotient * units === numerator) return quotient;
      if (numerator % odd === 0n) {
        const more = placesMissingFor(numerator, units, mostPlaces - places);
        if (more > missing) missing = more;
      }
      // Half-even and half-up are the same here: a quotient that lies in the middle terminates.
      const wide = units * step;
      return ((2n * numerator + wide) / (2n * wide)) * step;
    },
    missingPlaces: () => missing,
  };
};
