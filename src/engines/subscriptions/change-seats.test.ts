import { describe, expect, it } from 'vitest';
import { annual, ask, type Json } from '../../../test/support/subscription-quotes.ts';
import { sentenceOf } from './sentence.ts';

describe('reducing seats', () => {
  const given = annual({
    seats: [
      { seats: 10, addedAt: '2026-01-15T09:00:00Z' },
      { seats: 3, addedAt: '2026-03-02T12:00:00Z' },
      { seats: 2, addedAt: '2026-03-05T12:00:00Z' },
    ],
  });
  const remove = (seats: number, at: string, more: Json = {}) =>
    ask({ ...given, ...more }, { kind: 'removeSeats', seats }, at);

  it('each lot has a window of seven days of its own', () => {
    const { quote: removed, after } = remove(4, '2026-03-09T12:00:00Z');
    expect(removed.isAllowed).toBe(true);
    expect(removed.seatWindows).toEqual([{ seats: 1, until: '2026-03-12T12:00:00Z', openedBy: 'addition' }]);
    expect(after[0]?.seats.map(({ seats }) => seats)).toEqual([10, 1]);
    const late = remove(4, '2026-03-09T12:00:01Z').quote;
    expect(late.refusal).toEqual({ reason: 'window-closed', earliest: '2027-01-15', seatsNow: 2 });
    expect(late.lines).toEqual([]);
    expect(late.seatsAfter).toBe(15);
  });

  it('that are refused name the change that does it at renewal', () => {
    const { explanation } = remove(4, '2026-03-09T12:00:01Z').quote;
    expect(sentenceOf(explanation)).toContain(
      'Only 2 seats can be reduced now; possible from 15 January 2027; fewer seats from the renewal on are scheduled with "changeAtRenewal"',
    );
    const cancelled = ask(given, { kind: 'cancel' }, '2026-06-01T00:00:00Z').quote;
    expect(cancelled.isAllowed).toBe(false);
    expect(sentenceOf(cancelled.explanation)).not.toContain('changeAtRenewal');
  });

  it('renewal opens the window of all seats again', () => {
    const renewed = { termStart: '2027-01-15' };
    const open = remove(14, '2027-01-21T23:00:00Z', renewed).quote;
    expect(open.isAllowed).toBe(true);
    expect(open.seatWindows).toEqual([{ seats: 1, until: '2027-01-22T00:00:00Z', openedBy: 'renewal' }]);
    expect(remove(1, '2027-01-22T00:00:01Z', renewed).quote.refusal?.reason).toBe('window-closed');
  });

  it('what the provider says counts before the own clock, in both directions', () => {
    const said = (quantity: number, allowedUntilDateTime: string) => ({
      provider: { refundableQuantity: [{ quantity, allowedUntilDateTime }] },
    });
    expect(remove(4, '2026-05-01T00:00:00Z', said(4, '2026-05-02T00:00:00Z')).quote.isAllowed).toBe(true);
    expect(remove(1, '2026-03-06T00:00:00Z', said(5, '2026-03-05T13:00:00Z')).quote.refusal).toMatchObject({
      seatsNow: 0,
    });
  });

  it('the last seats go by cancelling; more than there are, never', () => {
    expect(
      remove(15, '2026-01-15T10:00:00Z', { seats: [{ seats: 15, addedAt: '2026-01-15T09:00:00Z' }] }).quote
        .refusal?.reason,
    ).toBe('all-seats');
    expect(remove(16, '2026-03-06T00:00:00Z').quote.refusal?.reason).toBe('too-many-seats');
  });

  it('a software subscription is cancelled and bought anew, not reduced', () => {
    const { refusal } = remove(1, '2026-03-06T00:00:00Z', { kind: 'software-subscription' }).quote;
    expect(refusal).toMatchObject({ reason: 'not-for-this-product', earliest: '2027-01-15' });
  });
});

describe('a purchase', () => {
  const bought = (given: Json) =>
    sentenceOf(ask(annual(given), { kind: 'purchase' }, '2026-01-15T10:00:00Z').quote.explanation);

  it('says until when it can be undone, and what comes back', () => {
    expect(bought({})).toContain(
      'can be cancelled until 22 January 2026 09:00 UTC, the days that are left come back',
    );
    expect(bought({ provider: { cancellationAllowedUntilDate: null } })).toContain(
      'cannot be cancelled within the term',
    );
  });
});
