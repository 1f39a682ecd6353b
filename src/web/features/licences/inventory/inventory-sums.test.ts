import { describe, expect, it } from 'vitest';
import type { InventorySku } from '../../../../shared/licences/contract.ts';
import { byCost, costOf, sumOf, unusedSeats } from './inventory-sums.ts';

const sku = (part: Partial<InventorySku>): InventorySku => ({
  connectionId: '00000000-0000-4000-8000-000000000000',
  skuId: 'a',
  skuPartNumber: 'A',
  name: 'A',
  standing: 'paid',
  capabilityStatus: 'Enabled',
  bought: 0,
  warning: 0,
  suspended: 0,
  assigned: 0,
  spare: 0,
  holders: { active: 0, stale: 0, inactive: 0, never: 0, unknown: 0 },
  unitPrice: null,
  currency: null,
  priceSource: 'unpriced',
  monthlyCost: null,
  waste: [],
  findings: 0,
  renewsOn: null,
  ...part,
});

const e5 = sku({ name: 'E5', bought: 100, spare: 20, monthlyCost: '5700.10', currency: 'EUR' });
const visio = sku({ name: 'Visio', bought: 10, spare: -2, monthlyCost: '150', currency: 'USD' });
const unpriced = sku({ name: 'Odd', bought: 5, spare: 5 });
const free = sku({ name: 'Flow', standing: 'free', bought: 10_000, spare: 9_000 });

describe('the sums of an inventory', () => {
  it('count what is paid for, not ten thousand free seats', () => {
    expect(sumOf([e5, visio, unpriced, free], ({ bought }) => bought)).toBe(115);
  });

  it('count unused seats without letting a SKU that lacks seats make up for another', () => {
    expect(unusedSeats([e5, visio, unpriced, free])).toBe(25);
  });

  it('count what the policy excludes, as the totals of the server and the history do', () => {
    const excluded = sku({
      name: 'F3',
      standing: 'excluded',
      bought: 40,
      spare: 7,
      monthlyCost: '2',
      currency: 'USD',
    });
    expect(sumOf([e5, excluded], ({ bought }) => bought)).toBe(140);
    expect(unusedSeats([e5, excluded])).toBe(27);
    expect(costOf([visio, excluded])).toEqual([{ currency: 'USD', amount: '152' }]);
  });

  it('keep currencies apart', () => {
    expect(costOf([e5, visio, unpriced])).toEqual([
      { currency: 'EUR', amount: '5700.1' },
      { currency: 'USD', amount: '150' },
    ]);
  });

  it('begin with what costs most, and end with what has no price', () => {
    expect(byCost([free, unpriced, visio, e5]).map(({ name }) => name)).toEqual([
      'E5',
      'Visio',
      'Flow',
      'Odd',
    ]);
  });
});
