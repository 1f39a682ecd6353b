import type { LandedSync } from './landed.ts';

/** Why what was read must not replace what was known before. */
export interface Weakness {
  readonly code: 'users-incomplete' | 'skus-incomplete' | 'far-fewer-users';
  readonly detail: string;
}

/** A tenant too small to tell a cut-off read from people who left. */
const fewUsers = 20;

/** What was seen of the users before. */
export interface Standing {
  /** Users of the judgement that stands. */
  readonly users: number;
  readonly asOf: string;
  /** The last sync that did not replace it. */
  readonly kept: { readonly code: string; readonly asOf: string; readonly users: number } | null;
}

/**
 * How many users to expect: as many as stood before, or as few as a complete read of an earlier day saw already. What
 * two days in a row say is believed.
 */
const expectedUsers = ({ users, kept }: Standing, asOf: string): number =>
  kept?.code === 'far-fewer-users' && kept.asOf < asOf ? Math.min(users, kept.users) : users;

/**
 * Whether a sync read too little to stand in for the one before: what was not read would look as if it were gone. A
 * directory does not lose half of its users from one day to the next; one that seems to was rather cut off.
 */
export const findWeakness = (
  { sources, asOf }: Pick<LandedSync, 'sources' | 'asOf'>,
  users: number,
  before: Standing,
): Weakness | undefined => {
  const isComplete = (name: string): boolean =>
    sources.some((source) => source.name === name && source.state === 'complete');
  if (!isComplete('users')) {
    return { code: 'users-incomplete', detail: 'Not all users could be read.' };
  }
  if (!isComplete('subscribedSkus')) {
    return { code: 'skus-incomplete', detail: 'Not all licences that are owned could be read.' };
  }
  const expected = expectedUsers(before, asOf);
  if (expected >= fewUsers && users * 2 < expected) {
    return { code: 'far-fewer-users', detail: `${users} users were read; there were ${expected} before.` };
  }
  return undefined;
};
