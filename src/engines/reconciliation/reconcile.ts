import type { Decimal } from 'decimal.js';
import { formatDecimal } from '../../shared/money.ts';
import type {
  ExplanationKind,
  ReconciledGroup,
  Reconciliation,
  ReconciliationInput,
  ReconciliationLine,
  ReconciliationTotal,
} from '../../shared/reconciliation/reconciliation.ts';
import { Wide } from '../../shared/wide-decimal.ts';
import { amountOf, explainGroup, type GroupLines } from './explain.ts';

/** Ids in lower case: rate cards, usage and invoices write one id in different ways. */
const keyOf = ({ subscriptionId, itemId, periodStart, currency }: ReconciliationLine): string =>
  JSON.stringify([currency, subscriptionId.toLowerCase(), itemId.toLowerCase(), periodStart]);

const groupLines = ({ rated, provider }: ReconciliationInput): ReadonlyMap<string, GroupLines> => {
  const groups = new Map<string, { rated: ReconciliationLine[]; provider: ReconciliationLine[] }>();
  const groupOf = (line: ReconciliationLine) => {
    const key = keyOf(line);
    const group = groups.get(key) ?? { rated: [], provider: [] };
    groups.set(key, group);
    return group;
  };
  for (const line of rated) groupOf(line).rated.push(line);
  for (const line of provider) groupOf(line).provider.push(line);
  return groups;
};

const reconcileGroup = (group: GroupLines, tolerance: Decimal): readonly ReconciledGroup[] => {
  const [line] = [...group.provider, ...group.rated];
  if (!line) return [];
  const { subscriptionId, itemId, periodStart, currency } = line;
  const rated = amountOf(group.rated);
  const provider = amountOf(group.provider);
  const difference = provider.minus(rated);
  const isOnBothSides = group.rated.length > 0 && group.provider.length > 0;
  const isMatched = isOnBothSides && difference.abs().lessThanOrEqualTo(tolerance);
  const explanations = isMatched ? [] : explainGroup(group, tolerance);
  const rest = isMatched
    ? new Wide(0)
    : explanations.reduce<Decimal>((left, { amount }) => left.minus(amount), difference);
  return [
    {
      subscriptionId,
      itemId,
      periodStart,
      currency,
      rated: formatDecimal(rated, 2),
      provider: formatDecimal(provider, 2),
      difference: formatDecimal(difference, 2),
      status: isMatched ? 'matched' : rest.isZero() ? 'explained' : 'unexplained',
      explanations,
      unexplained: formatDecimal(rest, 2),
    },
  ];
};

const sumOf = (values: readonly string[]): string =>
  formatDecimal(
    values.reduce<Decimal>((sum, value) => sum.plus(value), new Wide(0)),
    2,
  );

const totalOf = (currency: string, groups: readonly ReconciledGroup[]): ReconciliationTotal => {
  const explained = new Map<ExplanationKind, string>();
  for (const { kind, amount } of groups.flatMap(({ explanations }) => explanations)) {
    explained.set(kind, sumOf([explained.get(kind) ?? '0', amount]));
  }
  const matched = groups.filter(({ status }) => status === 'matched');
  return {
    currency,
    rated: sumOf(groups.map(({ rated }) => rated)),
    provider: sumOf(groups.map(({ provider }) => provider)),
    difference: sumOf(groups.map(({ difference }) => difference)),
    matched: sumOf(matched.map(({ difference }) => difference)),
    explained: Object.fromEntries([...explained].sort(([a], [b]) => (a < b ? -1 : 1))),
    unexplained: sumOf(groups.map(({ unexplained }) => unexplained)),
  };
};

/**
 * Compares rated lines with a provider's reconciliation, group by group (subscription, item, period, currency): matched
 * within the tolerance, or with each part of the difference explained, or with a rest that nothing explains. For each
 * currency, difference = matched + explained + unexplained, exactly.
 */
export const reconcile = (input: ReconciliationInput): Reconciliation => {
  const tolerance = new Wide(input.tolerance).abs();
  const groups = [...groupLines(input)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => reconcileGroup(group, tolerance));
  const currencies = [...new Set(groups.map(({ currency }) => currency))];
  return {
    groups,
    totals: currencies.map((currency) =>
      totalOf(
        currency,
        groups.filter((group) => group.currency === currency),
      ),
    ),
  };
};
