import type { PriceRules } from '../../shared/rating/price-rules.ts';
import type { RatedLine } from '../../shared/rating/rate-result.ts';
import type { RateCard } from './rate-card.ts';

/** A name in a price rule that no line has, so that the rule can price none. */
export interface IdleName {
  /** Its number in the file, from 0. */
  readonly rule: number;
  readonly field: 'customer' | 'product' | 'category';
  readonly name: string;
}

const lower = (text: string): string => text.toLowerCase();

/** Finds what rules name that occurs in no line. Rules of other partners are not looked at: they never apply. */
export const findIdleNames = (
  { partner, customers, rules }: PriceRules,
  card: RateCard,
  lines: readonly RatedLine[],
): readonly IdleName[] => {
  const customerOf = new Map(Object.entries(customers).map(([id, customer]) => [lower(id), lower(customer)]));
  const categoryOf = new Map(card.meters.map(({ meterId, category }) => [lower(meterId), lower(category)]));
  const meters = new Set(lines.map(({ meterId }) => lower(meterId)));
  const occurring = {
    customer: new Set(lines.map(({ subscriptionId }) => customerOf.get(lower(subscriptionId)))),
    product: meters,
    category: new Set([...meters].map((meter) => categoryOf.get(meter))),
  };
  return rules.flatMap((rule, index) =>
    rule.partner !== undefined && lower(rule.partner) !== partner?.toLowerCase()
      ? []
      : (['customer', 'product', 'category'] as const).flatMap((field): readonly IdleName[] => {
          const name = rule[field];
          return name === undefined || occurring[field].has(lower(name))
            ? []
            : [{ rule: index, field, name }];
        }),
  );
};
