import type { Plan } from '../catalogue/catalogue.ts';
import { coversPlans } from '../catalogue/covers.ts';
import type { HeldSeat, RuleContext } from './rule-context.ts';
import type { Offer } from './sku-facts.ts';

/** Answers by context: thousands of users ask the same. */
const answers = new WeakMap<RuleContext, Map<string, Offer | undefined>>();

const search = (context: RuleContext, held: HeldSeat, needed: readonly Plan[]): Offer | undefined => {
  const { sku, price } = held.facts;
  let best: Offer | undefined;
  for (const offer of context.skus.offers) {
    if (offer.sku.id === sku.id || (price && offer.price.currency !== price.currency)) continue;
    if (best && offer.price.amount.gte(best.price.amount)) continue;
    if (coversPlans(context.order, [{ sku: offer.sku }], needed).covered) best = offer;
  }
  return best;
};

/**
 * The cheapest priced SKU that covers some plans of a seat, in the seat's currency; of equals the first by part
 * number. `purpose` names the choice of plans, which the seat's SKU and disabled plans must determine.
 */
export const cheapestCovering = (
  context: RuleContext,
  held: HeldSeat,
  needed: readonly Plan[],
  purpose: string,
): Offer | undefined => {
  if (needed.length === 0) return undefined;
  const known = answers.get(context) ?? new Map<string, Offer | undefined>();
  answers.set(context, known);
  const key = `${purpose} ${held.seat.skuId} ${held.seat.disabledKey}`;
  if (!known.has(key)) known.set(key, search(context, held, needed));
  return known.get(key);
};
