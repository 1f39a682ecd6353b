import { AppError } from '../../shared/errors.ts';
import { dayOfText } from '../../shared/subscriptions/calendar.ts';
import { type NewCommercePolicy, newCommercePoliciesSchema } from '../../shared/subscriptions/policy.ts';
import given from './data/new-commerce.json' with { type: 'json' };

/** The rules that the product ships with, and where they were read. */
export const shippedPolicies = (): readonly NewCommercePolicy[] =>
  newCommercePoliciesSchema.parse(given).policies;

/**
 * The rules that are in force on a day: the newest that are effective by then.
 *
 * @throws AppError `invalid_input` before the oldest
 */
export const policyOn = (policies: readonly NewCommercePolicy[], day: number): NewCommercePolicy => {
  const oldestFirst = policies.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = oldestFirst.findLast(({ effectiveFrom }) => dayOfText(effectiveFrom) <= day);
  if (found) return found;
  throw new AppError('invalid_input', {
    detail: `No rules of new commerce are known for that day; the oldest are of ${oldestFirst[0]?.effectiveFrom}.`,
    fix: 'Ask for a later day.',
    meta: { place: '$.at' },
  });
};
