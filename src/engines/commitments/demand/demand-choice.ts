import { AppError } from '../../../shared/errors.ts';
import type { ChargeKind } from './charge-kind.ts';
import type { DemandChoice, Placed } from './place-charges.ts';

const longestList = 20;

const listOf = (names: ReadonlySet<string>): string => {
  const sorted = [...names].toSorted().map((name) => name.slice(0, 100));
  const more = sorted.length > longestList ? ' and others' : '';
  return `${sorted.slice(0, longestList).join(', ')}${more}`;
};

/**
 * Checks that what was chosen is there, and that it is of one currency: currencies are never added together.
 *
 * @returns the currency, or null where no charge is demand
 * @throws AppError `invalid_input` with what there is
 */
export const settleCurrency = (
  placed: readonly Placed<ChargeKind>[],
  choice: DemandChoice,
): string | null => {
  const pooled = placed.filter(({ pool }) => pool !== undefined);
  const pools = new Set(pooled.map(({ pool }) => pool?.name ?? ''));
  const absent = choice.pools?.find((name) =>
    pooled.every(({ pool }) => pool?.name !== name && pool?.name.startsWith(`${name}/`) !== true),
  );
  if (absent !== undefined) {
    throw new AppError('invalid_input', {
      detail: `--pool: found "${absent}"; expected a pool that has charges.`,
      fix:
        pools.size === 0 ? 'There is no usage that commitments could cover.' : `There are ${listOf(pools)}.`,
    });
  }
  const inPool = pooled.filter(({ exclusion }) => exclusion !== 'other-pool');
  const currencies = new Set(inPool.map(({ kind }) => kind.currency ?? '(none)'));
  if (choice.currency !== undefined) {
    if (currencies.has(choice.currency)) return choice.currency;
    throw new AppError('invalid_input', {
      detail: `--currency: found "${choice.currency}"; expected a currency of the charges.`,
      fix:
        currencies.size === 0
          ? 'There is no usage that commitments could cover.'
          : `There are ${listOf(currencies)}.`,
    });
  }
  if (currencies.size > 1) {
    throw new AppError('invalid_input', {
      detail: `The charges are in several currencies (${listOf(currencies)}), which are never added together.`,
      fix: `Name one with --currency, and write a file for each.`,
    });
  }
  return inPool[0]?.kind.currency ?? null;
};
