import { describe, expect, it } from 'vitest';
import { findFocusColumn, focusColumns, isFocusColumn } from './columns.ts';
import { columnsOfVersion, focusVersionOf, highestVersion } from './version.ts';

describe('the FOCUS columns', () => {
  it('are 43, 50, 57 and 65 in versions 1.0, 1.1, 1.2 and 1.3, as published', () => {
    expect(columnsOfVersion('1.0')).toHaveLength(43);
    expect(columnsOfVersion('1.1')).toHaveLength(50);
    expect(columnsOfVersion('1.2')).toHaveLength(57);
    expect(columnsOfVersion('1.3')).toHaveLength(65);
  });

  it('are named once each, regardless of case', () => {
    expect(new Set(focusColumns.map((column) => column.name.toLowerCase())).size).toBe(focusColumns.length);
  });

  it('know a cost, a price that is never negative, and a closed list of values', () => {
    expect(findFocusColumn('BilledCost')).toMatchObject({
      measure: 'cost',
      nullable: false,
      nonNegative: false,
    });
    expect(findFocusColumn('ListUnitPrice')).toMatchObject({ measure: 'price', nonNegative: true });
    expect(findFocusColumn('ChargeCategory')?.allowed).toContain('Credit');
    expect(findFocusColumn('ProviderName')?.deprecated).toBe('1.3');
  });

  it('do not include custom columns, strays or another case', () => {
    expect(isFocusColumn('x_Department')).toBe(false);
    expect(isFocusColumn('Id')).toBe(false);
    expect(isFocusColumn('billedcost')).toBe(false);
  });
});

describe('the version of a file', () => {
  it.each([
    ['1.0', ['BilledCost', 'Tags']],
    ['1.0', []],
    ['1.0', ['BilledCost', 'Id', 'x_Anything']],
    ['1.1', ['BilledCost', 'SkuMeter']],
    ['1.2', ['BilledCost', 'SkuMeter', 'InvoiceId']],
    ['1.3', ['BilledCost', 'ServiceProviderName']],
    ['1.3', ['ProviderName', 'AllocatedTags']],
    ['1.2', ['billedcost', 'invoiceid']],
  ] as const)('is %s for the columns %j', (version, names) => {
    expect(focusVersionOf(names)).toBe(version);
  });

  it('is the highest of several files', () => {
    expect(highestVersion(['1.1', '1.0', '1.2'])).toBe('1.2');
    expect(highestVersion([])).toBe('1.0');
  });
});
