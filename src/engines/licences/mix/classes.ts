import { usablePlans } from '../catalogue/covers.ts';
import { canCover } from '../rules/overlap.ts';
import type { HeldSeat } from '../rules/rule-context.ts';
import type { User } from '../tenant/tenant.ts';
import {
  type Combination,
  type Combinations,
  type Coupled,
  combinationsFor,
  type Demand,
} from './combinations.ts';
import type { Market } from './market.ts';
import { type NeedRules, type Needs, needsOf, type Reason } from './needs.ts';
import type { Profile } from './profiles.ts';

/** Users with equal needs and equal licences. */
export interface UserClass {
  readonly key: string;
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
  readonly combinations: readonly Combination[];
  readonly unmet: readonly string[];
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

const gather = (rules: NeedRules, profiles: readonly Profile[]): ReadonlyMap<string, Draft> => {
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
    const draft: Draft = drafts.get(key) ?? { profile, divided, users: [], needs: new Map() };
    drafts.set(key, draft);
    draft.users.push(...profile.users);
    noteNeeds(draft, needs, profile.users.length);
  }
  return drafts;
};

const byLabel = (a: User, b: User): number => {
  const [left, right] = [a.label.toLowerCase(), b.label.toLowerCase()];
  return left !== right ? (left < right ? -1 : 1) : a.id < b.id ? -1 : 1;
};

/**
 * Divides users into classes and finds what each could be given. Classes and their users come in an order that does
 * not depend on the order of the profiles.
 *
 * @throws AppError `unprocessable` when there are too many ways to license a user
 */
export const classesOf = (
  rules: NeedRules,
  profiles: readonly Profile[],
  coupled: Coupled,
): readonly UserClass[] => {
  const { market } = rules;
  const known = new Map<string, Combinations>();
  /** The same demand has the same combinations: as one object, so that its choosers can be counted together. */
  const combinationsOf = (demand: Demand): Combinations => {
    const key = [
      demand.isFrontline,
      demand.plans.join(','),
      demand.held.join(','),
      demand.keptSkus.map(({ id }) => id).join(','),
      [...demand.keptPlans].sort().join(','),
    ].join('|');
    const found = known.get(key) ?? combinationsFor(market, demand, coupled);
    known.set(key, found);
    return found;
  };
  const classOf = (key: string, { profile, divided, users, needs }: Draft): UserClass => {
    const { held, kept } = divided;
    const covering = kept.filter(canCover);
    const keptPlans = new Set(
      covering.flatMap(({ seat, facts }) => {
        const hasRight = market.rightsOf(facts.sku);
        return usablePlans({ sku: facts.sku, disabledPlans: seat.disabledPlans })
          .map((plan) => plan.key)
          .filter(hasRight);
      }),
    );
    const heldPlaces = held.map(({ facts }) => market.placeOf(facts.sku.id) ?? -1);
    const asToday: Combination = { skus: heldPlaces, changes: 0 };
    const keptSkus = covering.map(({ facts }) => facts.sku);
    const found = profile.isGuarded
      ? { combinations: [asToday], unmet: [] }
      : combinationsOf({
          plans: [...needs.keys()],
          keptSkus,
          keptPlans,
          held: heldPlaces,
          isFrontline: isFrontline(profile),
        });
    return {
      key,
      users: users.sort(byLabel),
      isGuarded: profile.isGuarded,
      held,
      heldPlaces,
      kept,
      keptPlans,
      needs,
      combinations: found.combinations.length > 0 ? found.combinations : [asToday],
      unmet: found.unmet,
    };
  };
  return [...gather(rules, profiles)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, draft]) => classOf(key, draft));
};
