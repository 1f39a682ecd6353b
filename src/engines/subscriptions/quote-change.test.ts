import { describe, expect, it } from 'vitest';
import { annual, quote, subscription } from '../../../test/support/subscription-quotes.ts';
import { sentenceOf } from './sentence.ts';

it('explains itself in a sentence', () => {
  const given = annual({ termStart: '2026-03-15', seats: [{ seats: 10, addedAt: '2026-03-15T00:00:00Z' }] });
  const { explanation } = quote(given, { kind: 'addSeats', seats: 3 }, '2027-02-20T08:00:00Z');
  expect(sentenceOf(explanation)).toMatchInlineSnapshot(
    `"3 more seats; 9.87 USD now, for up to 14 March 2027; can be reduced until 27 February 2027 08:00 UTC, then at renewal; renews on 15 March 2027 with 13 seats: 52.00 USD, at the present price."`,
  );
});

it('knows no rules before the oldest, and says so', () => {
  const given = subscription({
    termStart: '2022-07-01',
    seats: [{ seats: 1, addedAt: '2022-07-01T00:00:00Z' }],
  });
  expect(() => quote(given, { kind: 'cancel' }, '2022-07-10T00:00:00Z')).toThrow(
    /the oldest are of 2022-07-11/,
  );
});

it('nothing can be done with what was cancelled', () => {
  const { refusal } = quote(
    subscription({ status: 'cancelled' }),
    { kind: 'addSeats', seats: 1 },
    '2026-06-12T00:00:00Z',
  );
  expect(refusal).toEqual({ reason: 'cancelled', earliest: null, seatsNow: null });
});

describe('moments in other time zones', () => {
  const ten = annual({ termStart: '2026-03-15', seats: [{ seats: 10, addedAt: '2026-03-15T00:00:00Z' }] });

  it('count as the day they are in UTC, also where it is yesterday or tomorrow there', () => {
    const change = { kind: 'addSeats', seats: 1 };
    const inUtc = quote(ten, change, '2026-04-01T01:30:00Z');
    expect(quote(ten, change, '2026-03-31T20:30:00-05:00')).toEqual(inUtc);
    expect(quote(ten, change, '2026-04-01T15:30:00.0000000+14:00')).toEqual(inUtc);
    expect(inUtc.lines[0]?.from).toBe('2026-04-01');
  });

  it('are read as Partner Center writes them, and close the window at the same moment', () => {
    const provider = { cancellationAllowedUntilDate: '2026-03-22T02:00:00.1230000+02:00' };
    const cancelled = (at: string) => quote({ ...ten, provider }, { kind: 'cancel' }, at).isAllowed;
    expect(cancelled('2026-03-22T00:00:00Z')).toBe(true);
    expect(cancelled('2026-03-22T00:00:01Z')).toBe(false);
  });
});

it('says of a credit that it comes back', () => {
  const given = annual({ termStart: '2026-03-15', seats: [{ seats: 10, addedAt: '2027-02-20T08:00:00Z' }] });
  const { dueNow, explanation } = quote(given, { kind: 'removeSeats', seats: 3 }, '2027-02-20T08:00:00Z');
  expect(dueNow).toBe('-9.87');
  expect(sentenceOf(explanation)).toContain('3 seats fewer; 9.87 USD back now, for up to 14 March 2027');
});

it('says of charges that are not to come that it is less', () => {
  const given = annual({ seats: [{ seats: 10, addedAt: '2026-02-01T08:00:00Z' }] });
  const { untilTermEnd, explanation } = quote(
    given,
    { kind: 'removeSeats', seats: 3 },
    '2026-02-02T08:00:00Z',
  );
  // 13 of 31 days at 4.00 is 1.68 a seat, and eleven months of 12.00
  expect(untilTermEnd).toBe('-137.04');
  expect(sentenceOf(explanation)).toContain('137.04 USD less in all before the term ends on 15 January 2027');
});

it('says that no seats can be reduced, where none can', () => {
  const given = annual({ termStart: '2026-03-15', seats: [{ seats: 10, addedAt: '2026-03-15T00:00:00Z' }] });
  const { explanation } = quote(given, { kind: 'removeSeats', seats: 3 }, '2027-02-20T08:00:00Z');
  expect(sentenceOf(explanation)).toContain('No seats can be reduced now; possible from 15 March 2027');
});
