import { describe, expect, it } from 'vitest';
import { targetOf } from './use-grid-keys.ts';

describe('moving through rows by key', () => {
  it('stops at the first and the last row', () => {
    expect(targetOf('ArrowDown', 98, 100)).toBe(99);
    expect(targetOf('ArrowDown', 99, 100)).toBe(99);
    expect(targetOf('ArrowUp', 0, 100)).toBe(0);
    expect(targetOf('PageDown', 95, 100)).toBe(99);
    expect(targetOf('Home', 50, 100)).toBe(0);
    expect(targetOf('End', 0, 100_000)).toBe(99_999);
  });

  it('leaves other keys to whoever else wants them', () => {
    expect(targetOf('Tab', 5, 100)).toBeUndefined();
    expect(targetOf('x', 5, 100)).toBeUndefined();
  });
});
