import { describe, expect, it } from 'vitest';
import {
  amounts,
  annual,
  type Json,
  quote,
  subscription,
} from '../../../test/support/subscription-quotes.ts';

describe('cancelling', () => {
  const cancelled = (given: Json, at: string) => quote(given, { kind: 'cancel' }, at);

  it('a licence within seven days, for the days after the day of the cancellation', () => {
    const third = cancelled(subscription(), '2026-06-13T09:00:00Z');
    expect(amounts(third)).toEqual([['cancel', 1, 27, 30, '-3.60']]);
    expect(third.seatsAfter).toBe(0);
    expect(cancelled(subscription(), '2026-06-18T09:00:00Z').isAllowed).toBe(true);
    expect(cancelled(subscription(), '2026-06-18T09:00:01Z').refusal).toEqual({
      reason: 'window-closed',
      earliest: '2026-07-11',
      seatsNow: null,
    });
  });

  it('seats that were added later do not open the window of the subscription', () => {
    const given = annual({
      seats: [
        { seats: 10, addedAt: '2026-01-15T09:00:00Z' },
        { seats: 1, addedAt: '2026-02-10T00:00:00Z' },
      ],
    });
    expect(cancelled(given, '2026-02-11T00:00:00Z').isAllowed).toBe(false);
  });

  it('perpetual software within 30 days, in full', () => {
    const given = subscription({
      kind: 'perpetual',
      term: null,
      billing: 'one-time',
      price: { amount: '501.00' },
      seats: [{ seats: 2, addedAt: '2026-06-11T09:00:00Z' }],
    });
    expect(cancelled(given, '2026-07-11T09:00:00Z').dueNow).toBe('-1002.00');
    expect(cancelled(given, '2026-07-11T09:00:01Z').refusal).toMatchObject({
      reason: 'window-closed',
      earliest: null,
    });
  });

  it('SaaS of the marketplace within 72 hours, in full', () => {
    const given = annual({ kind: 'marketplace-saas' });
    expect(cancelled(given, '2026-01-18T09:00:00Z').dueNow).toBe('-40.00');
    expect(cancelled(given, '2026-01-18T09:00:01Z').isAllowed).toBe(false);
  });

  it('an extended term at any time', () => {
    const given = subscription({ extendedTerm: true });
    expect(amounts(cancelled(given, '2026-06-30T09:00:00Z'))).toEqual([['cancel', 1, 10, 30, '-1.33']]);
  });

  it.each([
    [
      'a later date allows it',
      { cancellationAllowedUntilDate: '2026-06-25T00:00:00Z' },
      '2026-06-24T09:00:00Z',
      '-2.13',
    ],
    [
      'an earlier date closes it',
      { cancellationAllowedUntilDate: '2026-06-12T00:00:00Z' },
      '2026-06-12T09:00:00Z',
      null,
    ],
    ['none at all', { cancellationAllowedUntilDate: null }, '2026-06-11T10:00:00Z', null],
    [
      'a full refund',
      { refundOptions: [{ type: 'Full', expiresAt: '2026-06-25T00:00:00Z' }] },
      '2026-06-24T09:00:00Z',
      '-4.00',
    ],
    [
      'first full, then partial',
      {
        refundOptions: [
          { type: 'Full', expiresAt: '2026-06-12T00:00:00Z' },
          { type: 'Partial', expiresAt: null },
        ],
      },
      '2026-06-24T09:00:00Z',
      '-2.13',
    ],
    [
      'options that are over',
      { refundOptions: [{ type: 'Full', expiresAt: '2026-06-12T00:00:00Z' }] },
      '2026-06-13T09:00:00Z',
      null,
    ],
    [
      'allowed, but nothing back',
      { cancellationAllowedUntilDate: '2026-06-25T00:00:00Z', refundOptions: [] },
      '2026-06-24T09:00:00Z',
      '0.00',
    ],
  ])('the provider’s word counts: %s', (_name, provider, at, refund) => {
    const answer = cancelled(subscription({ provider }), at);
    expect(answer.isAllowed ? answer.dueNow : null).toBe(refund);
  });

  it('in full is everything that was charged in the term, lot by lot and cycle by cycle', () => {
    const given = annual({
      seats: [
        { seats: 2, addedAt: '2026-01-15T00:00:00Z' },
        { seats: 1, addedAt: '2026-02-20T00:00:00Z' },
      ],
      provider: { refundOptions: [{ type: 'Full' }] },
    });
    const { lines, dueNow, untilTermEnd } = cancelled(given, '2026-03-20T00:00:00Z');
    expect(lines.map(({ seats, days, amount }) => [seats, days, amount])).toEqual([
      [2, 31, '-8.00'],
      [2, 28, '-8.00'],
      [2, 31, '-8.00'],
      [1, 23, '-3.29'],
      [1, 31, '-4.00'],
    ]);
    expect([dueNow, untilTermEnd]).toEqual(['-31.29', '-139.29']);
  });

  it('on the last day of a cycle gives nothing back, and says so', () => {
    const given = subscription({ provider: { cancellationAllowedUntilDate: '2026-07-10T23:00:00Z' } });
    const { isAllowed, lines, dueNow, explanation } = quote(
      given,
      { kind: 'cancel' },
      '2026-07-10T12:00:00Z',
    );
    expect([isAllowed, lines, dueNow]).toEqual([true, [], '0.00']);
    expect(explanation[0]).toEqual({ says: 'cancel', values: { refund: 'none', on: '2026-07-10' } });
  });
});
