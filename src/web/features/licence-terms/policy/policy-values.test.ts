import { describe, expect, it } from 'vitest';
import { parameterFields } from './policy-parameters.ts';
import { faultsOf, policyOf, valuesOf } from './policy-values.ts';

const usual = Object.fromEntries(parameterFields.map(({ name, usual: value }) => [name, value]));
const effective = {
  exclude: { users: [], groups: [], skus: [] },
  protect: { users: [] },
  parameters: usual,
  freeSkus: ['FLOW_FREE'],
};
const form = (policy: Record<string, unknown> = {}, over: object = {}) =>
  valuesOf({ policy, effective: { ...effective, ...over }, changedAt: null, changedBy: null });

describe('the policy as the console edits it', () => {
  it('that nobody changed is sent as nothing, so that later defaults reach it', () => {
    expect(faultsOf(form())).toEqual({});
    expect(policyOf(form())).toEqual({});
  });

  it('has shares in percent, without losing a digit', () => {
    const values = { ...form(), spareBufferShare: '7,25', mappedShare: '100' };
    expect(form().spareBufferShare).toBe('5');
    expect(policyOf(values)).toEqual({ parameters: { spareBufferShare: '0.0725', mappedShare: '1' } });
    expect(form({}, { parameters: { ...usual, spareBufferShare: '0.0725' } }).spareBufferShare).toBe('7.25');
  });

  it('has one name a line, once, and none that is empty', () => {
    const values = { ...form(), excludedUsers: ' ada@example.com \n\nada@example.com\r\nbob@example.com' };
    expect(policyOf(values)).toEqual({ exclude: { users: ['ada@example.com', 'bob@example.com'] } });
  });

  it('keeps the shipped list of free SKUs unless an own one is wanted, which may be empty', () => {
    expect(form().freeSkusOf).toBe('shipped');
    expect(form({ freeSkus: ['STREAM'] }).freeSkusOf).toBe('own');
    expect(policyOf({ ...form(), freeSkusOf: 'own', freeSkus: '' })).toEqual({ freeSkus: [] });
  });

  it('names what cannot be taken', () => {
    const values = {
      ...form(),
      inactiveDays: '20',
      graceDays: '-1',
      renewalDays: '9999',
      mappedShare: '101',
    };
    expect(faultsOf(values)).toEqual({
      staleDays: 'order',
      graceDays: 'number',
      renewalDays: 'large',
      mappedShare: 'large',
    });
  });
});
