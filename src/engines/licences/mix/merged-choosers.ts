import type { Combination } from './dominance.ts';
import type { Chooser } from './programme.ts';

/** Choosers of the same combinations as one, and which they are. */
export interface Merged {
  readonly choosers: readonly Chooser[];
  readonly members: readonly (readonly number[])[];
}

export const mergeChoosers = (choosers: readonly Chooser[]): Merged => {
  const members = new Map<readonly Combination[], number[]>();
  for (const [place, { combinations }] of choosers.entries()) {
    const same = members.get(combinations);
    if (same) same.push(place);
    else members.set(combinations, [place]);
  }
  const users = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + (choosers[place]?.users ?? 0), 0);
  return {
    choosers: [...members].map(([combinations, places]) => ({ combinations, users: users(places) })),
    members: [...members.values()],
  };
};

/** Gives the members of merged choosers what these got: the first ones get what is preferred. */
export const divideAgain = (
  choosers: readonly Chooser[],
  { members }: Merged,
  merged: readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const counts: number[][] = choosers.map(() => []);
  for (const [at, places] of members.entries()) {
    const left = [...(merged[at] ?? [])];
    for (const place of places) {
      let waiting = choosers[place]?.users ?? 0;
      counts[place] = left.map((available, option) => {
        const given = Math.min(available, waiting);
        left[option] = available - given;
        waiting -= given;
        return given;
      });
    }
  }
  return counts;
};
