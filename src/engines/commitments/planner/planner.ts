import type { Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import type { View } from '../backtest/policy.ts';
import { quantileOfSorted } from '../backtest/quantile.ts';
import { dayHours } from '../calendar.ts';
import type { Expectation } from '../forecast/expectation.ts';
import { createForecaster, type Forecaster } from '../forecast/forecaster.ts';
import { parameters } from '../forecast/parameters.ts';
import { type Ceiling, createCeilings } from './ceilings.ts';
import { bestCandidate, type Candidate, layers, stepsOf } from './layers.ts';
import type { Consideration, Plan } from './plan.ts';
import { createQuietPools } from './quiet-pools.ts';
import { type Outlook, shapeOf, supportedLevel, usageAt } from './usage.ts';

const { stepDays, shapeDays, margin, fullMarginDiscount, smallestShare } = parameters;
/** Three years and a little; what is beyond is counted as if the term ended there. */
const mostSteps = 80;

interface Indexed {
  readonly index: number;
  readonly offer: Offer;
}

/** What one decision works with. */
interface Session {
  readonly view: View;
  readonly forecaster: Forecaster;
  readonly steps: number;
  /** What is active or just ordered, by series. */
  readonly active: number[];
  readonly orders: Order[];
  readonly considerations: Consideration[];
  ceilingOf(pool: number | null, offer: number): Ceiling;
  /** The total as if nothing of it were covered; made once, when it is asked for. */
  whole(): Outlook;
  /** What a series may soon be bought, by series: its share of the total falls, but not its own level. */
  readonly waiting: Map<number, number>;
  readonly series: readonly Indexed[];
  readonly flexible: readonly Indexed[];
}

const bestDiscount = (offers: readonly Indexed[]): number =>
  Math.max(0, ...offers.map(({ offer }) => offer.discount));

const recentHours = (values: Float64Array, hour: number): Float64Array =>
  values.slice(Math.max(0, hour - shapeDays * dayHours), hour);

/** The last fortnight of what series-locked commitments leave. */
const restOf = ({ view, active }: Session): Float64Array => {
  const from = Math.max(0, view.hour - shapeDays * dayHours);
  const rest = new Float64Array(view.hour - from);
  for (const [index, own] of view.series.entries()) {
    const locked = active[index] ?? 0;
    for (let at = 0; at < rest.length; at += 1) {
      const left = (own[from + at] ?? 0) - locked;
      if (left > 0) rest[at] = (rest[at] ?? 0) + left;
    }
  }
  return rest;
};

/** A small discount leaves less room for safety: what is flat is to be bought at any discount. */
const safetyOf = ({ discount }: Offer): number => margin * Math.min(1, discount / fullMarginDiscount);

/** Looks at each offer of a pool: how far it may go by the past, and how far by the forecast. */
const consider = (
  session: Session,
  pool: { readonly series: number | null; readonly outlook: Outlook; readonly held: number },
  offers: readonly (Indexed & {
    readonly ceiling: number;
    readonly patienceDays: number;
    readonly room: number;
  })[],
): readonly Consideration[] =>
  offers.map(({ offer, ceiling, patienceDays, room }) => {
    const steps = Math.min(session.steps, stepsOf(offer, stepDays));
    const needed = 1 - offer.discount + safetyOf(offer);
    const supported = room > 0 ? supportedLevel(pool.outlook, room, steps, needed) : 0;
    return {
      offer,
      series: pool.series,
      ceiling,
      patienceDays,
      held: pool.held,
      room,
      supported,
      outlook: pool.outlook,
    };
  });

/** Gives each layer between nothing and the most that any offer supports to the offer that saves most with it. */
const allot = (
  session: Session,
  considered: readonly Consideration[],
  offers: readonly Indexed[],
  others: (level: number) => readonly Candidate[],
): number => {
  const [first] = considered;
  const most = Math.max(...considered.map(({ supported }) => supported));
  if (first === undefined || most <= 0) return 0;
  const bought = offers.map(() => 0);
  for (let layer = 0; layer < layers; layer += 1) {
    const level = (most * (layer + 0.5)) / layers;
    const usage = usageAt(first.outlook, level);
    const own = considered.map(
      ({ offer, supported }): Candidate => ({ offer, usage, isEligible: supported >= level }),
    );
    const best = bestCandidate([...own, ...others(level)], session.steps, stepDays);
    const place = best === undefined ? -1 : own.indexOf(best);
    if (place >= 0) bought[place] = (bought[place] ?? 0) + most / layers;
  }
  let total = 0;
  for (const [place, { index }] of offers.entries()) {
    const quantity = bought[place] ?? 0;
    if (quantity <= 0) continue;
    session.orders.push({ offer: index, series: first.series, quantity });
    total += quantity;
  }
  return total;
};

const averageFactors = (expectations: readonly Expectation[], steps: number): Float64Array => {
  const mean = new Float64Array(steps);
  for (const { weight, factors } of expectations) {
    for (let step = 0; step < steps; step += 1)
      mean[step] = (mean[step] ?? 0) + weight * (factors[step] ?? 0);
  }
  return mean;
};

/** The total's expectations without what locked commitments will cover of the series' expected levels. */
const restExpectations = (session: Session): readonly Expectation[] => {
  const { forecaster, active, steps } = session;
  const total = forecaster.expectations(null, steps);
  const covered = new Float64Array(steps);
  let coveredNow = 0;
  for (const [index, locked] of active.entries()) {
    if (locked <= 0) continue;
    const level = forecaster.level(index);
    coveredNow += Math.min(locked, level);
    const factors = averageFactors(forecaster.expectations(index, steps), steps);
    for (let step = 0; step < steps; step += 1) {
      covered[step] = (covered[step] ?? 0) + Math.min(locked, level * (factors[step] ?? 0));
    }
  }
  if (coveredNow === 0) return total;
  const level = forecaster.level(null);
  const rest = Math.max(1e-9, level - coveredNow);
  return total.map((each) => ({
    ...each,
    factors: each.factors.map((factor, step) => Math.max(0, level * factor - (covered[step] ?? 0)) / rest),
  }));
};

interface Rest {
  /** What flexible commitments leave on demand, as the highest discount counts it; where both scopes are offered. */
  room: number;
}

const planSeries = (session: Session, series: number, rest: Rest): boolean => {
  const { view, forecaster, steps } = session;
  const held = view.portfolio.active(series);
  const offers = session.series.map((each) => {
    const { level, patienceDays } = session.ceilingOf(series, each.index);
    return { ...each, ceiling: level, patienceDays, room: Math.min(rest.room, level - held) };
  });
  const most = Math.max(...offers.map(({ room }) => room));
  session.waiting.delete(series);
  if (most <= smallestShare * forecaster.level(series)) return false;
  const outlook: Outlook = {
    shape: shapeOf(recentHours(view.series[series] ?? new Float64Array(), view.hour)),
    expectations: forecaster.expectations(series, steps),
    held: view.portfolio.remaining(series, dayHours * stepDays, steps),
  };
  const considered = consider(session, { series, outlook, held }, offers);
  session.considerations.push(...considered);
  const level = forecaster.level(series);
  const ratio = level > 0 ? forecaster.level(null) / level : 0;
  const total = session.flexible.length > 0 ? session.whole() : undefined;
  const bought = allot(session, considered, session.series, (own) => {
    if (total === undefined) return [];
    // A flexible commitment would hold the layer that lies as deep in the total as this one does in its series.
    const usage = usageAt(total, (own + held) * ratio);
    return session.flexible.map(({ offer }) => ({ offer, usage, isEligible: false }));
  });
  session.active[series] = (session.active[series] ?? 0) + bought;
  rest.room -= bought;
  if (
    !forecaster.memory(series).isBelowBefore &&
    bestDiscount(session.series) > bestDiscount(session.flexible)
  )
    session.waiting.set(series, most - Math.max(...considered.map(({ supported }) => supported)));
  return bought < most * 0.999;
};

const planFlexible = (session: Session): boolean => {
  const { view, forecaster, steps, active } = session;
  const held = view.portfolio.active(null);
  const shape = shapeOf(restOf(session));
  const waiting = [...session.waiting.values()].reduce((sum, each) => sum + each, 0);
  const locked = active.reduce((sum, each, index) => sum + Math.min(each, forecaster.level(index)), 0);
  const offers = session.flexible.map((each) => {
    const { level, patienceDays, isBounded } = session.ceilingOf(null, each.index);
    const now = quantileOfSorted(shape.sorted, each.offer.discount);
    const room = isBounded ? Math.min(now, level - locked) - held : now - held;
    return { ...each, ceiling: level, patienceDays, room: room - waiting };
  });
  const most = Math.max(...offers.map(({ room }) => room));
  if (most <= smallestShare * forecaster.level(null)) return false;
  const outlook: Outlook = {
    shape,
    expectations: restExpectations(session),
    held: view.portfolio.remaining(null, dayHours * stepDays, steps),
  };
  const considered = consider(session, { series: null, outlook, held }, offers);
  session.considerations.push(...considered);
  return allot(session, considered, session.flexible, () => []) < most * 0.999;
};

const roomOf = (session: Session): number => {
  if (session.series.length === 0 || session.flexible.length === 0) return Number.POSITIVE_INFINITY;
  const best = Math.max(...session.view.offers.map(({ discount }) => discount));
  return quantileOfSorted(restOf(session).sort(), best) - session.view.portfolio.active(null);
};

export interface Planner {
  plan(view: View): Plan;
}

/**
 * Plans what to buy. For each pool and offer it buys, up to what the recent past supports, as much as the forecast
 * over the offer's whole term supports beyond what is held then. Where several offers compete, each layer of demand
 * goes to the one that saves most with it; a series-locked one must beat what a flexible one would do with the layer.
 */
export const createPlanner = (forecaster: Forecaster = createForecaster()): Planner => {
  const ceilingOf = createCeilings(forecaster);
  const quiet = createQuietPools();
  const waiting = new Map<number, number>();
  return {
    plan: (view) => {
      forecaster.learn(view);
      const indexed = view.offers.map((offer, index): Indexed => ({ offer, index }));
      const horizon = Math.max(...view.offers.map((offer) => stepsOf(offer, stepDays)));
      let whole: Outlook | undefined;
      const session: Session = {
        view,
        forecaster,
        steps: Math.min(mostSteps, horizon),
        active: view.series.map((_, index) => view.portfolio.active(index)),
        orders: [],
        considerations: [],
        waiting,
        series: indexed.filter(({ offer }) => offer.scope === 'series'),
        flexible: indexed.filter(({ offer }) => offer.scope === 'flexible'),
        ceilingOf: (pool, index) => ceilingOf(view, pool, index),
        whole: () => {
          whole ??= {
            shape: shapeOf(recentHours(view.total, view.hour)),
            expectations: forecaster.expectations(null, session.steps),
            held: new Float64Array(session.steps),
          };
          return whole;
        },
      };
      /** Plans a pool unless it is quiet; `plan` says whether not all was bought. */
      const lookAt = (pool: number | null, plan: () => boolean): void => {
        const held = view.portfolio.active(pool);
        if (quiet.isQuiet(pool, view.hour, held)) return;
        const before = session.orders.length;
        if (!plan()) return;
        const ordered = session.orders.slice(before).reduce((sum, { quantity }) => sum + quantity, 0);
        quiet.note(pool, view.hour, held + ordered);
      };
      const rest: Rest = { room: roomOf(session) };
      if (session.series.length > 0)
        for (const series of view.series.keys()) lookAt(series, () => planSeries(session, series, rest));
      if (session.flexible.length > 0) lookAt(null, () => planFlexible(session));
      return { orders: session.orders, considerations: session.considerations };
    },
  };
};
