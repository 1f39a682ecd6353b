import type { Divisor } from './quotient.ts';

/** Lines that a commitment may cover, in the order in which it does. Commitments share a list where they agree. */
export interface Candidates {
  /** Position of the list among the lists of the programme. */
  readonly index: number;
  readonly lines: readonly number[];
  /** Beside `lines`: what a unit of the line takes from the commitment. */
  readonly weights: readonly Divisor[];
}

/** One commitment's turn on one list of candidates. */
export interface Pass {
  readonly commitment: number;
  readonly candidates: Candidates;
}

/** What a commitment can give in an hour. */
export interface Capacity {
  /** In the measure of the weights: money × 10^ratePlaces for a plan, units of size for a reservation. */
  readonly hourly: bigint;
  /** For what is told in units of its own: the weight of one of them. Plans are told in money. */
  readonly ownWeight: Divisor | undefined;
}

/** All that an hour needs to know: the turns in their order. */
export interface Programme {
  readonly passes: readonly Pass[];
  readonly capacities: readonly Capacity[];
  readonly listCount: number;
}

/** Makes lists of candidates, each once for its key. */
export interface CandidateLists {
  get(key: string, make: () => Iterable<readonly [line: number, weight: Divisor]>): Candidates;
  count(): number;
}

export const createCandidateLists = (): CandidateLists => {
  const lists = new Map<string, Candidates>();
  return {
    get: (key, make) => {
      const known = lists.get(key);
      if (known !== undefined) return known;
      const entries = [...make()];
      const list = {
        index: lists.size,
        lines: entries.map(([line]) => line),
        weights: entries.map(([, weight]) => weight),
      };
      lists.set(key, list);
      return list;
    },
    count: () => lists.size,
  };
};
