import { noDay } from '../activity/days.ts';
import type { Policy } from '../policy.ts';
import type { User } from '../tenant/tenant.ts';
import type { RuleContext } from './rule-context.ts';

/**
 * Users whom no rule but D01 and G01 speaks of: excluded themselves or through a group that licenses them,
 * protected (break-glass, service), or created within the grace.
 */
export const createGuard = (context: RuleContext, policy: Policy): ((user: User) => boolean) => {
  const lower = (names: readonly string[]): readonly string[] => names.map((name) => name.toLowerCase());
  const users = new Set([...lower(policy.exclude.users), ...lower(policy.protect.users)]);
  const groups = new Set(lower(policy.exclude.groups));
  const isNew = ({ createdDay }: User): boolean =>
    createdDay !== noDay && context.asOfDay - createdDay < policy.parameters.graceDays;
  return (user) =>
    isNew(user) ||
    users.has(user.id.toLowerCase()) ||
    users.has(user.label.toLowerCase()) ||
    user.seats.some(({ ways }) => ways.some(({ groupId }) => groupId !== null && groups.has(groupId)));
};
