import { addDay, createDaily, type Daily, median } from './daily.ts';
import type { FallRecord } from './fall-record.ts';
import { lineSlope } from './line-slope.ts';
import {
  createOdds,
  judgeOdds,
  learnOdds,
  learnOddsSwing,
  learnOddsTrend,
  type Odds,
  oddsFall,
} from './odds.ts';
import { parameters } from './parameters.ts';
import { closedSwing } from './swing.ts';
import { dampedDays, hasRecovered, isBelowBefore, rememberedFall, rememberFall, trendOf } from './trend.ts';
import { roughnessOf, weekDays, wholeWeeksDays } from './weeks.ts';

const worstError = 1.5;

/** Mean error of a kind of expectation, recent weeks counting more. */
interface Judgement {
  sum: number;
  weight: number;
}

/** What is remembered of one pool: a series, or the total. */
export interface PoolMemory {
  readonly level: Daily;
  /** The pool against the rest of the total. */
  readonly odds: Odds;
  /** Mean of the last seven days, by day. */
  readonly week: number[];
  /** Logarithm of the week's mean over the median of the last weeks, by day: how unusual a day's level is. */
  readonly excess: number[];
  readonly falls: number[];
  /** How the last year spoke for a season, by week once there is a year. */
  readonly swings: number[];
  growth: number;
  /** Slope of the line through the last weeks, logarithmic a day, up or down. */
  line: number;
  /** Whether the level is back among the highest of half a year. */
  hasRecovered: boolean;
  /** Whether the level is as it was for weeks, and nothing grows. */
  isSteady: boolean;
  /** Whether the level fell in the last months; a share of the total also falls where others grow. */
  isBelowBefore: boolean;
  readonly judged: { readonly flat: Judgement; readonly season: Judgement; readonly usual: Judgement };
  readonly fallRecord: FallRecord;
  /** Expectations of past weeks that wait to be judged: the day, and the slopes that were expected. */
  readonly waiting: { readonly day: number; readonly slope: number; readonly oddsFall: number }[];
}

const priorError = 0.1;
const priorWeight = 4;
const freshJudgement = (): Judgement => ({ sum: priorError * priorWeight, weight: priorWeight });

export const createPoolMemory = (): PoolMemory => ({
  level: createDaily(),
  odds: createOdds(),
  week: [],
  excess: [],
  falls: [],
  swings: [],
  growth: 0,
  line: 0,
  hasRecovered: false,
  isSteady: false,
  isBelowBefore: false,
  judged: { flat: freshJudgement(), season: freshJudgement(), usual: freshJudgement() },
  fallRecord: { came: 0, forecast: 0 },
  waiting: [],
});

/** The fall that is expected from the pool's own trend, logarithmic a day; 0 where none is. */
export const expectedFall = (memory: PoolMemory): number =>
  memory.hasRecovered ? 0 : parameters.fallFactor * rememberedFall(memory.falls);

/** Expected slope, logarithmic a day: a fall made steeper, or growth made slower. */
export const expectedSlope = (memory: PoolMemory): number => {
  const fall = expectedFall(memory);
  return fall < 0 ? fall : memory.growth * parameters.growthFactor;
};

const logarithm = (value: number): number => Math.log(Math.max(value, 1e-9));
const weekAt = (memory: PoolMemory, day: number): number => logarithm(memory.week[day] ?? 0);

const judge = (judgement: Judgement, error: number): void => {
  judgement.sum = judgement.sum * parameters.judgementDecay + Math.min(worstError, Math.abs(error));
  judgement.weight = judgement.weight * parameters.judgementDecay + 1;
};

/** Whether a fall that was forecast came, counted by its size; one that turned into growth counts against. */
const judgeFall = (memory: PoolMemory, shared: FallRecord, forecast: number, actual: number): void => {
  const { smallest, decay } = parameters.fallRecord;
  if (forecast >= -smallest) return;
  const size = Math.min(0.5, -forecast);
  const came = size * Math.max(-0.5, Math.min(1, (1.5 * actual) / forecast));
  const own = memory.fallRecord;
  own.came = own.came * decay + came;
  own.forecast = own.forecast * decay + size;
  shared.came += came;
  shared.forecast += size;
};

/** Compares what was expected with what came, once it has come. */
const judgeRipe = (memory: PoolMemory, shared: FallRecord): void => {
  const { judgedDays, usualDays } = parameters;
  const last = memory.week.length - 1;
  for (;;) {
    const [ripe] = memory.waiting;
    if (ripe === undefined || ripe.day + judgedDays > last) return;
    memory.waiting.shift();
    const { day, slope, oddsFall } = ripe;
    const actual = weekAt(memory, day + judgedDays) - weekAt(memory, day);
    judgeFall(memory, shared, slope * dampedDays(judgedDays), actual);
    judgeOdds(memory.odds, day, oddsFall, judgedDays);
    judge(memory.judged.flat, actual);
    if (day >= wholeWeeksDays + weekDays + 1) {
      const before = day - wholeWeeksDays;
      judge(memory.judged.season, actual - (weekAt(memory, before + judgedDays) - weekAt(memory, before)));
    }
    const usual = median(memory.week.slice(Math.max(0, day - usualDays), day + 1));
    judge(memory.judged.usual, weekAt(memory, day) + actual - logarithm(usual));
  }
};

const learnTrend = (memory: PoolMemory, isSeries: boolean): void => {
  const trend = trendOf(memory.level);
  memory.growth = trend.growth;
  memory.isSteady = trend.isSteady;
  rememberFall(memory.falls, trend);
  memory.hasRecovered = hasRecovered(memory.level);
  if (isSeries) {
    memory.isBelowBefore = isBelowBefore(memory.level);
    learnOddsTrend(memory.odds);
  } else {
    const { weeks, totalErrors: errors } = parameters.migration;
    memory.line = lineSlope(memory.level, { weeks, errors }, roughnessOf(memory.level));
  }
};

const learnSwing = (memory: PoolMemory, isSeries: boolean): void => {
  const count = memory.week.length;
  if (count < 365 || (count > 365 && count % weekDays !== 0)) return;
  memory.swings.push(closedSwing(memory.week, memory.level));
  if (isSeries) learnOddsSwing(memory.odds);
};

/** Takes in a day: its mean, and the total's. `shared` is the record of falls of all pools. */
export const learnDay = (
  memory: PoolMemory,
  day: { readonly mean: number; readonly total: number; readonly isSeries: boolean },
  shared: FallRecord,
): void => {
  addDay(memory.level, day.mean);
  if (day.isSeries) learnOdds(memory.odds, day.mean, day.total);
  const { sums } = memory.level;
  const count = memory.level.days.length;
  const from = Math.max(0, count - weekDays);
  const week = ((sums[count] ?? 0) - (sums[from] ?? 0)) / (count - from);
  memory.week.push(week);
  const usual = median(memory.week.slice(-parameters.analogues.medianDays));
  memory.excess.push(usual > 0 && week > 0 ? Math.log(week / usual) : 0);
  // Trends change slowly: every other day is enough, and halves the work.
  if (count % 2 === 0 || count < 2) learnTrend(memory, day.isSeries);
  else {
    memory.falls.push(memory.falls.at(-1) ?? 0);
    if (day.isSeries) memory.odds.falls.push(memory.odds.falls.at(-1) ?? 0);
  }
  if (count % weekDays === 0 && count > 2 * weekDays)
    memory.waiting.push({
      day: count - 1,
      slope: expectedSlope(memory),
      oddsFall: oddsFall(memory.odds),
    });
  learnSwing(memory, day.isSeries);
  judgeRipe(memory, shared);
};
