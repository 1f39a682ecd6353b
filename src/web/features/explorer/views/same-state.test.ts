import { describe, expect, it } from 'vitest';
import { explorerStateSchema } from '../../../../shared/explorer/state.ts';
import { sameState } from './same-state.ts';

const state = explorerStateSchema.parse({
  preset: 'last-month',
  filters: [{ dimension: 'ServiceName', op: 'include', values: ['S3', null] }],
});

describe('a saved view', () => {
  it('is the same in another order of fields, and with fields that are absent', () => {
    const other = Object.fromEntries(Object.entries(state).toReversed());
    expect(sameState(state, { ...other, unit: undefined } as typeof state)).toBe(true);
  });

  it('is another one when a value of a filter changes', () => {
    const filters = [{ dimension: 'ServiceName' as const, op: 'include' as const, values: ['S3'] }];
    expect(sameState(state, { ...state, filters })).toBe(false);
  });
});
