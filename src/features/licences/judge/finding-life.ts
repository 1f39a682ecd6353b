import type { FindingState } from '../../../shared/licences/contract.ts';

/** A finding before a judgement. */
export interface Before {
  readonly state: FindingState;
  /** The day on which a snooze ends, `2026-06-30`. */
  readonly snoozedUntil: string | null;
}

/** What a judgement saw of it. */
export interface Sight {
  readonly isFound: boolean;
  /** False where the same sync is judged again, by other prices or another policy. */
  readonly isNewSync: boolean;
  /** False where what was read says nothing about it: then it is not gone. */
  readonly mayVanish: boolean;
  readonly today: string;
}

/** Whether a snooze has ended: the finding comes back on the day that was named. */
const isAwake = ({ snoozedUntil }: Before, today: string): boolean =>
  snoozedUntil === null || today >= snoozedUntil;

const whenFound = (before: Before, { isNewSync, today }: Sight): FindingState => {
  switch (before.state) {
    case 'new':
      return isNewSync ? 'open' : 'new';
    case 'gone':
      return 'reopened';
    case 'done':
      // The facts of a sync that was read before the change show it undone.
      return isNewSync ? 'reopened' : 'done';
    case 'snoozed':
      return isAwake(before, today) ? 'open' : 'snoozed';
    case 'open':
    case 'reopened':
    case 'dismissed':
    case 'planned':
      return before.state;
  }
};

const whenNotFound = (before: Before, { mayVanish, today }: Sight): FindingState => {
  if (before.state === 'done' || before.state === 'gone') return before.state;
  if (mayVanish) return 'gone';
  return before.state === 'snoozed' && isAwake(before, today) ? 'open' : before.state;
};

/** The state of a finding after a judgement; null for one that neither was there nor is found. */
export const nextState = (before: Before | null, sight: Sight): FindingState | null => {
  if (before === null) return sight.isFound ? 'new' : null;
  return sight.isFound ? whenFound(before, sight) : whenNotFound(before, sight);
};
