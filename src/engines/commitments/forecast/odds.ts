import { addDay, createDaily, type Daily, meanBack } from './daily.ts';
import type { FallRecord } from './fall-record.ts';
import { lineSlope } from './line-slope.ts';
import { parameters } from './parameters.ts';
import { closedSwing } from './swing.ts';
import { dampedDays, rememberedFall } from './trend.ts';
import { roughnessOf, weekDays } from './weeks.ts';

/**
 * What is remembered of a series' odds: its demand over that of all others. Where workloads move from one place to
 * another, the logarithm of the odds falls along a straight line (Fisher and Pry, "A simple substitution model of
 * technological change", 1971), long before the level of a growing whole does.
 */
export interface Odds {
  readonly daily: Daily;
  /** Mean of the last seven days, by day. */
  readonly week: number[];
  /** Falls of the logarithm a day, 0 or below, by day. */
  readonly falls: number[];
  /** How the last year spoke for a season, by week once there is a year. */
  readonly swings: number[];
  readonly record: FallRecord;
}

export const createOdds = (): Odds => ({
  daily: createDaily(),
  week: [],
  falls: [],
  swings: [],
  record: { came: 0, forecast: 0 },
});

/**
 * The rest counts as at least this part of the total: that one or two of a hundred arrive elsewhere moves nobody away,
 * however much it does to the odds.
 */
const smallestRest = 0.03;

/** Takes in a day's mean of the series and of the total. */
export const learnOdds = (odds: Odds, mean: number, total: number): void => {
  addDay(odds.daily, total > 0 ? mean / Math.max(total - mean, total * smallestRest) : 0);
  odds.week.push(meanBack(odds.daily, 0, weekDays));
};

/** Takes in whether the odds fall now. */
export const learnOddsTrend = (odds: Odds): void => {
  const { weeks, errors } = parameters.migration;
  odds.falls.push(Math.min(0, lineSlope(odds.daily, { weeks, errors }, roughnessOf(odds.daily))));
};

/** Takes in what the last year says of a season of the odds. */
export const learnOddsSwing = (odds: Odds): void => {
  odds.swings.push(closedSwing(odds.week, odds.daily));
};

/** The steepest fall of the logarithm a day of the last weeks. */
export const oddsFall = ({ falls }: Odds): number => rememberedFall(falls);

/** Counts how much of the fall that was forecast on a day came within so many days. */
export const judgeOdds = (odds: Odds, day: number, forecastSlope: number, days: number): void => {
  const { smallest, decay } = parameters.fallRecord;
  const forecast = forecastSlope * dampedDays(days);
  if (forecast >= -smallest) return;
  const logarithm = (at: number): number => Math.log(Math.max(odds.week[at] ?? 0, 1e-9));
  const size = Math.min(0.5, -forecast);
  const part = (logarithm(day + days) - logarithm(day)) / forecast;
  odds.record.came = odds.record.came * decay + size * Math.max(-0.5, Math.min(1, part));
  odds.record.forecast = odds.record.forecast * decay + size;
};
