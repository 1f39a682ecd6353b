import { createSum, type Demand } from '../demand/demand.ts';
import type { Offer } from './offer.ts';
import type { Order } from './order.ts';
import type { Policy, View } from './policy.ts';
import { createPortfolio, type MutablePortfolio } from './portfolio.ts';

export interface Purchase extends Order {
  /** Index of the hour at which it was bought and began. */
  readonly hour: number;
}

/** What a policy cost in the evaluated hours, in on-demand dollars. */
export interface Outcome {
  readonly name: string;
  readonly onDemandEquivalent: number;
  readonly paid: number;
  readonly covered: number;
  /** On-demand value of all that was active, used or not. */
  readonly committed: number;
  /** Cost still to come of what was held, summed over the evaluated hours, the hour itself included. */
  readonly remainingCostHours: number;
  readonly evaluatedHours: number;
  readonly purchases: readonly Purchase[];
}

export interface SimulationInput {
  readonly demand: Demand;
  readonly offers: readonly Offer[];
  readonly historyHours: number;
}

/** Quantities are bought in millionths, so that the printed purchases are what was simulated. */
const places = 1e6;

/** Arrays that grow while time passes, so that a policy can neither see the future nor how long it is. */
const createMemory = (demand: Demand) => {
  const grow = (from: Float64Array, size: number): Float64Array => {
    const to = new Float64Array(size);
    to.set(from);
    return to;
  };
  let capacity = 1024;
  let series = demand.quantities.map(() => new Float64Array(capacity));
  let total = new Float64Array(capacity);
  return {
    series: (): readonly Float64Array[] => series,
    total: (): Float64Array => total,
    append: (hour: number): number => {
      if (hour >= capacity) {
        capacity *= 2;
        series = series.map((own) => grow(own, capacity) as Float64Array<ArrayBuffer>);
        total = grow(total, capacity) as Float64Array<ArrayBuffer>;
      }
      let sum = 0;
      for (const [index, own] of series.entries()) {
        const value = demand.quantities[index]?.[hour] ?? 0;
        own[hour] = value;
        sum += value;
      }
      total[hour] = sum;
      return sum;
    },
  };
};

const checkedOrder = (order: Order, offers: readonly Offer[]): Order | undefined => {
  const offer = offers[order.offer];
  if (offer === undefined || (offer.scope === 'flexible') !== (order.series === null)) {
    throw new RangeError(`order for ${order.offer} does not fit an offer`);
  }
  const quantity = Math.round(order.quantity * places) / places;
  return quantity > 0 ? { ...order, quantity } : undefined;
};

/** Covered in an hour: series-locked commitments first, flexible ones take from the sum of what remains. */
const coveredIn = (demand: Demand, hour: number, active: readonly number[], flexible: number): number => {
  let covered = 0;
  let rest = 0;
  for (const [index, own] of demand.quantities.entries()) {
    const wanted = own[hour] ?? 0;
    const locked = active[index] ?? 0;
    const used = wanted < locked ? wanted : locked;
    covered += used;
    rest += wanted - used;
  }
  return covered + (rest < flexible ? rest : flexible);
};

/** Cost per hour and cost still to come, of all that is held. */
const createLedger = (offers: readonly Offer[], startHour: number) => {
  const ends = new Map<number, number>();
  let hourly = 0;
  let remaining = 0;
  let now = startHour;
  return {
    moveTo: (hour: number): void => {
      if (hour > now) remaining -= hourly;
      now = hour;
      hourly -= ends.get(hour) ?? 0;
      ends.delete(hour);
      if (ends.size === 0) hourly = remaining = 0;
    },
    buy: ({ offer, quantity }: Order): void => {
      const { termHours = 0, discount = 0 } = offers[offer] ?? {};
      const rate = quantity * (1 - discount);
      hourly += rate;
      remaining += rate * termHours;
      ends.set(now + termHours, (ends.get(now + termHours) ?? 0) + rate);
    },
    hourly: (): number => hourly,
    remaining: (): number => remaining,
  };
};

/** Lets a policy decide at an hour and buys what it orders. */
const decideAt = (
  policy: Policy,
  view: View,
  portfolio: MutablePortfolio,
  onBuy: (order: Order) => void,
): void => {
  for (const wanted of policy.decide(view)) {
    const order = checkedOrder(wanted, view.offers);
    if (order === undefined) continue;
    portfolio.buy(order);
    onBuy(order);
  }
};

/** How often a simulation lets others have their turn. */
const hoursPerTurn = 30 * 24;

/**
 * Runs a policy over the hours after the history. It starts with an empty portfolio, decides with what happened
 * before the hour alone, and pays for what it holds in the evaluated hours, used or not. Now and then it yields which
 * part of the hours is done, so that whoever runs it can show that or stop.
 */
export function* simulation(
  policy: Policy,
  { demand, offers, historyHours }: SimulationInput,
): Generator<number, Outcome> {
  const memory = createMemory(demand);
  const portfolio = createPortfolio(offers, demand.series.length, historyHours);
  const ledger = createLedger(offers, historyHours);
  const purchases: Purchase[] = [];
  const sums = {
    onDemand: createSum(),
    paid: createSum(),
    covered: createSum(),
    committed: createSum(),
    remaining: createSum(),
  };
  for (let hour = 0; hour < historyHours; hour += 1) memory.append(hour);
  const locked = demand.series.map(() => 0);
  let flexible = 0;
  let held = 0;
  for (let hour = historyHours; hour < demand.hours; hour += 1) {
    if (hour % hoursPerTurn === 0) yield (hour - historyHours) / (demand.hours - historyHours);
    portfolio.moveTo(hour);
    ledger.moveTo(hour);
    if ((hour - historyHours) % policy.everyHours === 0) {
      const view: View = { hour, series: memory.series(), total: memory.total(), offers, portfolio };
      decideAt(policy, view, portfolio, (order) => {
        ledger.buy(order);
        purchases.push({ ...order, hour });
      });
    }
    held = flexible = portfolio.active(null);
    for (let index = 0; index < locked.length; index += 1) held += locked[index] = portfolio.active(index);
    const wanted = memory.append(hour);
    const covered = held === 0 ? 0 : coveredIn(demand, hour, locked, flexible);
    sums.onDemand.add(wanted);
    sums.covered.add(covered);
    sums.committed.add(held);
    sums.paid.add(wanted - covered + ledger.hourly());
    sums.remaining.add(ledger.remaining());
  }
  return {
    name: policy.name,
    onDemandEquivalent: sums.onDemand.value(),
    paid: sums.paid.value(),
    covered: sums.covered.value(),
    committed: sums.committed.value(),
    remainingCostHours: sums.remaining.value(),
    evaluatedHours: Math.max(0, demand.hours - historyHours),
    purchases,
  };
}

/** Runs a policy over the hours after the history, in one go. */
export const simulate = (policy: Policy, input: SimulationInput): Outcome => {
  const running = simulation(policy, input);
  for (;;) {
    const { done, value } = running.next();
    if (done) return value;
  }
};

/** Effective savings rate, net of unused commitment; undefined where nothing was used. */
export const savingsRate = ({ onDemandEquivalent, paid }: Outcome): number | undefined =>
  onDemandEquivalent === 0 ? undefined : (onDemandEquivalent - paid) / onDemandEquivalent;
