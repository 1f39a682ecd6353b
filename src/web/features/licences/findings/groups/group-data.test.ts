import { describe, expect, it } from 'vitest';
import { familiesOf, type Group } from './group-data.ts';

const group = (key: string, findings: number, freed = '0'): Group => ({
  key,
  label: key,
  findings,
  subjects: findings,
  unpriced: 0,
  savings: [
    { currency: 'EUR', byKind: { 'freed-seat': freed, 'cash-at-renewal': '0', 'avoided-purchase': '0' } },
  ],
});

describe('groups of findings by rule', () => {
  it('stand by family, what is worth most first, then what is found most', () => {
    const families = familiesOf([
      group('G01', 4),
      group('W02', 10, '570'),
      group('D01', 3),
      group('W04', 90),
      group('W01', 2, '1140'),
      group('W08', 5),
    ]);
    expect(families.map(({ family, groups }) => [family, ...groups.map(({ key }) => key)])).toEqual([
      ['W', 'W01', 'W02', 'W04', 'W08'],
      ['D', 'D01'],
      ['G', 'G01'],
    ]);
  });

  it('leave out a rule that this console does not know rather than show it without words', () => {
    expect(familiesOf([group('Z99', 1)])).toEqual([]);
  });
});
