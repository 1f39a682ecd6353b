import { describe, expect, it } from 'vitest';
import { outcomeOf } from './import-outcome.ts';

const shrunk = [
  {
    provider: 'AWS',
    billingAccountId: '1',
    billingPeriodStart: '2024-09-01T00:00:00Z',
    rowsBefore: 942,
    rowsAfter: 36,
  },
];

describe('the outcome of an import', () => {
  it('is a plain success only when every row came in and no period shrank', () => {
    expect(outcomeOf({ state: 'imported', rowsRejected: 0, shrunk: [] })).toBe('imported');
    expect(outcomeOf({ state: 'imported', rowsRejected: null })).toBe('imported');
    expect(outcomeOf({ state: 'imported', rowsRejected: 1, shrunk })).toBe('partly');
    expect(outcomeOf({ state: 'imported', rowsRejected: 0, shrunk })).toBe('shrunk');
  });

  it('stays the state where nothing was imported', () => {
    expect(outcomeOf({ state: 'failed', rowsRejected: 12 })).toBe('failed');
    expect(outcomeOf({ state: 'removed', rowsRejected: 12, shrunk })).toBe('removed');
  });
});
