import { usablePlans } from '../catalogue/covers.ts';
import { canCover } from '../rules/overlap.ts';
import type { HeldSeat } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';
import type { Market } from './market.ts';
import { type NeedRules, type Needs, needsOf, type Reason } from './needs.ts';
import type { Profile } from './profiles.ts';

/** Users with equal needs and equal licences. */
export interface NeedClass {
  readonly users: readonly User[];
  readonly isGuarded: boolean;
  /** Licences that the mix may exchange, by place. */
  readonly held: readonly HeldSeat[];
  readonly heldPlaces: readonly number[];
  /** Licences that stay. */
  readonly kept: readonly HeldSeat[];
  /** What `kept` offers. */
  readonly keptPlans: ReadonlySet<string>;
  /** Needed plans, each with its reasons and how many users each reason has. */
  readonly needs: ReadonlyMap<string, ReadonlyMap<string, Counted>>;
  /** Reports show that the users use no desktop apps. */
  readonly isFrontline: boolean;
}

export interface Counted {
  readonly reason: Reason;
  readonly users: number;
}

/** Why a paid licence is left alone; undefined when the mix may exchange it. */
export const reasonToKeep = (
  market: Market,
  { facts }: HeldSeat,
  isTeamsRooms: boolean,
): string | undefined => {
  if (facts.isExcluded) return 'excluded by policy';
  if (facts.price === undefined) return 'no price';
  if (facts.price.currency !== market.currency) return `priced in ${facts.price.currency}`;
  if (isTeamsRooms) return 'licenses a room';
  if (!facts.sku.plans.some(({ isUserFacing }) => isUserFacing)) return 'no plan that people use is known';
  return market.placeOf(facts.sku.id) === undefined ? 'not offered' : undefined;
};

interface Divided {
  readonly held: readonly HeldSeat[];
  readonly kept: readonly HeldSeat[];
}

const divide = ({ market, context }: NeedRules, { held }: Profile): Divided => {
  const isExchanged = (each: HeldSeat): boolean =>
    each.facts.isPaid &&
    reasonToKeep(market, each, context.kinds.isTeamsRooms(each.facts.sku.partNumber)) === undefined;
  const placeOf = ({ facts }: HeldSeat): number => market.placeOf(facts.sku.id) ?? -1;
  return {
    held: held.filter(isExchanged).sort((a, b) => placeOf(a) - placeOf(b)),
    kept: held.filter((each) => !isExchanged(each)),
  };
};

interface Draft {
  readonly profile: Profile;
  readonly divided: Divided;
  readonly users: User[];
  readonly needs: Map<string, Map<string, Counted>>;
}

const noteNeeds = (draft: Draft, needs: ReadonlyMap<string, Reason>, users: number): void => {
  for (const [plan, reason] of needs) {
    const reasons = draft.needs.get(plan) ?? new Map<string, Counted>();
    const key = `${reason.kind} ${reason.source} ${reason.detail}`;
    reasons.set(key, { reason, users: (reasons.get(key)?.users ?? 0) + users });
    draft.needs.set(plan, reasons);
  }
};

/** Reports show that the users use no desktop apps. */
const isFrontline = ({ use }: Profile): boolean => use.mode === 'seen' && use.desktop === 'unused';

const gather = (
  rules: NeedRules,
  profiles: readonly Profile[],
  areReasonsWanted: boolean,
): ReadonlyMap<string, Draft> => {
  const drafts = new Map<string, Draft>();
  for (const profile of profiles) {
    const divided = divide(rules, profile);
    const needs: Needs = profile.isGuarded
      ? new Map<string, Reason>()
      : needsOf(rules, profile, divided.held);
    const seats = (list: readonly HeldSeat[]): string =>
      list.map(({ seat, facts }) => `${facts.sku.partNumber}:${seat.skuId}:${seat.disabledKey}`).join(',');
    const key = [
      profile.isGuarded ? 'guarded' : isFrontline(profile) ? 'frontline' : '',
      seats(divided.held),
      seats(divided.kept),
      [...needs.keys()].join(','),
    ].join('|');
    const known = drafts.get(key);
    const draft: Draft = known ?? { profile, divided, users: [], needs: new Map() };
    if (!known) drafts.set(key, draft);
    for (const user of profile.users) draft.users.push(user);
    if (!known || areReasonsWanted) noteNeeds(draft, needs, profile.users.length);
  }
  return drafts;
};

const byLabel = (a: User, b: User): number => {
  const [left, right] = [a.label.toLowerCase(), b.label.toLowerCase()];
  return left !== right ? (left < right ? -1 : 1) : a.id < b.id ? -1 : 1;
};

/**
 * Divides users into classes by need. Classes and their users come in an order that does not depend on the order of
 * the profiles.
 *
 * @param areReasonsWanted whether every reason of a need is counted, or one is enough
 */
export const needClassesOf = (
  rules: NeedRules,
  profiles: readonly Profile[],
  areReasonsWanted: boolean,
): readonly NeedClass[] => {
  const { market } = rules;
  const classOf = ({ profile, divided, users, needs }: Draft): NeedClass => {
    const { held, kept } = divided;
    const keptPlans = new Set(
      kept.filter(canCover).flatMap(({ seat, facts }) => {
        const hasRight = market.rightsOf(facts.sku);
        return usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans })
          .map((plan) => plan.key)
          .filter(hasRight);
      }),
    );
    return {
      users: areReasonsWanted ? users.sort(byLabel) : users,
      isGuarded: profile.isGuarded,
      held,
      heldPlaces: held.map(({ facts }) => market.placeOf(facts.sku.id) ?? -1),
      kept,
      keptPlans,
      needs,
      isFrontline: isFrontline(profile),
    };
  };
  return [...gather(rules, profiles, areReasonsWanted)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, draft]) => classOf(draft));
};
