import { parameters } from './parameters.ts';

/** How much of the falls that were forecast came. */
export interface FallRecord {
  came: number;
  forecast: number;
}

/** What a forecast of a fall is to weigh beside its usual weight, by how much of past ones came; the usual is 1. */
export const trustIn = (came: number, forecast: number): number => {
  const { prior, priorWeight, power } = parameters.fallRecord;
  const reliability = (prior * priorWeight + came) / (priorWeight + forecast);
  return Math.max(0.02, Math.min(3, reliability / prior)) ** power;
};
