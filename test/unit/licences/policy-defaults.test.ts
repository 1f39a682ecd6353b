import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../src/engines/licences/policy.ts';
import { parameterFields } from '../../../src/web/features/licence-terms/policy/policy-parameters.ts';

test('the console offers every threshold of the rules, with the default that the rules have', () => {
  const offered = Object.fromEntries(parameterFields.map(({ name, usual }) => [name, usual]));
  expect(offered).toEqual(defaultPolicy.parameters);
});
