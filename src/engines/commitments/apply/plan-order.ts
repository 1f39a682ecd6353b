import { type Divisor, divisorOf } from './quotient.ts';
import { parseUnits, unitsAt } from './units.ts';

/** A line that a plan may cover. */
export interface PlanLine {
  readonly line: number;
  readonly account: string;
  readonly rate: Divisor;
}

interface Rated {
  readonly account: string;
  readonly onDemandRate: string;
  readonly rates: Readonly<Partial<Record<string, string>>>;
}

/**
 * The lines that have a rate of this kind, the highest savings percentage first, among equals the lowest rate, then
 * in the order given. A plan never makes usage dearer: a rate above on demand does not count (Azure: "uses the lower
 * of the two rates").
 */
export const orderByRate = (
  lines: readonly Rated[],
  rateName: string,
  ratePlaces: number,
): readonly PlanLine[] => {
  const eligible = lines.flatMap((each, line) => {
    const text = each.rates[rateName];
    if (text === undefined) return [];
    const rate = unitsAt(parseUnits(text), ratePlaces);
    const onDemand = unitsAt(parseUnits(each.onDemandRate), ratePlaces);
    return rate > onDemand ? [] : [{ line, account: each.account, rate, onDemand }];
  });
  // What is paid of the on-demand rate, compared crosswise; usage that is free on demand saves nothing.
  const ratio = (each: { readonly rate: bigint; readonly onDemand: bigint }) =>
    each.onDemand === 0n ? { paid: 1n, of: 1n } : { paid: each.rate, of: each.onDemand };
  eligible.sort((left, right) => {
    const a = ratio(left);
    const b = ratio(right);
    const difference = a.paid * b.of - b.paid * a.of || left.rate - right.rate;
    return difference < 0n ? -1 : difference > 0n ? 1 : left.line - right.line;
  });
  const divisors = new Map<bigint, Divisor>();
  return eligible.map(({ line, account, rate }) => {
    const known = divisors.get(rate) ?? divisorOf(rate);
    divisors.set(rate, known);
    return { line, account, rate: known };
  });
};
