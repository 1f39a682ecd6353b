import { describe, expect, it } from 'vitest';
import { audit, daysAgo, type Export, found, idOf, instantAgo, sku } from '../tenant-fixture.ts';

const seats = (enabled: number, consumed: number, more: Readonly<Record<string, unknown>> = {}) => [
  sku('SPE_E3', {
    consumedUnits: consumed,
    prepaidUnits: { enabled, warning: 0, suspended: 0, lockedOut: 0 },
    ...more,
  }),
];
const subscription = (days: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id: 'sub-1',
  skuId: idOf('SPE_E3'),
  status: 'Enabled',
  isTrial: false,
  totalLicenses: 20,
  nextLifecycleDateTime: instantAgo(-days),
  ...more,
});

describe('O01 spare seats', () => {
  it.each([
    [10, 8, null],
    [10, 7, '1'],
    [40, 38, null],
    [41, 38, null],
    [41, 37, '1'],
    [100, 95, null],
    [100, 94, '1'],
    [0, 0, null],
  ])('%i enabled and %i consumed leave %s spare', (enabled, consumed, spare) => {
    const [finding] = found('O01', { skus: seats(enabled, consumed) });
    expect(finding?.quantity ?? null).toBe(spare);
  });
  it('counts the spare seats at renewal, with its date', () => {
    const given = {
      skus: seats(100, 80),
      subscriptions: [subscription(200), subscription(100, { id: 'sub-2' })],
    };
    expect(found('O01', given)[0]).toMatchObject({
      subject: { kind: 'sku', id: 'SPE_E3' },
      quantity: '15',
      monthlySaving: '600.00',
      savingKind: 'cash-at-renewal',
      automation: 'approve',
      action: { kind: 'reduceSeats', seats: '15', renewalDate: daysAgo(-100) },
    });
  });
  it('speaks of enabled User SKUs only, and of none that is free, excluded or on trial', () => {
    expect(found('O01', { skus: seats(100, 1, { capabilityStatus: 'Suspended' }) })).toEqual([]);
    expect(found('O01', { skus: seats(100, 1, { appliesTo: 'Company' }) })).toEqual([]);
    const trial = [subscription(10, { isTrial: true })];
    expect(found('O01', { skus: seats(100, 1), subscriptions: trial })).toEqual([]);
    const policies = [{ freeSkus: ['spe_e3'] }, { exclude: { skus: [idOf('SPE_E3').toUpperCase()] } }];
    for (const policy of policies) expect(found('O01', { skus: seats(100, 1), policy })).toEqual([]);
  });
  it('follows the buffer of the policy', () => {
    const policy = { parameters: { spareBufferSeats: 0, spareBufferShare: '0' } };
    expect(found('O01', { skus: seats(10, 9), policy })[0]?.quantity).toBe('1');
  });
});

describe('O02 over-assigned', () => {
  it.each([
    [11, 1, 0],
    [12, 1, 1],
  ])('%i consumed of 10 and %i in grace give %i findings', (consumed, warning, count) => {
    const prepaidUnits = { enabled: 10, warning };
    const findings = found('O02', { skus: seats(10, consumed, { prepaidUnits }) });
    expect(findings).toHaveLength(count);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        monthlySaving: '0.00',
        savingKind: 'risk',
        automation: 'never',
        quantity: '1',
      });
    }
  });
});

describe('O03 renewal near', () => {
  it.each([
    [0, 1],
    [60, 1],
    [61, 0],
    [-1, 0],
  ])('a renewal in %i days gives %i findings', (days, count) => {
    const findings = found('O03', { skus: seats(100, 50), subscriptions: [subscription(days)] });
    expect(findings).toHaveLength(count);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        subject: { kind: 'subscription', id: 'sub-1' },
        monthlySaving: '0.00',
        savingKind: 'none',
        automation: 'approve',
        action: { kind: 'decideBefore', date: daysAgo(-days) },
      });
    }
  });
  it('needs spare seats', () => {
    expect(found('O03', { skus: seats(10, 10), subscriptions: [subscription(5)] })).toEqual([]);
  });
});

describe('O04 ending', () => {
  const skus = seats(10, 10);
  const ids = (given: Export) => found('O04', given).map(({ subject }) => [subject.kind, subject.id]);
  it('speaks of trials and of subscriptions in grace', () => {
    const trial = subscription(5, { isTrial: true });
    const grace = subscription(5, { id: 'sub-2', status: 'Warning' });
    expect(ids({ skus, subscriptions: [trial, grace, subscription(5, { id: 'sub-3' })] })).toEqual([
      ['subscription', 'sub-1'],
      ['subscription', 'sub-2'],
    ]);
  });
  it('speaks of a subscription whose SKU is no longer listed', () => {
    expect(ids({ skus: [], subscriptions: [subscription(5, { status: 'Warning' })] })).toEqual([
      ['subscription', 'sub-1'],
    ]);
  });
  it('speaks of the SKU where no subscription explains seats in grace', () => {
    const inGrace = seats(10, 10, { prepaidUnits: { enabled: 10, warning: 1 } });
    expect(ids({ skus: inGrace })).toEqual([['sku', 'SPE_E3']]);
    expect(ids({ skus: inGrace, subscriptions: [subscription(5)] })).toEqual([['sku', 'SPE_E3']]);
    const explained = [subscription(5, { status: 'Warning' })];
    expect(ids({ skus: inGrace, subscriptions: explained })).toEqual([['subscription', 'sub-1']]);
  });
});

describe('totals', () => {
  it('add kinds of saving and currencies apart, over paid and priced SKUs', () => {
    const skus = [...seats(100, 80), sku('VISIOCLIENT', { consumedUnits: 3 }), sku('FLOW_FREE'), sku('EMS')];
    const { totals } = audit({ skus, prices: { SPE_E3: '40.10', VISIOCLIENT: '15 USD', FLOW_FREE: '1' } });
    expect(totals).toEqual([
      {
        currency: 'EUR',
        monthlySpend: '3208.00',
        savingByKind: { 'freed-seat': '0.00', 'cash-at-renewal': '601.50', 'avoided-purchase': '0.00' },
      },
      {
        currency: 'USD',
        monthlySpend: '45.00',
        savingByKind: { 'freed-seat': '0.00', 'cash-at-renewal': '75.00', 'avoided-purchase': '0.00' },
      },
    ]);
  });
});
