import { expect, it } from 'vitest';
import { annual, quote, subscription } from '../../../test/support/subscription-quotes.ts';
import { sentenceOf } from './sentence.ts';

it('explains itself in a sentence', () => {
  const given = annual({ termStart: '2026-03-15', seats: [{ seats: 10, addedAt: '2026-03-15T00:00:00Z' }] });
  const { explanation } = quote(given, { kind: 'addSeats', seats: 3 }, '2027-02-20T08:00:00Z');
  expect(sentenceOf(explanation)).toMatchInlineSnapshot(
    `"3 more seats; 9.87 USD now, for up to 14 March 2027; can be reduced until 27 February 2027 08:00 UTC, then at renewal; renews on 15 March 2027 with 13 seats: 52.00 USD."`,
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
