import { expect, it } from 'vitest';
import { isIdleDays, withIdleDays } from './user-details.ts';

const signIn = { source: 'users', field: 'lastSuccessfulSignInDateTime', value: '2026-02-27' };

it('days idle are counted from the last activity to the day of the facts, over the end of a month', () => {
  expect(withIdleDays([signIn], { asOf: '2026-03-02', lastActivityOn: '2026-02-27' })).toEqual([
    signIn,
    { source: 'audit', field: 'daysIdle', value: '3' },
  ]);
});

it('days idle that were kept with a row are those of its own day, not of this one', () => {
  const kept = [signIn, { source: 'audit', field: 'daysIdle', value: '99' }];
  const shown = withIdleDays(kept, { asOf: '2026-02-27', lastActivityOn: '2026-02-27' });
  expect(shown.filter(isIdleDays)).toEqual([{ source: 'audit', field: 'daysIdle', value: '0' }]);
});

it('who was never active is not idle for any number of days', () => {
  expect(withIdleDays([signIn], { asOf: '2026-02-27', lastActivityOn: null })).toEqual([signIn]);
});
