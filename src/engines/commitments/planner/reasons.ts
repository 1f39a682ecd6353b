import type { Reason } from '../../../shared/commitments/recommend.ts';
import type { KnownEvent } from '../forecast/events.ts';
import type { Forecaster } from '../forecast/forecaster.ts';
import { oddsFall } from '../forecast/odds.ts';
import { rememberedFall } from '../forecast/trend.ts';
import { type Consideration, weightOf } from './plan.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const money = (value: number): string => value.toFixed(2);
const daysPerMonth = 30;
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

const eventReasons = ({ series }: Consideration, events: readonly KnownEvent[]): Reason[] =>
  events
    .filter(
      (event) =>
        event.untilHours > 0 && (series === null || event.series === null || event.series === series),
    )
    .slice(0, mostEvents)
    .map(({ series: own, fromHours, untilHours, factor }) => ({
      code: 'event',
      text: `Known to come: from ${days(fromHours)} on${Number.isFinite(untilHours) ? `, until ${days(untilHours)} from now,` : ''} ${own === null ? 'all usage' : series === null ? 'the usage of a series' : 'its usage'} is ${factor} times as large.`,
    }));

/** Why so much was bought, and no more, in words and with the numbers behind them. */
export const reasonsOf = (
  consideration: Consideration,
  { forecaster, events }: { readonly forecaster: Forecaster; readonly events: readonly KnownEvent[] },
  rules: readonly string[],
): Reason[] => {
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
  for (const rule of rules) reasons.push({ code: 'rule', text: `Made smaller or left out by ${rule}.` });
  return reasons;
};
