import { describe, expect, it } from 'vitest';
import {
  amounts,
  annual,
  type Json,
  quote,
  subscription,
} from '../../../test/support/subscription-quotes.ts';

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
