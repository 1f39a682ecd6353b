import type { Reason } from '../../../shared/commitments/recommend.ts';
import type { Offer } from '../backtest/offer.ts';
import type { KnownEvent } from '../forecast/events.ts';
import type { Forecaster } from '../forecast/forecaster.ts';
import { oddsFall } from '../forecast/odds.ts';
import { rememberedFall } from '../forecast/trend.ts';
import { eventReasons } from './event-reasons.ts';
import { layers } from './layers.ts';
import { type Consideration, weightOf } from './plan.ts';
import type { PlannedPool } from './planned-pools.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const money = (value: number): string => value.toFixed(2);
const daysPerMonth = 30;
/** Expectations that weigh less do not decide anything. */
const leastWorthSaying = 0.05;

const monthly = (slope: number): string => percent(1 - Math.exp(slope * daysPerMonth));

const fallReasons = ({ series, outlook }: Consideration, forecaster: Forecaster): Reason[] => {
  const memory = forecaster.memory(series);
  const reasons: Reason[] = [];
  const fall = weightOf(outlook.expectations, 'fall');
  if (fall >= leastWorthSaying) {
    reasons.push({
      code: 'fall',
      text: `Usage fell by up to ${monthly(rememberedFall(memory.falls))} a month in the last months; that it goes on falling weighs ${percent(fall)}.`,
    });
  }
  const migration = weightOf(outlook.expectations, 'migration');
  if (migration >= leastWorthSaying) {
    reasons.push({
      code: 'migration',
      text: `Beside the other series its usage fell by up to ${monthly(oddsFall(memory.odds))} a month: workloads move elsewhere. That they go on weighs ${percent(migration)}.`,
    });
  }
  return reasons;
};

/** What a purchase is explained from: what was planned for all pools. */
interface Planned {
  readonly forecaster: Forecaster;
  readonly events: readonly KnownEvent[];
  readonly offers: readonly Offer[];
  readonly pools: ReadonlyMap<number | null, PlannedPool>;
}

/** Offers that text names. */
const mostNamed = 5;

/** The offers that took layers which the forecast supports for this one, if there are any. */
const takersOf = (
  { offer, series, supported }: Consideration,
  { pools, offers }: Planned,
): { readonly takers: readonly string[]; readonly isInPool: boolean } => {
  const pool = pools.get(series);
  const ordered = pool?.ordered.get(offer) ?? 0;
  const others = [...(pool?.ordered.keys() ?? [])].filter((each) => each !== offer);
  // The planner gives layers whole: half of one is rounding.
  const rounding = ((pool?.supported ?? 0) / layers) * 0.51;
  const isTaken = supported > 0 && (ordered === 0 || supported - ordered > rounding);
  if (!isTaken) return { takers: [], isInPool: true };
  if (others.length > 0 || series === null) return { takers: others.map(({ id }) => id), isInPool: true };
  return { takers: offers.filter(({ scope }) => scope === 'flexible').map(({ id }) => id), isInPool: false };
};

const otherOfferReasons = (consideration: Consideration, planned: Planned): Reason[] => {
  const { takers, isInPool } = takersOf(consideration, planned);
  if (takers.length === 0) return [];
  const named = `${takers.slice(0, mostNamed).join(', ')}${takers.length > mostNamed ? ', …' : ''}`;
  const text = isInPool
    ? `Layers that it could cover go to ${named}, which saves more with them over the horizon.`
    : `Layers that it could cover are left to what is flexible (${named}), which would save more with them over the horizon.`;
  return [{ code: 'other-offer', text }];
};

const ruleReasons = (rules: readonly string[], cut: number | undefined): Reason[] =>
  rules.map((rule) => ({
    code: 'rule',
    text:
      cut === undefined
        ? `Made smaller by ${rule}.`
        : `Of what was planned, ${money(cut)} an hour was left out by ${rule}.`,
  }));

/**
 * Why so much was bought, and no more, in words and with the numbers behind them. `cut` is what rules left out of it,
 * an hour.
 */
export const reasonsOf = (
  consideration: Consideration,
  planned: Planned,
  { rules, cut }: { readonly rules: readonly string[]; readonly cut?: number | undefined },
): Reason[] => {
  const { forecaster, events } = planned;
  const { offer, ceiling, patienceDays, held, room, supported, outlook } = consideration;
  const reasons: Reason[] = [
    {
      code: 'recent-usage',
      text: `${money(ceiling)} an hour was used for at least ${percent(1 - offer.discount)} of the recent hours, the break-even of this offer.`,
    },
  ];
  if (held > 0) reasons.push({ code: 'held', text: `${money(held)} an hour is held already.` });
  if (patienceDays > 0) {
    reasons.push({
      code: 'patience',
      text: `Peaks of the past came back down: counted is what lasted over ${patienceDays} days.`,
    });
  }
  const left = Math.max(0, room);
  reasons.push({
    code: 'forecast',
    text:
      supported >= left * 0.999
        ? `The forecast over the whole term of ${Math.round(offer.termHours / 24)} days supports all ${money(left)} that could be added.`
        : `The forecast over the whole term of ${Math.round(offer.termHours / 24)} days supports ${money(supported)} of the ${money(left)} that could be added.`,
  });
  reasons.push(...fallReasons(consideration, forecaster), ...eventReasons(consideration, events));
  const season = weightOf(outlook.expectations, 'season');
  if (season > 0.2)
    reasons.push({ code: 'season', text: `That the year repeats itself weighs ${percent(season)}.` });
  reasons.push(...otherOfferReasons(consideration, planned), ...ruleReasons(rules, cut));
  return reasons;
};
