import type { CommitmentBalance } from '../../../shared/commitments/metrics.ts';
import { Exact } from '../../../shared/money.ts';
import {
  type CommitmentWindow,
  contractedEquivalent,
  type FocusCharges,
  hasUnknownCost,
  hasUnknownPrice,
  idleOf,
  roleOf,
  sumOf,
} from './focus-charges.ts';
import { breakEvenUtilisation, moneyText, shareOf } from './measures.ts';

/** Providers round each row. */
const tolerance = new Exact('0.01');

/** The part of a purchase's time that lies in the window: a year's upfront payment is compared month by month. */
const partOf = ({ period }: FocusCharges, window: CommitmentWindow | undefined): Exact => {
  if (period === null || window === undefined) return new Exact(1);
  const [from, to] = [Date.parse(period.start), Date.parse(period.end)];
  if (!(to > from)) return new Exact(1);
  const overlap = Math.min(to, Date.parse(window.end)) - Math.max(from, Date.parse(window.start));
  return new Exact(Math.max(0, overlap)).div(to - from);
};

interface Sides {
  readonly hasRows: boolean;
  readonly hasPurchases: boolean;
  readonly hasUnknownCost: boolean;
  readonly amortised: Exact;
  readonly purchased: Exact;
}

const explain = (sides: Sides): string | null => {
  const { hasRows, hasPurchases, amortised, purchased } = sides;
  if (sides.hasUnknownCost) {
    return 'Rows have no EffectiveCost: the export does not spread what was paid over the usage.';
  }
  if (amortised.minus(purchased).abs().lte(tolerance)) return null;
  if (!hasPurchases) {
    return 'No purchase of it is in the files: it was paid before their time, in another billing account, or purchases are left out of the export.';
  }
  if (!hasRows) return 'It was bought, and the files have neither used nor unused rows of it.';
  return amortised.gt(purchased)
    ? 'The rows cost more than the purchases in the files: a part was paid upfront, before their time.'
    : 'The rows cost less than was paid: rows of unused commitment are missing, or files of a part of the time.';
};

const balanceOf = (
  id: string,
  charges: readonly FocusCharges[],
  window: CommitmentWindow | undefined,
): CommitmentBalance => {
  const ofRole = (role: string): readonly FocusCharges[] => charges.filter((each) => roleOf(each) === role);
  const [covered, unusedRows, purchases] = [ofRole('covered'), ofRole('unused'), ofRole('purchase')];
  const used = sumOf(covered, 'effectiveCost');
  const unused = sumOf(idleOf(charges), 'effectiveCost');
  const purchased = purchases.reduce(
    (total, each) => total.plus(new Exact(each.billedCost).times(partOf(each, window))),
    new Exact(0),
  );
  const amortised = used.plus(unused);
  const usedQuantity = sumOf(covered, 'commitmentQuantity');
  const quantity = usedQuantity.plus(sumOf(unusedRows, 'commitmentQuantity'));
  const [first] = charges;
  const isCostUnknown = covered.some(hasUnknownCost);
  return {
    id,
    name: charges.find(({ commitmentName }) => commitmentName !== null)?.commitmentName ?? null,
    provider: first?.provider ?? null,
    currency: first?.currency ?? null,
    used: moneyText(used),
    unused: moneyText(unused),
    purchased: moneyText(purchased.toDecimalPlaces(12)),
    difference: moneyText(amortised.minus(purchased).toDecimalPlaces(12)),
    explanation: explain({
      hasRows: covered.length + unusedRows.length > 0,
      hasPurchases: purchases.length > 0,
      hasUnknownCost: isCostUnknown,
      amortised,
      purchased,
    }),
    utilisation:
      amortised.isZero() || isCostUnknown ? shareOf(usedQuantity, quantity) : shareOf(used, amortised),
    breakEvenUtilisation:
      isCostUnknown || covered.some(hasUnknownPrice)
        ? null
        : breakEvenUtilisation(used, contractedEquivalent(covered)),
  };
};

/**
 * Checks, for every commitment and currency, that what its used and unused rows cost is what was paid for it.
 * Source: FOCUS, "Commitment discounts": Σ EffectiveCost of usage = Σ BilledCost of purchases over the term.
 */
export const balanceCommitments = (
  charges: readonly FocusCharges[],
  windows: readonly CommitmentWindow[],
): readonly CommitmentBalance[] => {
  const committed = charges.filter(({ commitmentId }) => commitmentId !== null);
  const byId = Map.groupBy(committed, ({ commitmentId, currency }) =>
    JSON.stringify([commitmentId, currency]),
  );
  const windowOf = new Map(windows.map((window) => [window.commitmentId, window]));
  return Array.from(byId.values(), (members) => {
    const id = members[0]?.commitmentId ?? '';
    return balanceOf(id, members, windowOf.get(id));
  }).sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
};
