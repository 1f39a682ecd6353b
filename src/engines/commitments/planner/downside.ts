import type { Recommendation } from '../../../shared/commitments/recommend.ts';
import { decimalText } from '../backtest/present.ts';
import { hoursPerMonth } from '../calendar.ts';
import type { Demand } from '../demand/demand.ts';

const windowHours = 336;
const falls = [0, 0.1, 0.25, 0.5];

/** Something held: what it covers and costs an hour. */
export interface Position {
  readonly series: number | null;
  readonly quantity: number;
  /** What is paid. */
  readonly hourlyCost: number;
  /** What the money costs that was paid at once; it lessens the saving. */
  readonly hourlyCapitalCost: number;
  /** False for what can cover nothing, whatever the demand. */
  readonly isUsable: boolean;
}

/** What the positions would save and how much of them would be used, were demand of the last 14 days lower. */
export const downsideOf = (demand: Demand, positions: readonly Position[]): Recommendation['downside'] => {
  const locked = new Float64Array(demand.series.length);
  let flexible = 0;
  let idle = 0;
  let cost = 0;
  let capitalCost = 0;
  for (const { series, quantity, hourlyCost, hourlyCapitalCost, isUsable } of positions) {
    if (!isUsable) idle += quantity;
    else if (series === null) flexible += quantity;
    else locked[series] = (locked[series] ?? 0) + quantity;
    cost += hourlyCost;
    capitalCost += hourlyCapitalCost;
  }
  const committed = idle + flexible + locked.reduce((sum, each) => sum + each, 0);
  const from = Math.max(0, demand.hours - windowHours);
  const hours = Math.max(1, demand.hours - from);
  return falls.map((fall) => {
    let covered = 0;
    let today = 0;
    for (let hour = from; hour < demand.hours; hour += 1) {
      let rest = 0;
      for (const [index, own] of demand.quantities.entries()) {
        const value = own[hour] ?? 0;
        today += value;
        const used = Math.min(value * (1 - fall), locked[index] ?? 0);
        covered += used;
        rest += value * (1 - fall) - used;
      }
      covered += Math.min(rest, flexible);
    }
    return {
      fall: decimalText(fall),
      monthlySaving: decimalText((covered / hours - cost - capitalCost) * hoursPerMonth, 2),
      utilisation: committed > 0 ? decimalText(covered / hours / committed) : null,
      stillPaidShare: today > 0 ? decimalText(cost / (today / hours)) : null,
    };
  });
};
