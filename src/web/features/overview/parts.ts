import type { Overview } from '../../../shared/overview/contract.ts';
import type { Questions } from './questions.ts';

/** What each part of the overview is given. */
export interface PartProps {
  readonly overview: Overview;
  readonly month: NonNullable<Overview['month']>;
  readonly questions: Questions;
  readonly currency: string;
}

/** The last day (UTC) before an exclusive end. */
export const lastDayOf = (end: string): string =>
  new Date(new Date(end).getTime() - 1).toISOString().slice(0, 10);
