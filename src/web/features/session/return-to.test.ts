import { describe, expect, it } from 'vitest';
import { safeReturn } from './return-to.ts';

describe('returning after signing in', () => {
  it('goes back to the same place with its state', () => {
    expect(safeReturn('/o/1/cloud/explorer?group=service')).toBe('/o/1/cloud/explorer?group=service');
  });

  it.each([
    '//evil.example',
    '//evil.example/o/1',
    '/.//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    undefined,
  ])('never leaves the console: %j', (address) => expect(safeReturn(address)).toBe('/'));
});
