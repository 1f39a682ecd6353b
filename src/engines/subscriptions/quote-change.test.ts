import { describe, expect, it } from 'vitest';
import type { Quote } from '../../shared/subscriptions/quote.ts';
import { quoteRequestSchema } from '../../shared/subscriptions/quote-request.ts';
import { shippedPolicies } from './policies.ts';
import { type QuotedChange, quoteChange } from './quote-change.ts';
import { sentenceOf } from './sentence.ts';

type Json = Readonly<Record<string, unknown>>;

const subscription = (given: Json = {}): Json => ({
  product: 'Basic',
  term: 'P1M',
  billing: 'monthly',
  currency: 'USD',
  price: { amount: '4.00' },
  termStart: '2026-06-11',
  autoRenew: true,
  seats: [{ seats: 1, addedAt: '2026-06-11T09:00:00Z' }],
  ...given,
});

const ask = (given: Json, change: Json, at: string, prices: Json = {}): QuotedChange =>
  quoteChange(quoteRequestSchema.parse({ subscription: given, change, at, prices }), shippedPolicies());

const quote = (given: Json, change: Json, at: string, prices: Json = {}): Quote =>
  ask(given, change, at, prices).quote;

const amounts = ({ lines }: Quote) =>
  lines.map(({ chargeType, seats, days, cycleDays, amount }) => [chargeType, seats, days, cycleDays, amount]);

const annual = (given: Json = {}): Json =>
  subscription({
    term: 'P1Y',
    termStart: '2026-01-15',
    seats: [{ seats: 10, addedAt: '2026-01-15T09:00:00Z' }],
    ...given,
  });

describe('the charge lines that Microsoft publishes (billing scenarios for one-time and recurring purchases)', () => {
  const bought = (seats: number): Json =>
    subscription({ seats: [{ seats, addedAt: '2026-06-11T09:00:00Z' }] });

  it('1: a licence added on the day of purchase: +4.00, −4.00, +8.00', () => {
    expect(amounts(quote(bought(1), { kind: 'purchase' }, '2026-06-11T09:00:00Z'))).toEqual([
      ['new', 1, 30, 30, '4.00'],
    ]);
    expect(amounts(quote(bought(1), { kind: 'addSeats', seats: 1 }, '2026-06-11T20:00:00Z'))).toEqual([
      ['addQuantity', 1, 30, 30, '-4.00'],
      ['addQuantity', 2, 30, 30, '8.00'],
    ]);
  });

  it('2: a licence added on the second of 30 days: +4.00, −3.87, +7.74', () => {
    const added = quote(bought(1), { kind: 'addSeats', seats: 1 }, '2026-06-12T09:00:00Z');
    expect(amounts(added)).toEqual([
      ['addQuantity', 1, 29, 30, '-3.87'],
      ['addQuantity', 2, 29, 30, '7.74'],
    ]);
    expect(added.dueNow).toBe('3.87');
  });

  it('3: one of two licences removed on the day of purchase: −8.00, +4.00', () => {
    expect(amounts(quote(bought(2), { kind: 'removeSeats', seats: 1 }, '2026-06-11T23:59:00Z'))).toEqual([
      ['removeQuantity', 2, 30, 30, '-8.00'],
      ['removeQuantity', 1, 30, 30, '4.00'],
    ]);
  });

  it('4: one of two licences removed on the second day: −7.74, +3.87', () => {
    expect(amounts(quote(bought(2), { kind: 'removeSeats', seats: 1 }, '2026-06-12T00:00:00Z'))).toEqual([
      ['removeQuantity', 2, 29, 30, '-7.74'],
      ['removeQuantity', 1, 29, 30, '3.87'],
    ]);
  });
});

describe('proration', () => {
  it('4.00 for 31 days is 2.45 for 19 of them', () => {
    const given = subscription({
      termStart: '2026-01-01',
      seats: [{ seats: 5, addedAt: '2026-01-01T00:00:00Z' }],
    });
    const { lines, dueNow } = quote(given, { kind: 'addSeats', seats: 1 }, '2026-01-13T12:00:00Z');
    expect(lines.map(({ seatAmount, days }) => [seatAmount, days])).toEqual([
      ['2.45', 19],
      ['2.45', 19],
    ]);
    expect(dueNow).toBe('2.45');
  });

  it('does not round the daily rate: 4 ÷ 28 × 12 is 1.71, not 1.72; a seat is rounded, then multiplied', () => {
    const given = subscription({
      termStart: '2026-02-01',
      seats: [{ seats: 1, addedAt: '2026-02-01T00:00:00Z' }],
    });
    expect(quote(given, { kind: 'addSeats', seats: 1000 }, '2026-02-17T00:00:00Z').dueNow).toBe('1710.00');
  });

  it('sees a tie as one, also where the term’s price is divided: 0.125 is 0.13', () => {
    const given = annual({
      price: { amount: '3.00', per: 'term' },
      termStart: '2026-02-01',
      seats: [{ seats: 1, addedAt: '2026-02-01T00:00:00Z' }],
    });
    expect(quote(given, { kind: 'addSeats', seats: 1 }, '2026-02-15T00:00:00Z').dueNow).toBe('0.13');
  });

  it('counts a cycle from the day of purchase, and keeps the last day of January through short months', () => {
    const given = annual({
      termStart: '2028-01-31',
      seats: [{ seats: 1, addedAt: '2028-01-31T00:00:00Z' }],
    });
    const cycle = (at: string) => {
      const [line] = quote(given, { kind: 'addSeats', seats: 1 }, at).lines;
      return [line?.days, line?.cycleDays, line?.to];
    };
    expect(cycle('2028-02-28T00:00:00Z')).toEqual([1, 29, '2028-02-28']);
    expect(cycle('2028-02-29T00:00:00Z')).toEqual([31, 31, '2028-03-30']);
    expect(cycle('2028-03-31T00:00:00Z')).toEqual([30, 30, '2028-04-29']);
    const renewed = subscription({
      termStart: '2027-02-28',
      anniversaryDay: 31,
      seats: [{ seats: 1, addedAt: '2027-01-31T00:00:00Z' }],
    });
    expect(quote(renewed, { kind: 'renew' }, '2027-03-01T00:00:00Z').termEnd).toBe('2027-03-31');
  });

  it('a year from 29 February ends on 28 February, and an annual charge is prorated over its 365 or 366 days', () => {
    const given = annual({
      billing: 'annual',
      price: { amount: '366.00' },
      termStart: '2028-02-29',
      seats: [{ seats: 1, addedAt: '2028-02-29T00:00:00Z' }],
    });
    const added = quote(given, { kind: 'addSeats', seats: 1 }, '2028-03-10T00:00:00Z');
    expect([added.termEnd, added.lines[0]?.cycleDays, added.lines[0]?.days]).toEqual([
      '2029-02-28',
      365,
      355,
    ]);
  });

  it('a term that ends together with another one is charged for its days only', () => {
    const given = annual({ termEnd: '2026-03-01' });
    const { lines, untilTermEnd } = quote(given, { kind: 'addSeats', seats: 1 }, '2026-02-20T00:00:00Z');
    expect(lines[1]).toMatchObject({ days: 9, cycleDays: 28, seatAmount: '1.29', to: '2026-02-28' });
    expect(untilTermEnd).toBe('1.29');
  });

  it('says what added seats cost before the term ends, too', () => {
    const { dueNow, untilTermEnd } = quote(annual(), { kind: 'addSeats', seats: 3 }, '2026-01-16T00:00:00Z');
    expect([dueNow, untilTermEnd]).toEqual(['11.61', '143.61']);
  });
});

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
});

describe('upgrades', () => {
  const up = { kind: 'upgrade', product: 'Premium', price: { amount: '10.00' } };

  it('credit the old and charge the new by day, and keep the term', () => {
    const { quote: upgraded, after } = ask(annual(), up, '2026-02-01T00:00:00Z');
    expect(amounts(upgraded)).toEqual([
      ['convert', 10, 14, 31, '-18.10'],
      ['convert', 10, 14, 31, '45.20'],
    ]);
    expect(upgraded.termEnd).toBe('2027-01-15');
    expect(after[0]).toMatchObject({ product: 'Premium', termStart: '2026-01-15' });
  });

  it('of some seats leave the others where they are, and no window opens again', () => {
    const { quote: upgraded, after } = ask(annual(), { ...up, seats: 4 }, '2026-01-16T00:00:00Z');
    expect(after.map(({ product, seats }) => [product, seats[0]?.seats])).toEqual([
      ['Premium', 4],
      ['Basic', 6],
    ]);
    expect(upgraded.cancellableUntil).toBe('2026-01-22T09:00:00Z');
    expect(
      upgraded.renewal.filter(({ path }) => path === 'renew').map(({ product, seats }) => [product, seats]),
    ).toEqual([
      ['Premium', 4],
      ['Basic', 6],
    ]);
  });

  it('to a longer term begin it anew, without a new window; a shorter one waits for renewal', () => {
    const longer = quote(annual(), { ...up, term: 'P3Y', billing: 'annual' }, '2026-02-01T00:00:00Z');
    expect(amounts(longer)[1]).toEqual(['convert', 10, 365, 365, '100.00']);
    expect([longer.termEnd, longer.cancellableUntil, longer.seatWindows]).toEqual(['2029-02-01', null, []]);
    expect(quote(annual(), { ...up, term: 'P1M' }, '2026-02-01T00:00:00Z').refusal).toMatchObject({
      reason: 'shorter-term',
      earliest: '2027-01-15',
    });
    expect(quote(annual(), { ...up, billing: 'triennial' }, '2026-02-01T00:00:00Z').refusal?.reason).toBe(
      'billing-not-offered',
    );
  });
});

describe('the end of a term', () => {
  const at = '2026-12-01T00:00:00Z';
  const given = annual({ termStart: '2026-06-01', seats: [{ seats: 10, addedAt: '2026-06-01T00:00:00Z' }] });
  const paths = ({ renewal }: Quote) =>
    renewal.map(({ path, firstCharge, isDefault }) => [path, firstCharge, isDefault]);

  it('renews, drifts into the extended term at + 3 %, or ends', () => {
    const prices = { renewal: { amount: '4.40' }, monthly: { amount: '5.00' } };
    expect(paths(quote(given, { kind: 'renew' }, at, prices))).toEqual([
      ['renew', '44.00', true],
      ['extended-term', '51.50', false],
      ['cancel-at-end', '0.00', false],
    ]);
    const off = { kind: 'autoRenew', enabled: false };
    expect(paths(quote(given, off, at, prices))[1]).toEqual(['extended-term', '51.50', true]);
    expect(paths(quote(given, { ...off, withoutRenewal: 'cancel' }, at, prices))[2]).toEqual([
      'cancel-at-end',
      '0.00',
      true,
    ]);
  });

  it('where no monthly plan is sold the uplift is 23 %; a price that nobody gave is not guessed', () => {
    expect(paths(quote(given, { kind: 'renew' }, at, { monthly: null }))[1]?.[1]).toBe('49.20');
    expect(paths(quote(given, { kind: 'renew' }, at))[1]?.[1]).toBeNull();
    const monthly = subscription({ termStart: '2026-11-20' });
    expect(paths(quote(monthly, { kind: 'renew' }, at))[1]?.[1]).toBe('4.12');
  });

  it('before 4 May 2026 it ended with days of grace: the rules of the term’s end count', () => {
    const ending = (termStart: string) =>
      quote(annual({ termStart }), { kind: 'renew' }, '2026-02-01T00:00:00Z').renewal.map(({ path }) => path);
    expect(ending('2025-05-03')).toContain('grace');
    expect(ending('2025-05-04')).toContain('extended-term');
  });

  it('a scheduled change needs auto-renewal, is priced, and any change within the term deletes it', () => {
    const to = { seats: 6, term: 'P1Y', billing: 'annual', price: { amount: '45.00' } };
    const scheduled = ask(given, { kind: 'changeAtRenewal', to }, at);
    expect(paths(scheduled.quote)[1]).toEqual(['change-at-renewal', '270.00', true]);
    expect(scheduled.quote.dueNow).toBe('0.00');
    const [after] = scheduled.after;
    const added = quote(after as unknown as Json, { kind: 'addSeats', seats: 1 }, at);
    expect([added.deletesScheduledChange, paths(added)[0]]).toEqual([true, ['renew', '44.00', true]]);
    const off = quote(after as unknown as Json, { kind: 'autoRenew', enabled: false }, at);
    expect(off.deletesScheduledChange).toBe(true);
    expect(quote({ ...given, autoRenew: false }, { kind: 'changeAtRenewal', to }, at).refusal).toMatchObject({
      reason: 'auto-renew-off',
      earliest: '2026-12-01',
    });
  });

  it('suspending does not stop the charges', () => {
    const suspended = quote(given, { kind: 'suspend' }, at);
    expect([suspended.dueNow, suspended.untilTermEnd, paths(suspended)[0]]).toEqual([
      '0.00',
      '0.00',
      ['renew', '40.00', true],
    ]);
    expect(sentenceOf(suspended.explanation)).toContain('the charges go on');
  });
});

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
