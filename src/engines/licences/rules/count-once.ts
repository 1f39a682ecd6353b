import type { RuleId } from '../../../shared/licences/audit-result.ts';
import { Exact } from '../../../shared/money.ts';
import type { Draft } from './draft.ts';

/** Rules that count a seat's money, the strongest first. */
export const strength: readonly RuleId[] = [
  'W06',
  'W01',
  'W05',
  'W07',
  'W08',
  'W02',
  'W03',
  'W09',
  'D02',
  'D03',
  'R05',
  'R08',
  'R09',
  'D04',
  'G02',
  'R01',
  'R02',
  'R03',
];

const rank = new Map(strength.map((rule, place) => [rule, place]));
const rankOf = ({ rule }: Draft): number => rank.get(rule) ?? strength.length;

export interface Counted {
  readonly draft: Draft;
  readonly supersededBy: RuleId | null;
}

/**
 * Counts each seat of one user once: the strongest finding takes its seats, and one that needs a seat which is
 * already taken keeps the name of the finding that took it, and no money (null where its SKU is unpriced).
 */
export const countSeatsOnce = (drafts: readonly Draft[]): readonly Counted[] => {
  const takenBy = new Map<string, RuleId>();
  const bySeat = [...drafts].sort((a, b) => rankOf(a) - rankOf(b));
  return bySeat.map((draft): Counted => {
    const takers = draft.seats.flatMap((seat) => takenBy.get(seat) ?? []);
    const [strongest] = takers.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
    if (strongest === undefined) {
      for (const seat of draft.seats) takenBy.set(seat, draft.rule);
      return { draft, supersededBy: null };
    }
    const { amount, currency } = draft.saving;
    const saving = { amount: amount === null ? null : new Exact(0), currency };
    return { draft: { ...draft, saving }, supersededBy: strongest };
  });
};
