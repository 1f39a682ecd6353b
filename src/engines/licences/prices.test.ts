import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPriceReader } from './price-rows.ts';
import { createPriceList, createReferencePriceList, layerPriceLists } from './prices.ts';

const line = (sku: string, monthlyPrice: string) => ({
  sku,
  currency: 'EUR',
  monthlyPrice,
  termEndDate: null,
});

describe('layered price lists', () => {
  it('trust the first list that knows a SKU by any of its names', () => {
    const contract = createPriceList([line('id-of-e3', '30')], 'contract');
    const partner = createPriceList([line('SPE_E3', '32'), line('SPE_E5', '50')], 'partner');
    const prices = layerPriceLists([contract, partner, createReferencePriceList()]);
    expect(prices.find('SPE_E3', 'ID-OF-E3')).toMatchObject({ source: 'contract' });
    expect(prices.find('SPE_E3')).toMatchObject({ source: 'partner' });
    expect(prices.find('spe_e5')).toMatchObject({ source: 'partner' });
    expect(prices.find('SPE_F1')).toMatchObject({ source: 'reference', currency: 'USD' });
    expect(prices.find('NOBODY_KNOWS')).toBeUndefined();
  });

  it('answer as the first list that answers, whatever the lists', () => {
    const names = fc.constantFrom('A', 'B', 'C', 'D');
    const lists = fc.array(fc.uniqueArray(names), { maxLength: 4 });
    fc.assert(
      fc.property(lists, names, (given, name) => {
        const made = given.map((skus, place) => createPriceList(skus.map((sku) => line(sku, String(place)))));
        const first = given.findIndex((skus) => skus.includes(name));
        expect(layerPriceLists(made).find(name)?.amount.toFixed()).toBe(
          first < 0 ? undefined : String(first),
        );
      }),
    );
  });
});

describe('the reader of price lists', () => {
  const read = (header: string, ...rows: string[]) => {
    const reader = createPriceReader();
    const take = reader.begin(header.split(','));
    const faults = rows.flatMap((row, index) => take(row.split(','), index + 1) ?? []);
    return { faults, rows: reader.finish() };
  };
  const header = 'monthlyPrice,SKUPartNumber,currency,termDuration';

  it('finds columns by name, whatever their order and case', () => {
    expect(read(header, '39.50,SPE_E3,EUR,P1Y').rows).toEqual([
      {
        sku: 'SPE_E3',
        currency: 'EUR',
        monthlyPrice: '39.50',
        termEndDate: null,
        termDuration: 'P1Y',
        billingPlan: null,
        row: 1,
      },
    ]);
  });

  it('names what is wrong with each row, and keeps the others', () => {
    const { faults, rows } = read(
      header,
      '-1,SPE_E3,EUR,',
      '1,SPE_E5,EURO,',
      '2,SPE_F1,EUR,',
      '3,spe_f1,EUR,',
    );
    expect(faults.map(({ column }) => column)).toEqual(['monthlyPrice', 'currency', 'skuPartNumber']);
    expect(faults.at(-1)?.problem).toBe('spe_f1 has another price in row 3.');
    expect(rows.map(({ sku }) => sku)).toEqual(['SPE_F1']);
  });

  it('misses a column that it cannot do without', () => {
    const reader = createPriceReader();
    expect(reader.missingColumn(['skuPartNumber', 'monthlyPrice'])).toBe('currency');
    expect(reader.missingColumn(header.split(','))).toBeUndefined();
  });
});
