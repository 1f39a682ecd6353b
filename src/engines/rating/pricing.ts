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

const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** The most specific first (customer, product, category, partner); among equals the newest, then the first. */
const byPrecedence = (a: PriceRule, b: PriceRule): number => {
  const weight = ({ customer, product, category, partner }: PriceRule): number =>
    (customer === undefined ? 0 : 8) +
    (product === undefined ? 0 : 4) +
    (category === undefined ? 0 : 2) +
    (partner === undefined ? 0 : 1);
  if (weight(a) !== weight(b)) return weight(b) - weight(a);
  return a.effectiveFrom === b.effectiveFrom ? 0 : a.effectiveFrom < b.effectiveFrom ? 1 : -1;
};

const speaksOf = (rule: PriceRule, of: Subject, partner: string | undefined): boolean =>
  rule.effectiveFrom <= of.periodStart &&
  (rule.partner === undefined || same(rule.partner, partner)) &&
  (rule.customer === undefined || same(rule.customer, of.customer)) &&
  (rule.product === undefined || same(rule.product, of.product)) &&
  (rule.category === undefined || same(rule.category, of.category));

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
  const rules = given.rules.toSorted(byPrecedence);
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
      for (const rule of rules) {
        if (!speaksOf(rule, subject, given.partner)) continue;
        const price = priceOf(rule, line, listPrices.get(product), rounding);
        if (price === undefined) continue;
        const charged = roundLine(atLeast(price, rule, line), rounding);
        return { ...line, selling: selling(cost, charged, rule.id) };
      }
      return { ...line, selling: selling(cost, cost.plus(zero), null) };
    },
  };
};
