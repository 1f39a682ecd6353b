import { z } from 'zod';
import { Exact } from '../money.ts';
import { codeLists } from './code-lists.ts';
import {
  code,
  countryCode,
  line,
  lineAllowanceSchema,
  lineChargeSchema,
  periodSchema,
  priceSchema,
  quantitySchema,
  taxSchema,
  text,
} from './document-parts.ts';
import { identifierSchema } from './party.ts';

const priceOfItemSchema = z
  .strictObject({
    net: priceSchema.optional().describe('Net price (BT-146); or give gross and discount'),
    gross: priceSchema.optional(),
    discount: priceSchema.optional(),
    baseQuantity: priceSchema
      .optional()
      .refine(
        (given) => given === undefined || /[1-9]/.test(given),
        'expected more than zero (PEPPOL-EN16931-R121)',
      )
      .describe('How many units the price is for (BT-149)'),
  })
  .refine(({ net, gross }) => net !== undefined || gross !== undefined, {
    message: 'expected a net price, or a gross price with an optional discount (BR-26)',
    path: ['net'],
  })
  .refine(({ gross, discount }) => discount === undefined || gross !== undefined, {
    message: 'expected a gross price beside the discount',
    path: ['gross'],
  })
  .refine(
    ({ net, gross, discount }) =>
      net === undefined ||
      gross === undefined ||
      new Exact(gross).minus(discount ?? new Exact(gross).minus(net)).equals(net),
    { message: 'expected the gross price less the discount (PEPPOL-EN16931-R046)', path: ['net'] },
  );

/** The thing that a line or a document is about: a subscription, a meter, a phone number (BT-18, BT-128). */
export const objectSchema = z.strictObject({
  id: line(200),
  scheme: code(codeLists.objectSchemes, 'a code of UNTDID 1153').optional(),
});

/** One line of an invoice (BG-25). */
export const lineSchema = z.strictObject({
  id: line(50).optional().describe('By itself the position, from 1'),
  name: line(500),
  description: text(2000).optional(),
  note: text(2000).optional(),
  quantity: quantitySchema,
  unit: code(
    codeLists.units,
    'a unit of UN/ECE Recommendation 20 or 21, such as "C62", "MON" or "HUR"',
  ).default('C62'),
  price: priceOfItemSchema,
  tax: taxSchema,
  allowances: z.array(lineAllowanceSchema).max(50).default([]),
  charges: z.array(lineChargeSchema).max(50).default([]),
  period: periodSchema.optional(),
  orderLine: line(100).optional(),
  object: objectSchema.optional(),
  accountingReference: line(200).optional(),
  sellerItemId: line(100).optional(),
  buyerItemId: line(100).optional(),
  standardItemId: identifierSchema
    .refine(({ scheme }) => scheme !== undefined, { message: 'expected a scheme (BR-64)', path: ['scheme'] })
    .optional(),
  classifications: z
    .array(
      z.strictObject({
        code: line(100),
        list: code(codeLists.classificationSchemes, 'a code of UNTDID 7143, such as "TST" (UNSPSC)'),
        version: line(30).optional(),
      }),
    )
    .max(20)
    .default([]),
  originCountry: countryCode.optional(),
  attributes: z
    .array(z.strictObject({ name: line(100), value: line(500) }))
    .max(100)
    .default([]),
});
export type InvoiceLineDocument = z.output<typeof lineSchema>;
