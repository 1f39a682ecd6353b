import { parameters } from './parameters.ts';
import type { PoolMemory } from './pool-memory.ts';

/** One way the future may go: its weight among all, and the level of each step as a multiple of the recent one. */
export interface Expectation {
  readonly kind: 'flat' | 'growth' | 'fall' | 'migration' | 'season' | 'usual' | 'analogue';
  weight: number;
  readonly factors: Float64Array;
  /** The levels without the planner's caution, where it is cautious. */
  readonly plain?: Float64Array;
}

/** The largest multiple of today's level that anything from the past may suggest. */
export const largestFactor = 4;

const errorOf = ({ sum, weight }: { readonly sum: number; readonly weight: number }): number =>
  sum / weight + 0.02;

/** How much better than "as now" a kind of expectation has been, to a power. */
export const skill = (memory: PoolMemory, kind: 'season' | 'usual'): number =>
  (errorOf(memory.judged.flat) / errorOf(memory.judged[kind])) ** parameters.judgementPower[kind];
