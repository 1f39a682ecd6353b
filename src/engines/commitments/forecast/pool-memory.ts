import { addDay, createDaily, type Daily, median } from './daily.ts';
import { parameters } from './parameters.ts';
import { closedSwing } from './swing.ts';
import { dampedDays, isBelowBefore, rememberedFall, rememberFall, trendOf } from './trend.ts';
import { weekDays } from './weeks.ts';

const yearDays = 364;
const worstError = 1.5;

/** Mean error of a kind of expectation, recent weeks counting more. */
interface Judgement {
  sum: number;
  weight: number;
}

/** How much of the falls that were forecast came. */
export interface FallRecord {
  came: number;
  forecast: number;
}

/** What is remembered of one pool: a series, or the total. */
export interface PoolMemory {
  readonly level: Daily;
  /** The pool's share of the total. */
  readonly share: Daily;
  /** Mean of the last seven days, by day. */
  readonly week: number[];
  /** Logarithm of the week's mean over the median of the last weeks, by day: how unusual a day's level is. */
  readonly excess: number[];
  readonly falls: number[];
  readonly shareFalls: number[];
  /** How the last year spoke for a season, by week once there is a year. */
  readonly swings: number[];
  growth: number;
  /** Whether the level is as it was for weeks, and nothing grows. */
  isSteady: boolean;
  /** Whether the level fell in the last months by more than scatter; a share of the total also falls where others grow. */
  isBelowBefore: boolean;
  readonly judged: { readonly flat: Judgement; readonly season: Judgement; readonly usual: Judgement };
  readonly fallRecord: FallRecord;
  /** Expectations of past weeks that wait to be judged: the day, and the slope that was expected. */
  readonly waiting: { readonly day: number; readonly slope: number }[];
}

const priorError = 0.1;
const priorWeight = 4;
const freshJudgement = (): Judgement => ({ sum: priorError * priorWeight, weight: priorWeight });

export const createPoolMemory = (): PoolMemory => ({
  level: createDaily(),
  share: createDaily(),
  week: [],
  excess: [],
  falls: [],
  shareFalls: [],
  swings: [],
  growth: 0,
  isSteady: false,
  isBelowBefore: false,
  judged: { flat: freshJudgement(), season: freshJudgement(), usual: freshJudgement() },
  fallRecord: { came: 0, forecast: 0 },
  waiting: [],
});

/** The steepest fall that is expected, from the pool's own trend or from its falling share of the total (migration). */
export const expectedFall = (memory: PoolMemory): number =>
  parameters.fallFactor * Math.min(rememberedFall(memory.falls), rememberedFall(memory.shareFalls));

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
    const { day, slope } = ripe;
    const actual = weekAt(memory, day + judgedDays) - weekAt(memory, day);
    judgeFall(memory, shared, slope * dampedDays(judgedDays), actual);
    judge(memory.judged.flat, actual);
    if (day >= yearDays + weekDays + 1) {
      const before = day - yearDays;
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
  if (!isSeries) {
    memory.shareFalls.push(0);
    return;
  }
  memory.isBelowBefore = isBelowBefore(memory.level);
  rememberFall(memory.shareFalls, trendOf(memory.share));
};

const learnSwing = (memory: PoolMemory): void => {
  const count = memory.week.length;
  if (count === 365 || (count > 365 && count % weekDays === 0))
    memory.swings.push(closedSwing(memory.week, memory.level));
};

/** Takes in a day: its mean, and the total's. `shared` is the record of falls of all pools. */
export const learnDay = (
  memory: PoolMemory,
  day: { readonly mean: number; readonly total: number; readonly isSeries: boolean },
  shared: FallRecord,
): void => {
  addDay(memory.level, day.mean);
  addDay(memory.share, day.total > 0 ? day.mean / day.total : 0);
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
    memory.shareFalls.push(memory.shareFalls.at(-1) ?? 0);
  }
  if (count % weekDays === 0 && count > 2 * weekDays)
    memory.waiting.push({ day: count - 1, slope: expectedSlope(memory) });
  learnSwing(memory);
  judgeRipe(memory, shared);
};
