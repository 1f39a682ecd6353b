import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../../../shared/explorer/dimensions.ts';
import type { Step } from '../state/explorer-search.ts';
import { enter, nextDimension } from './drill.ts';

const search = (groupBy: Dimension[], trail: Step[] = []) => ({ groupBy, filters: [], trail });

describe('drilling', () => {
  it('leads from a provider to its resources, and then to charges', () => {
    const seen: string[] = [];
    let at = search(['ProviderName']);
    for (;;) {
      const entered = enter(at, ['x']);
      if (entered?.kind !== 'level') {
        expect(entered).toEqual({
          kind: 'charges',
          charges: [{ dimension: 'ResourceId', op: 'include', values: ['x'] }],
        });
        break;
      }
      seen.push(...entered.groupBy);
      at = search([...entered.groupBy], [...entered.trail]);
    }
    expect(seen).toEqual(['ServiceName', 'SubAccountName', 'RegionId', 'ResourceId']);
  });

  it('goes on below the last of several dimensions, and skips what is known', () => {
    expect(nextDimension(['ProviderName', 'ServiceName'], [])).toBe('SubAccountName');
    expect(nextDimension(['ServiceName'], ['SubAccountId'])).toBe('RegionId');
    expect(nextDimension(['tag:team'], [])).toBe('ServiceName');
  });

  it('skips what a filter holds to one value, not what it leaves open', () => {
    const entered = (values: string[]) =>
      enter(
        { ...search(['ServiceName']), filters: [{ dimension: 'SubAccountName', op: 'include', values }] },
        ['S3'],
      );
    expect(entered(['one'])).toMatchObject({ groupBy: ['RegionId'] });
    expect(entered(['one', 'two'])).toMatchObject({ groupBy: ['SubAccountName'] });
  });

  it('enters charges that have no value', () => {
    expect(enter(search(['ResourceId']), [null])).toEqual({
      kind: 'charges',
      charges: [{ dimension: 'ResourceId', op: 'include', values: [null] }],
    });
  });

  it('does not enter what no filter can hold', () => {
    expect(enter(search(['ResourceId']), ['x'.repeat(1001)])).toBeUndefined();
  });
});
