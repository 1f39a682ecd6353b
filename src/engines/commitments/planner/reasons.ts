import type { Reason } from '../../../shared/commitments/recommend.ts';
import type { Offer } from '../backtest/offer.ts';
import type { Order } from '../backtest/order.ts';
import { containedFactor, isReadable, isToCome, type KnownEvent } from '../forecast/events.ts';
import type { Forecaster } from '../forecast/forecaster.ts';
import { oddsFall } from '../forecast/odds.ts';
import { rememberedFall } from '../forecast/trend.ts';
import { type Consideration, weightOf } from './plan.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const money = (value: number): string => value.toFixed(2);
const daysPerMonth = 30;
/** Into how many layers the planner parts a pool. */
const layers = 12;
/** Further events are in the forecast, but not told one by one. */
const mostEvents = 5;
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

const days = (hours: number): string => `${Math.max(0, Math.round(hours / 24))} days`;

/** An event in words: what is to come, or what a running one has done and what its end will do. */
const eventText = (event: KnownEvent, series: number | null): string => {
  const { fromHours, untilHours, factor } = event;
  const whose = event.series === null ? 'all usage' : series === null ? 'the usage of a series' : 'its usage';
  const ends = Number.isFinite(untilHours);
  if (fromHours > 0) {
    return `Known to come: from ${days(fromHours)} on${ends ? `, until ${days(untilHours)} from now,` : ''} ${whose} is ${factor} times as large.`;
  }
  const running = `Begun ${days(-fromHours)} ago: ${whose} is ${factor} times as large`;
  if (!isReadable(event)) {
    return `${running}${ends ? `, until ${days(untilHours)} from now` : ''}. Too little is left to read from it what comes back: that is not in the forecast.`;
  }
  const contained = containedFactor(event);
  if (!ends) return `${running}, and the last 14 days hold it in part only.`;
  return `${running}; when that ends, ${days(untilHours)} from now, it is ${(1 / contained).toFixed(2)} times as large as in the last 14 days.`;
};

const eventReasons = ({ series }: Consideration, events: readonly KnownEvent[]): Reason[] =>
  events
    .filter(
      (event) => isToCome(event) && (series === null || event.series === null || event.series === series),
    )
    .slice(0, mostEvents)
    .map((event) => ({ code: 'event', text: eventText(event, series) }));

/** What a purchase is explained from: what was planned for all pools. */
interface Planned {
  readonly forecaster: Forecaster;
  readonly events: readonly KnownEvent[];
  readonly orders: readonly Order[];
  readonly offers: readonly Offer[];
  readonly considerations: readonly Consideration[];
}

/** Offers that text names. */
const mostNamed = 5;

/** The offers that took layers which the forecast supports for this one, if there are any. */
const takersOf = (
  { offer, series, supported }: Consideration,
  { orders, offers, considerations }: Planned,
): { readonly takers: readonly string[]; readonly isInPool: boolean } => {
  const own = orders.filter((order) => order.series === series);
  const ordered = own.find((order) => offers[order.offer] === offer)?.quantity ?? 0;
  const others = own.flatMap((order) => offers[order.offer] ?? []).filter((each) => each !== offer);
  const most = Math.max(
    ...considerations.filter((each) => each.series === series).map((each) => each.supported),
  );
  // The planner gives layers whole: half of one is rounding.
  const isTaken = supported > 0 && (ordered === 0 || supported - ordered > (most / layers) * 0.51);
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
