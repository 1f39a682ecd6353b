import type { DemandProblem } from '../../../shared/commitments/demand.ts';
import { createExactSum } from '../../../shared/exact-sum.ts';
import type { HourlyTotals, PlacedSum } from './demand-totals.ts';

const rowsOf = (sums: readonly PlacedSum[]): number => sums.reduce((rows, each) => rows + each.rows, 0);

const amountOf = (sums: readonly PlacedSum[]): string => {
  const total = createExactSum();
  for (const { amount } of sums) total.add(amount);
  return total.value();
};

/** One problem for each pool in which it is found. */
const byPool = (
  code: DemandProblem['code'],
  found: readonly PlacedSum[],
  detail: (sums: readonly PlacedSum[]) => string,
): readonly DemandProblem[] =>
  Array.from(
    Map.groupBy(found, ({ pool }) => pool?.name ?? null),
    ([pool, members]) => ({ code, pool, rows: rowsOf(members), detail: detail(members) }),
  ).filter(({ rows }) => rows > 0);

/** What commitments cover, of pools where corrections leave something of it. */
const coveredOf = (demand: readonly PlacedSum[]): readonly PlacedSum[] => {
  const committed = demand.filter(({ kind }) => kind.isCommitted);
  const pools = Map.groupBy(committed, ({ pool }) => pool?.name).values();
  return Array.from(pools, (members) => (/^-|^0$/.test(amountOf(members)) ? [] : members)).flat();
};

const ofCharges = (sums: readonly PlacedSum[]): readonly DemandProblem[] => {
  const demand = sums.filter(({ exclusion }) => exclusion === undefined);
  const isCorrection = ({ kind }: PlacedSum): boolean => kind.chargeClass?.toLowerCase() === 'correction';
  return [
    ...byPool(
      'covered-already',
      coveredOf(demand),
      (found) =>
        `Commitments cover ${amountOf(found)} of the demand today: give what is held to "trimtab commitments recommend" with --existing FILE, or it recommends to buy the same again.`,
    ),
    ...byPool(
      'unknown-on-demand-price',
      sums.filter(({ exclusion }) => exclusion === 'unknown-price'),
      (found) =>
        `Covered usage, paid with ${amountOf(found)}, has neither ListCost nor ContractedCost (Azure leaves them 0 for reservations): it is missing from the demand, which is too low by it. Join the price sheet, or export with contracted prices.`,
    ),
    ...byPool(
      'contracted-cost-absent',
      demand.filter(({ kind }) => kind.price === 'list'),
      () =>
        'The rows have a ListCost and no ContractedCost: the list price stands in for the contracted one.',
    ),
    ...byPool(
      'list-cost-absent',
      demand.filter(({ kind }) => kind.price === 'billed'),
      () => 'The rows are on demand and have neither ListCost nor ContractedCost: the billed cost stands in.',
    ),
    ...byPool(
      'instance-type-unknown',
      demand.filter(({ pool }) => pool?.isTypeKnown === false),
      () =>
        'The export does not say what the machines are: their series is called unknown, and offers of the scope series mean nothing for it.',
    ),
    ...byPool(
      'corrections',
      demand.filter(isCorrection),
      (found) =>
        `Corrections of earlier charges, ${amountOf(found)} in all, change the hours that they are of.`,
    ),
  ];
};

/** What somebody who uses the demand must know about it. */
export const demandProblems = (
  sums: readonly PlacedSum[],
  { spread, belowZero }: Pick<HourlyTotals, 'spread' | 'belowZero'>,
): readonly DemandProblem[] => {
  const pools = new Set(sums.flatMap(({ pool, exclusion }) => (pool && !exclusion ? [pool.name] : [])));
  const spreadRows = spread.reduce((rows, each) => rows + each.rows, 0);
  return [
    ...(pools.size < 2
      ? []
      : [
          {
            code: 'several-pools' as const,
            pool: null,
            rows: 0,
            detail: `No commitment covers ${[...pools].toSorted().join(' and ')} together: choose one with --pool before offers of the scope flexible are judged.`,
          },
        ]),
    ...(spreadRows === 0
      ? []
      : [
          {
            code: 'spread-over-hours' as const,
            pool: null,
            rows: spreadRows,
            detail: `Rows of more than an hour (of up to ${Math.max(...spread.map(({ hours }) => hours))} hours) are spread evenly over their hours: peaks within them are not seen, so that commitments look better used than they are. Export by the hour where the provider can.`,
          },
        ]),
    ...ofCharges(sums),
    ...(belowZero.hours === 0
      ? []
      : [
          {
            code: 'below-zero' as const,
            pool: null,
            rows: 0,
            detail: `Corrections take ${belowZero.hours} hours of series below zero, by ${belowZero.quantity} in all: these count as none, and total is that much above the charges.`,
          },
        ]),
  ];
};
