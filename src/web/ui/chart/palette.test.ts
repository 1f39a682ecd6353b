import { describe, expect, it } from 'vitest';
import { coloursOf, otherKey } from './palette.ts';

describe('the colours of series', () => {
  it('do not depend on the order or on the page', () => {
    const first = coloursOf(['AWS', 'Microsoft', 'Storage'], false);
    const second = coloursOf(['Storage', 'Microsoft', 'AWS'], false);
    expect([...second].sort()).toEqual([...first].sort());
    expect(coloursOf(['Microsoft'], false).get('Microsoft')).toBe(first.get('Microsoft'));
  });

  it('differ within a chart as long as there are enough', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `service ${index}`);
    expect(new Set(coloursOf(keys, true).values()).size).toBe(12);
  });

  it('serve more series than there are colours, and keep grey for the rest', () => {
    const keys = [...Array.from({ length: 30 }, (_, index) => `service ${index}`), otherKey];
    const colours = coloursOf(keys, false);
    expect(colours.size).toBe(31);
    expect([...colours.values()].filter((colour) => colour === colours.get(otherKey))).toHaveLength(1);
  });
});
