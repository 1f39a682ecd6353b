import { describe, expect, it } from 'vitest';
import { commitmentTotal } from './commitment-total.ts';

const of = (usage: string, used: string, unused: string) => ({
  providerName: 'AWS',
  usage,
  used,
  unused,
  coverage: null,
  utilisation: null,
});

describe('the commitments of all providers', () => {
  it('weigh by their size, not by their number', () => {
    const total = commitmentTotal([of('1000', '90', '10'), of('100', '0', '0.1')]);
    expect(total.utilisation).toBe('0.899101');
  });

  it('count what was unused neither as covered nor as usage', () => {
    expect(commitmentTotal([of('110', '50', '10')]).coverage).toBe('0.5');
  });

  it('have no share where nothing was committed', () => {
    expect(commitmentTotal([])).toMatchObject({ utilisation: null, coverage: null });
  });
});
