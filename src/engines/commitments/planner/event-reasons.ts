import type { Reason } from '../../../shared/commitments/recommend.ts';
import { containedFactor, isReadable, isToCome, type KnownEvent } from '../forecast/events.ts';
import type { Consideration } from './plan.ts';

/** Further events are in the forecast, but not told one by one. */
const mostEvents = 5;

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

/** Events that change what is to come of a pool. */
export const eventReasons = ({ series }: Consideration, events: readonly KnownEvent[]): Reason[] =>
  events
    .filter(
      (event) => isToCome(event) && (series === null || event.series === null || event.series === series),
    )
    .slice(0, mostEvents)
    .map((event) => ({ code: 'event', text: eventText(event, series) }));
