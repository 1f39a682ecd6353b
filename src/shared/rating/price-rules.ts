import { z } from 'zod';
import { daySchema } from '../time.ts';

const id = z.string().trim().min(1).max(400);
const decimal = (pattern: RegExp, example: string) =>
  z.string().max(40).regex(pattern, `a decimal number as text such as "${example}"`);
const amount = decimal(/^\d{1,20}(\.\d{1,18})?$/, '0.0855');
const percent = decimal(/^-?\d{1,6}(\.\d{1,6})?$/, '12.5');

/** How a price is made from what a line costs. */
const methodSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('markup').describe('price = cost × (1 + percent ÷ 100)'),
    percent,
  }),
  z.strictObject({
    kind: z.literal('margin').describe('price = cost ÷ (1 − percent ÷ 100); below 100'),
    percent,
  }),
  z.strictObject({
    kind: z.literal('fixed').describe('price = rated quantity × unit price'),
    unitPrice: amount,
  }),
  z.strictObject({
    kind: z.literal('list').describe('price = rated quantity × list price (ERP) × (1 + percent ÷ 100)'),
    percent,
  }),
]);

export const priceRuleSchema = z
  .strictObject({
    id,
    effectiveFrom: daySchema
      .describe('Applies to billing periods that begin on this day or later')
      .default('0001-01-01'),
    partner: id.optional(),
    customer: id.optional(),
    product: id.describe('A meter id').optional(),
    category: id.describe('A meter category, such as Virtual Machines').optional(),
    price: methodSchema,
    minimumCharge: amount.describe('The least that a line with usage costs').optional(),
  })
  .refine(({ price }) => price.kind !== 'margin' || Number(price.percent) < 100, {
    path: ['price', 'percent'],
    message: 'a margin below 100 per cent of the price',
  });
export type PriceRule = z.infer<typeof priceRuleSchema>;

/** The file of `trimtab rate --price-rules`; its JSON Schema is printed by `trimtab rate schema`. */
export const priceRulesSchema = z
  .strictObject({
    partner: id.describe('Who sells: rules that name another partner do not apply').optional(),
    customers: z.record(z.string().max(400), id).describe('Customer of each subscription id').default({}),
    listPrices: z
      .record(z.string().max(400), amount)
      .describe('List price (ERP) of a unit, by meter id')
      .default({}),
    rules: z.array(priceRuleSchema).max(100_000),
  })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    for (const [index, rule] of rules.entries()) {
      if (seen.has(rule.id))
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'id'],
          message: 'an id that no other rule has',
        });
      seen.add(rule.id);
    }
  });
export type PriceRules = z.infer<typeof priceRulesSchema>;
