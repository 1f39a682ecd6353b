import { Exact, formatDecimal } from '../../../shared/money.ts';
import type { Overview } from '../../../shared/overview/contract.ts';

export interface CommitmentTotal {
  readonly used: string;
  readonly unused: string;
  /** Used as a fraction of what was committed; null where nothing was. */
  readonly utilisation: string | null;
  /** Usage that a commitment covered, as a fraction of all usage. */
  readonly coverage: string | null;
}

const places = 6;
const fraction = (part: Exact, whole: Exact): string | null =>
  whole.isZero() ? null : formatDecimal(part.div(whole).toDecimalPlaces(places));

/** The commitments of all providers together; they are of one currency. */
export const commitmentTotal = (commitments: Overview['commitments']): CommitmentTotal => {
  const sum = (field: 'usage' | 'used' | 'unused'): Exact =>
    commitments.reduce((total, each) => total.add(each[field]), new Exact(0));
  const [usage, used, unused] = [sum('usage'), sum('used'), sum('unused')];
  return {
    used: formatDecimal(used),
    unused: formatDecimal(unused),
    utilisation: fraction(used, used.add(unused)),
    coverage: fraction(used, usage.sub(unused)),
  };
};
