import { dayOfInstant, noDay } from '../activity/days.ts';
import type { GraphUser } from './graph-schemas.ts';
import type { AssignmentState, Seat, SignIn, User, Way } from './tenant.ts';

const states: ReadonlySet<string> = new Set<AssignmentState>([
  'Active',
  'ActiveWithError',
  'Disabled',
  'Error',
]);
const isState = (text: string): text is AssignmentState => states.has(text);

/** Sets and texts that most users share, kept once. */
export interface Shared {
  readonly sets: Map<string, ReadonlySet<string>>;
  readonly texts: Map<string, string>;
}

/** The same text as one object in memory: 100,000 users name a few hundred SKUs and groups. */
const once = (shared: Shared, text: string): string => {
  const known = shared.texts.get(text);
  if (known !== undefined) return known;
  shared.texts.set(text, text);
  return text;
};

const planSet = (shared: Shared, plans: readonly string[]): readonly [string, ReadonlySet<string>] => {
  const key = [...new Set(plans.map((plan) => plan.toLowerCase()))].sort().join(' ');
  const known = shared.sets.get(key);
  if (known) return [once(shared, key), known];
  const made = new Set(key === '' ? [] : key.split(' '));
  shared.sets.set(key, made);
  return [once(shared, key), made];
};

type GraphStates = NonNullable<GraphUser['licenseAssignmentStates']>;

const isActive = (state: string | null | undefined): boolean =>
  state === 'Active' || state === 'ActiveWithError';

/** Plans that are off in every active way are off: one way that switches a plan on is enough. */
const disabledInAll = (ways: GraphStates): readonly string[] => {
  const [first, ...others] = ways.filter(({ state }) => isActive(state));
  return (first?.disabledPlans ?? []).filter((plan) =>
    others.every(({ disabledPlans }) =>
      disabledPlans?.some((other) => other.toLowerCase() === plan.toLowerCase()),
    ),
  );
};

const readWay = (shared: Shared, way: GraphStates[number]): Way => ({
  groupId: way.assignedByGroup ? once(shared, way.assignedByGroup.toLowerCase()) : null,
  state: way.state && isState(way.state) ? way.state : 'unknown',
  error: way.error ? once(shared, way.error) : null,
  updatedDay: dayOfInstant(way.lastUpdatedDateTime),
});

const wayOrder = (a: Way, b: Way): number => {
  const left = a.groupId ?? '';
  const right = b.groupId ?? '';
  return left < right ? -1 : left > right ? 1 : a.updatedDay - b.updatedDay || (a.state < b.state ? -1 : 1);
};

const readSeats = (shared: Shared, user: GraphUser): readonly Seat[] => {
  const waysOf = new Map<string, GraphStates>();
  for (const way of user.licenseAssignmentStates ?? []) {
    const skuId = way.skuId.toLowerCase();
    const known = waysOf.get(skuId);
    if (known) known.push(way);
    else waysOf.set(skuId, [way]);
  }
  const assigned = new Map(
    (user.assignedLicenses ?? []).map((licence) => [licence.skuId.toLowerCase(), licence]),
  );
  return [...new Set([...assigned.keys(), ...waysOf.keys()])].sort().map((skuId): Seat => {
    const ways = waysOf.get(skuId) ?? [];
    const licence = assigned.get(skuId);
    const [disabledKey, disabledPlans] = planSet(shared, licence?.disabledPlans ?? disabledInAll(ways));
    return {
      skuId: once(shared, skuId),
      isHeld: licence !== undefined || ways.some(({ state }) => isActive(state)),
      disabledPlans,
      disabledKey,
      ways: ways.map((way) => readWay(shared, way)).sort(wayOrder),
    };
  });
};

/**
 * The latest sign-in. Microsoft Graph: `lastSuccessfulSignInDateTime` counts successes only, from 1 December 2023;
 * the other two count failed attempts as well, so they stand in only where it is absent.
 */
const readSignIn = (activity: NonNullable<GraphUser['signInActivity']>): SignIn => {
  const success = dayOfInstant(activity.lastSuccessfulSignInDateTime);
  if (success !== noDay) {
    return { day: success, field: 'signInActivity.lastSuccessfulSignInDateTime', isWeak: false };
  }
  const interactive = dayOfInstant(activity.lastSignInDateTime);
  const silent = dayOfInstant(activity.lastNonInteractiveSignInDateTime);
  const [day, name] =
    silent > interactive ? [silent, 'lastNonInteractiveSignInDateTime'] : [interactive, 'lastSignInDateTime'];
  return { day, field: `signInActivity.${name}`, isWeak: day !== noDay };
};

/** A Graph user as the rules see it. */
export const readUser = (shared: Shared, user: GraphUser, place: number): User => ({
  place,
  id: user.id,
  label: user.userPrincipalName,
  isEnabled: user.accountEnabled ?? null,
  isGuest: user.userType?.toLowerCase() === 'guest',
  createdDay: dayOfInstant(user.createdDateTime),
  leaveDay: dayOfInstant(user.employeeLeaveDateTime),
  signIn: user.signInActivity ? readSignIn(user.signInActivity) : null,
  seats: readSeats(shared, user),
});
