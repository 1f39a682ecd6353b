import { describe, expect, it } from 'vitest';
import { changesOf } from './audit-changes.ts';

describe('what an action changed', () => {
  it('is both sides of every field, also of those that only one side has', () => {
    expect(changesOf({ role: 'member', gone: 1 }, { role: 'owner', scopes: ['a'] })).toEqual([
      { field: 'gone', before: '1', after: undefined },
      { field: 'role', before: 'member', after: 'owner' },
      { field: 'scopes', before: undefined, after: '["a"]' },
    ]);
    expect(changesOf(null, null)).toEqual([]);
  });
});
