import { describe, expect, it } from 'vitest';
import { snoozeBounds, snoozeDay } from './snooze-days.ts';

const on = (day: string) => new Date(`${day}T12:00:00Z`);

describe('the days until which findings sleep', () => {
  it('are so many weeks and months ahead', () => {
    expect(snoozeDay('week', on('2026-12-28'))).toBe('2027-01-04');
    expect(snoozeDay('quarter', on('2026-11-22'))).toBe('2027-02-22');
    expect(snoozeDay('year', on('2026-11-22'))).toBe('2027-11-22');
  });

  it('end with a month that has no such day, instead of running into the next one', () => {
    expect(snoozeDay('month', on('2027-01-31'))).toBe('2027-02-28');
    expect(snoozeDay('half-year', on('2026-08-31'))).toBe('2027-02-28');
  });

  it('are at least tomorrow and at most two years ahead, as the API has it', () => {
    expect(snoozeBounds(on('2026-11-22'))).toEqual({ first: '2026-11-23', last: '2028-11-22' });
  });
});
