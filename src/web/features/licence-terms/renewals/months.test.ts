import { describe, expect, it } from 'vitest';
import type { Renewal } from '../../../../shared/licences/contract.ts';
import { calendarOf, monthsAhead, standingOf } from './months.ts';

const renewal = (part: Partial<Renewal>): Renewal => ({
  connectionId: '0199a1b2-0000-7000-8000-000000000001',
  subscriptionId: 's',
  skuId: 'k',
  skuPartNumber: 'SPE_E3',
  name: 'Microsoft 365 E3',
  status: 'Enabled',
  isTrial: false,
  seats: 10,
  date: '2026-12-01',
  daysLeft: 9,
  monthlyCost: '390.00',
  currency: 'USD',
  priceSource: 'reference',
  termDuration: null,
  billingPlan: null,
  spareSeats: 2,
  monthlySaving: '78.00',
  freeableSeats: 0,
  ...part,
});

describe('the calendar of renewals', () => {
  it('has every month ahead, over the end of years, also those without anything', () => {
    const months = calendarOf([], '2026-11-30');
    expect(months).toHaveLength(monthsAhead);
    expect([months[0]?.id, months[1]?.id, months[2]?.id, months.at(-1)?.id]).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2028-04',
    ]);
  });

  it('adds money exactly, and never currencies together', () => {
    const [, december] = calendarOf(
      [
        renewal({ monthlyCost: '0.10' }),
        renewal({ monthlyCost: '0.20', monthlySaving: null }),
        renewal({ monthlyCost: '7.00', monthlySaving: '1.00', currency: 'EUR' }),
        renewal({ monthlyCost: null, monthlySaving: null, currency: null }),
      ],
      '2026-11-22',
    );
    expect(december?.renewals).toBe(4);
    expect(december?.cost).toEqual([
      { currency: 'USD', amount: '0.30' },
      { currency: 'EUR', amount: '7.00' },
    ]);
    expect(december?.saving).toEqual([
      { currency: 'USD', amount: '78.00' },
      { currency: 'EUR', amount: '1.00' },
    ]);
  });

  it('counts trials apart, and leaves out what is past, has ended or has no day', () => {
    const [november, december] = calendarOf(
      [
        renewal({ isTrial: true, monthlyCost: null }),
        renewal({ date: '2026-11-02', daysLeft: -20 }),
        renewal({ status: 'Suspended' }),
        renewal({ date: null, daysLeft: null }),
      ],
      '2026-11-22',
    );
    expect([november?.renewals, november?.trials]).toEqual([0, 0]);
    expect([december?.renewals, december?.trials, december?.seats]).toEqual([0, 1, 0]);
  });
});

describe('what becomes of a subscription', () => {
  it.each([
    [{}, 'renews'],
    [{ isTrial: true }, 'trial'],
    [{ status: 'Warning' }, 'grace'],
    [{ status: 'Suspended', isTrial: true }, 'ended'],
    [{ daysLeft: -1 }, 'past'],
    [{ date: null, daysLeft: null }, 'undated'],
  ] as const)('of %j is "%s"', (part, standing) => {
    expect(standingOf(renewal(part))).toBe(standing);
  });
});
