import type { DemandSummary } from '../../../shared/commitments/demand.ts';
import { AppError } from '../../../shared/errors.ts';
import { createExactSum } from '../../../shared/exact-sum.ts';
import { formatInstant } from '../../../shared/time.ts';
import type { Exclusion } from './charge-kind.ts';
import { demandProblems } from './demand-problems.ts';
import type { HourlyTotals, PlacedSum } from './demand-totals.ts';

const hourMs = 3_600_000;

const total = (amounts: Iterable<string>): string => {
  const sum = createExactSum();
  for (const amount of amounts) sum.add(amount);
  return sum.value();
};

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Of these reasons the equivalent is none, or not known. */
const withoutEquivalent: readonly Exclusion[] = ['not-usage', 'unused-commitment', 'unknown-price'];

const excludedOf = (sums: readonly PlacedSum[]): DemandSummary['excluded'] =>
  Array.from(
    Map.groupBy(
      sums.filter(({ exclusion }) => exclusion !== undefined),
      ({ exclusion, kind }) => JSON.stringify([exclusion, kind.currency]),
    ).values(),
    (members) => {
      const reason = members[0]?.exclusion ?? 'not-usage';
      return {
        reason,
        currency: members[0]?.kind.currency ?? null,
        rows: members.reduce((rows, each) => rows + each.rows, 0),
        onDemandEquivalent: withoutEquivalent.includes(reason)
          ? null
          : total(members.map(({ amount }) => amount)),
      };
    },
  ).sort((a, b) => byText(a.reason, b.reason) || byText(a.currency ?? '~', b.currency ?? '~'));

/** Of the same charges by another way: what is in the file and what was put into it. */
const requireConserved = (demand: readonly PlacedSum[], written: string, belowZero: string): void => {
  const eligible = total(demand.map(({ amount }) => amount));
  if (eligible === total([written, belowZero])) return;
  throw new AppError('internal', {
    detail: `The charges add up to ${eligible}, their hours to ${written}; nothing was written.`,
    fix: 'Please report this with the files, or a part of them that shows the fault.',
  });
};

/**
 * Says what the demand is made of.
 *
 * @throws AppError `internal` where the hours do not add up to the charges to the last digit
 */
export const summariseDemand = (input: {
  readonly output: string;
  readonly currency: string | null;
  readonly sums: readonly PlacedSum[];
  readonly hourly: HourlyTotals;
}): DemandSummary => {
  const { output, currency, sums, hourly } = input;
  const { firstMs, lastMs } = hourly;
  const demand = sums.filter(({ exclusion }) => exclusion === undefined);
  const written = new Map(hourly.series.map((each) => [each.name, each]));
  const bySeries = Map.groupBy(demand, ({ pool }) => pool?.series ?? '');
  const series = Array.from(bySeries, ([name, members]) => ({
    series: name,
    pool: members[0]?.pool?.name ?? '',
    hours: written.get(name)?.hours ?? 0,
    rows: members.reduce((rows, each) => rows + each.rows, 0),
    quantity: written.get(name)?.quantity ?? '0',
    covered: total(members.filter(({ kind }) => kind.isCommitted).map(({ amount }) => amount)),
  })).sort((a, b) => byText(a.series, b.series));
  const pools = Array.from(
    Map.groupBy(series, ({ pool }) => pool),
    ([pool, members]) => ({
      pool,
      series: members.length,
      rows: members.reduce((rows, each) => rows + each.rows, 0),
      quantity: total(members.map(({ quantity }) => quantity)),
      covered: total(members.map(({ covered }) => covered)),
    }),
  );
  const quantity = total(hourly.series.map((each) => each.quantity));
  requireConserved(demand, quantity, hourly.belowZero.quantity);
  return {
    output,
    currency,
    rows: sums.reduce((rows, each) => rows + each.rows, 0),
    hours:
      firstMs === null || lastMs === null
        ? null
        : {
            first: formatInstant(new Date(firstMs)),
            last: formatInstant(new Date(lastMs)),
            count: (lastMs - firstMs) / hourMs + 1,
          },
    total: quantity,
    pools,
    series,
    excluded: excludedOf(sums),
    problems: [...demandProblems(sums, hourly)],
  };
};
