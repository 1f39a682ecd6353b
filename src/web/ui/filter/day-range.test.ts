import { describe, expect, it } from 'vitest';
import { daysOf, periodOf } from './day-range.ts';

describe('a period as days', () => {
  it('includes its last day and comes back as the same instants', () => {
    const february = { from: '2024-02-01T00:00:00Z', to: '2024-03-01T00:00:00Z' };
    expect(daysOf(february)).toEqual({ first: '2024-02-01', last: '2024-02-29' });
    expect(periodOf(daysOf(february))).toEqual(february);
  });

  it('includes a day that the period ends in', () => {
    expect(daysOf({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T10:00:00Z' }).last).toBe('2026-01-02');
  });
});
