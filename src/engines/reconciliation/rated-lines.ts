import type { RatedDocument, ReconciliationLine } from '../../shared/reconciliation/reconciliation.ts';
import { Wide } from '../../shared/wide-decimal.ts';

type RatedLine = RatedDocument['lines'][number];

/**
 * The price of a unit where a line has one: a rate for all its tiers, of which the offer's terms took nothing off.
 * Else quantity × price would not be the amount, and a difference would be explained by a price that nobody charged.
 */
const unitPriceOf = ({ tiers, discount }: RatedLine): string | undefined => {
  const [first] = tiers;
  if (first === undefined || !new Wide(discount).isZero()) return undefined;
  const price = new Wide(first.rate);
  return tiers.every(({ rate }) => price.equals(rate)) ? first.rate : undefined;
};

/**
 * Lines of `trimtab rate --json` as lines to reconcile: what each costs, not what it is sold for. A line is named by
 * its number in the document, counted from 1.
 */
export const ratedLinesOf = ({ currency, lines }: RatedDocument): ReconciliationLine[] =>
  lines.map((line, index) => {
    const unitPrice = unitPriceOf(line);
    return {
      id: `rated line ${index + 1}`,
      subscriptionId: line.subscriptionId,
      itemId: line.meterId,
      periodStart: line.billingPeriodStart,
      kind: 'regular',
      quantity: line.ratedQuantity,
      ...(unitPrice === undefined ? {} : { unitPrice }),
      currency,
      amount: line.rounded,
    };
  });
