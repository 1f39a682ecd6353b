import type { ExistingCommitment, RecommendRules } from '../../../shared/commitments/recommend.ts';
import type { Offer } from '../backtest/offer.ts';
import type { View } from '../backtest/policy.ts';
import { createPortfolio, type MutablePortfolio } from '../backtest/portfolio.ts';
import { dayHours } from '../calendar.ts';
import { type Demand, totalOf } from '../demand/demand.ts';
import { type KnownEvent, withEvents } from '../forecast/events.ts';
import { createForecaster, type Forecaster } from '../forecast/forecaster.ts';
import { createForecastJudge, type ForecastRecord } from '../forecast/intervals.ts';
import { parameters } from '../forecast/parameters.ts';
import type { DraftTranche } from './draft-tranche.ts';
import type { Held } from './held.ts';
import { monthlyOnDemand } from './lock-in.ts';
import type { Consideration } from './plan.ts';
import { type PlannedPool, plannedPoolsOf } from './planned-pools.ts';
import { createPlanner } from './planner.ts';
import { applyRules } from './rules.ts';

const hourMs = 3_600_000;
/** Series whose forecast is held against the past: the largest. */
const mostJudged = 24;

export interface RecommendInput {
  readonly demand: Demand;
  readonly offers: readonly Offer[];
  readonly existing: readonly ExistingCommitment[];
  readonly rules: RecommendRules;
}

/** All that a recommendation is written from. */
export interface RecommendWork {
  readonly tranches: readonly DraftTranche[];
  readonly declined: readonly Declined[];
  readonly considerations: readonly Consideration[];
  readonly pools: ReadonlyMap<number | null, PlannedPool>;
  readonly offers: readonly Offer[];
  readonly held: readonly Held[];
  readonly events: readonly KnownEvent[];
  /** It knows the events too. */
  readonly forecaster: Forecaster;
  readonly recordOf: (pool: number | null) => ForecastRecord | undefined;
  readonly monthlyOnDemand: number;
}

/** An offer that was not bought for a pool, or less of it than the planner would have, and the rules that say so. */
export interface Declined {
  readonly consideration: Consideration;
  /** On-demand dollars an hour that rules cut; undefined where the planner itself wanted none. */
  readonly cut: number | undefined;
  readonly rules: readonly string[];
}

/** The shape of a fortnight is what everything is planned from: with less of it nothing is recommended. */
export const fewestDays = parameters.shapeDays;

export const isTooShort = (demand: Demand): boolean => demand.hours < fewestDays * dayHours;

const offersOf = ({ offers, rules }: RecommendInput): readonly Offer[] =>
  offers.filter(({ id }) => rules.offers === undefined || rules.offers.includes(id));

const seriesIndex = (demand: Demand, name: string | null | undefined): number | null => {
  if (name === null || name === undefined) return null;
  const index = demand.series.indexOf(name);
  return index < 0 ? null : index;
};

/** What is held and has not ended. A commitment of a series without demand covers nothing, but is still paid. */
export const heldNow = ({ demand, existing }: RecommendInput): readonly Held[] =>
  existing.flatMap((each) => {
    const endHour = Math.round((Date.parse(each.endsAt) - demand.startMs) / hourMs);
    const series = each.scope === 'flexible' ? null : seriesIndex(demand, each.series);
    if (endHour <= demand.hours) return [];
    const isUsable = each.scope === 'flexible' || series !== null;
    return [{ series, quantity: Number(each.quantity), discount: Number(each.discount), endHour, isUsable }];
  });

const eventsOf = ({ demand, rules }: RecommendInput): readonly KnownEvent[] =>
  (rules.events ?? []).flatMap(({ series, from, until, factor }) => {
    const hoursFromNow = (text: string): number =>
      (Date.parse(text) - demand.startMs) / hourMs - demand.hours;
    const index = seriesIndex(demand, series);
    if (index === null && series !== null && series !== undefined) return [];
    const untilHours = until === undefined ? Number.POSITIVE_INFINITY : hoursFromNow(until);
    return [{ series: index, fromHours: hoursFromNow(from), untilHours, factor: Number(factor) }];
  });

/** Replays the past day by day, so that the forecast can be held against what came. */
const replay = (demand: Demand, total: Float64Array, forecaster: Forecaster) => {
  const judge = createForecastJudge(forecaster, [null, ...demand.series.keys()].slice(0, mostJudged + 1));
  const days = Math.floor(demand.hours / dayHours);
  const offset = demand.hours - days * dayHours;
  for (let day = 1; day <= days; day += 1) {
    forecaster.learn({ hour: offset + day * dayHours, series: demand.quantities, total });
    judge.observe(day);
  }
  return judge;
};

const portfolioOf = (offers: readonly Offer[], demand: Demand, held: readonly Held[]): MutablePortfolio => {
  const portfolio = createPortfolio(offers, demand.series.length, demand.hours);
  for (const { series, quantity, endHour, isUsable } of held) {
    if (isUsable) portfolio.hold(series, quantity, endHour - demand.hours);
  }
  return portfolio;
};

/** Puts the largest series first: they are planned first, and shown first. */
export const largestFirst = (demand: Demand): Demand => {
  const sums = demand.quantities.map((own) =>
    own.subarray(-30 * dayHours).reduce((sum, each) => sum + each, 0),
  );
  const order = [...demand.series.keys()].sort((one, other) => (sums[other] ?? 0) - (sums[one] ?? 0));
  return {
    ...demand,
    series: order.map((index) => demand.series[index] ?? ''),
    quantities: order.map((index) => demand.quantities[index] ?? new Float64Array()),
  };
};

/** What the planner did not order, and what rules cut of its orders. */
const declinedOf = (
  considerations: readonly Consideration[],
  { tranches, remainders }: ReturnType<typeof applyRules>,
): readonly Declined[] => {
  const cuts = new Map(remainders.map((each) => [each.consideration, each]));
  const bought = new Set(tranches.map(({ consideration }) => consideration));
  return considerations.flatMap((consideration): readonly Declined[] => {
    const cut = cuts.get(consideration);
    if (cut !== undefined) return [{ consideration, cut: cut.quantity, rules: cut.rules }];
    return bought.has(consideration) ? [] : [{ consideration, cut: undefined, rules: [] }];
  });
};

/** Plans what to buy at the end of the demand, beside what is held, under rules. */
export const planPurchases = (input: RecommendInput): RecommendWork => {
  const { demand, rules } = input;
  const offers = offersOf(input);
  const total = totalOf(demand);
  const forecaster = createForecaster();
  const judge = replay(demand, total, forecaster);
  const held = heldNow(input);
  const events = eventsOf(input);
  const knowing = withEvents(forecaster, events);
  const common = {
    offers,
    held,
    events,
    forecaster: knowing,
    recordOf: judge.recordOf,
    monthlyOnDemand: monthlyOnDemand(total, demand.hours),
  };
  if (isTooShort(demand))
    return { ...common, pools: new Map(), considerations: [], tranches: [], declined: [] };
  const portfolio = portfolioOf(offers, demand, held);
  const view: View = { hour: demand.hours, series: demand.quantities, total, offers, portfolio };
  const plan = createPlanner(knowing).plan(view);
  const ruled = applyRules({ ...common, ...plan, rules, hour: demand.hours });
  return {
    ...common,
    considerations: plan.considerations,
    pools: plannedPoolsOf(plan, offers),
    tranches: ruled.tranches,
    declined: declinedOf(plan.considerations, ruled),
  };
};
