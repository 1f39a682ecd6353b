import { Exact, formatDecimal } from '../../shared/money.ts';
import type { PriceRule, PriceRules } from '../../shared/rating/price-rules.ts';
import type { LinePrice, RatedLine } from '../../shared/rating/rate-result.ts';
import { Wide } from '../../shared/wide-decimal.ts';
import { type RateCard, zero } from './rate-card.ts';
import { moneyText, type Rounding, roundLine } from './rounding.ts';

/** Places of a quotient that does not terminate, rounded half-even. */
const quotientPlaces = 12;

const divided = (a: Exact, b: Exact): Exact =>
  a.dividedBy(b).toDecimalPlaces(quotientPlaces, Exact.ROUND_HALF_EVEN);

/** What a rule can be chosen by. */
interface Subject {
  readonly customer: string | undefined;
  readonly product: string;
  readonly category: string | undefined;
  readonly periodStart: string;
}

/** What names its customer, product and category in this way, whatever the case. */
const keyOf = (customer?: string, product?: string, category?: string): string =>
  JSON.stringify([customer, product, category].map((name) => name?.toLowerCase() ?? null));

/** Of rules that name the same: a partner's own first, then the newest, then the first of the file. */
const byPrecedence = (a: PriceRule, b: PriceRule): number => {
  if ((a.partner === undefined) !== (b.partner === undefined)) return a.partner === undefined ? 1 : -1;
  return a.effectiveFrom === b.effectiveFrom ? 0 : a.effectiveFrom < b.effectiveFrom ? 1 : -1;
};

/** Finds the rules that speak of a line, the most specific first (customer, product, category, partner). */
const indexRules = (rules: readonly PriceRule[], partner: string | undefined) => {
  const own = rules.filter(
    (rule) => rule.partner === undefined || rule.partner.toLowerCase() === partner?.toLowerCase(),
  );
  const byKey = Map.groupBy(own.toSorted(byPrecedence), (rule) =>
    keyOf(rule.customer, rule.product, rule.category),
  );
  return function* ({ customer, product, category, periodStart }: Subject): Generator<PriceRule> {
    for (const ofCustomer of customer === undefined ? [undefined] : [customer, undefined]) {
      for (const ofProduct of [product, undefined]) {
        for (const ofCategory of category === undefined ? [undefined] : [category, undefined]) {
          for (const rule of byKey.get(keyOf(ofCustomer, ofProduct, ofCategory)) ?? []) {
            if (rule.effectiveFrom <= periodStart) yield rule;
          }
        }
      }
    }
  };
};

/** Prices lines by a partner's rules. */
export interface Pricing {
  priced(line: RatedLine): RatedLine;
}

/** `list` needs a list price of the meter: a rule that has none to go by passes the line to the next rule. */
const priceOf = (
  rule: PriceRule,
  line: RatedLine,
  listPrice: string | undefined,
  rounding: Rounding,
): Exact | undefined => {
  const { price } = rule;
  const cost = new Wide(line.rounded);
  if (price.kind === 'fixed') return new Wide(line.ratedQuantity).times(price.unitPrice);
  const share = new Wide(price.percent).dividedBy(100);
  if (price.kind === 'markup') return cost.times(share.plus(1));
  if (price.kind === 'margin') {
    const rest = new Wide(1).minus(share);
    // Rounded once: to places of its own only where the line is not rounded.
    return rounding === 'none' ? divided(cost, rest) : cost.dividedBy(rest);
  }
  if (listPrice === undefined) return undefined;
  return new Wide(line.ratedQuantity).times(listPrice).times(share.plus(1));
};

const atLeast = (price: Exact, { minimumCharge }: PriceRule, line: RatedLine): Exact => {
  if (minimumCharge === undefined || new Wide(line.quantity).lte(0)) return price;
  return price.lt(minimumCharge) ? new Wide(minimumCharge) : price;
};

const selling = (cost: Exact, price: Exact, rule: string | null): LinePrice => {
  const margin = price.minus(cost);
  return {
    cost: moneyText(cost),
    price: moneyText(price),
    margin: moneyText(margin),
    marginShare: price.isZero() ? null : formatDecimal(divided(margin, price)),
    rule,
  };
};

/** Applies price rules (docs/rating.md, 'Price rules') to rated lines. Prices are rounded as costs are. */
export const createPricing = (given: PriceRules, card: RateCard, rounding: Rounding): Pricing => {
  const lowered = (record: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
    new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
  const customers = lowered(given.customers);
  const listPrices = lowered(given.listPrices);
  const categories = new Map(card.meters.map(({ meterId, category }) => [meterId.toLowerCase(), category]));
  const rulesOf = indexRules(given.rules, given.partner);
  return {
    priced: (line) => {
      const product = line.meterId.toLowerCase();
      const subject = {
        customer: customers.get(line.subscriptionId.toLowerCase()),
        product,
        category: categories.get(product),
        periodStart: line.billingPeriodStart,
      };
      const cost = new Wide(line.rounded);
      for (const rule of rulesOf(subject)) {
        const price = priceOf(rule, line, listPrices.get(product), rounding);
        if (price === undefined) continue;
        const charged = roundLine(atLeast(price, rule, line), rounding);
        return { ...line, selling: selling(cost, charged, rule.id) };
      }
      return { ...line, selling: selling(cost, cost.plus(zero), null) };
    },
  };
};
