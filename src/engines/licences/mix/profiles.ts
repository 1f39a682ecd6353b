import type { Activity } from '../activity/activity.ts';
import { noDay } from '../activity/days.ts';
import type { Policy } from '../policy.ts';
import { createGuard } from '../rules/guard.ts';
import { assignedSince, givingGroups, type HeldSeat, type RuleContext } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';
import { readUse, type Use } from './observed-use.ts';

/** Users of whom everything that decides about their licences is the same. */
export interface Profile {
  /** Seats that consume one, in the order of their SKU ids. */
  readonly held: readonly HeldSeat[];
  readonly use: Use;
  /** Excluded or protected by policy, or a new account: keeps exactly its licences. */
  readonly isGuarded: boolean;
  /** Groups of the baseline that license the users. */
  readonly groups: readonly string[];
  readonly users: User[];
}

const hasOldCopilotSeat = (context: RuleContext, held: readonly HeldSeat[]): boolean =>
  held
    .filter(({ facts }) => context.kinds.isCopilot(facts.sku.partNumber))
    .every(({ seat }) => {
      const since = assignedSince(seat);
      return since !== noDay && context.asOfDay - since >= context.parameters.copilotGraceDays;
    });

const keyOf = (profile: Omit<Profile, 'users'>): string => {
  const seats = profile.held.map(({ seat }) => `${seat.skuId}:${seat.disabledKey}`).join(',');
  return [seats, Object.values(profile.use).join(','), profile.isGuarded, profile.groups.join(',')].join('|');
};

interface Gathering {
  readonly context: RuleContext;
  readonly activityOf: (user: User) => Activity;
  readonly policy: Policy;
  /** Ids of the groups that a baseline names, in lower case. */
  readonly groups: ReadonlySet<string>;
}

/** Gathers the users who hold a paid licence by profile. */
export const gatherProfiles = ({ context, activityOf, policy, groups }: Gathering): readonly Profile[] => {
  const isGuarded = createGuard(context, policy);
  const profiles = new Map<string, Profile>();
  for (const user of context.tenant.directory.users) {
    const held = user.seats
      .filter(({ isHeld }) => isHeld)
      .map((seat): HeldSeat => ({ seat, facts: context.skus.of(seat.skuId) }));
    if (!held.some(({ facts }) => facts.isPaid)) continue;
    const made = {
      held,
      use: readUse(context, user, activityOf(user), hasOldCopilotSeat(context, held)),
      isGuarded: isGuarded(user),
      groups:
        groups.size === 0
          ? []
          : [...new Set(held.flatMap(({ seat }) => givingGroups(seat)))]
              .filter((id) => groups.has(id))
              .sort(),
    };
    const key = keyOf(made);
    const known = profiles.get(key);
    if (known) known.users.push(user);
    else profiles.set(key, { ...made, users: [user] });
  }
  // Profiles come in the order of the users otherwise; the answer must not depend on it.
  return [...profiles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, profile]) => profile);
};
