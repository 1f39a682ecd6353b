import { z } from 'zod';
import { code, line, text } from './document-parts.ts';
import { isIban } from './iban.ts';
import { isCreditorId } from './identifiers.ts';

const ibanSchema = z
  .string()
  .max(42)
  .overwrite((given) => given.replace(/\s/g, '').toUpperCase())
  .refine(isIban, 'expected an IBAN; its form or its check digits are wrong');

const bicSchema = z
  .string()
  .max(11)
  .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'expected a BIC, such as "ABNANL2A"');

/** Codes of UNCL 4461 by kind. */
export const creditTransferCodes: ReadonlySet<string> = new Set([
  '30',
  '31',
  '42',
  '57',
  '58',
  '9',
  '50',
  '93',
]);
const directDebitCodes: ReadonlySet<string> = new Set(['49', '59']);
const cardCodes: ReadonlySet<string> = new Set(['48', '54', '55']);

const common = {
  description: line(100).optional().describe('The means in words (BT-82)'),
};

const creditTransferSchema = z
  .strictObject({
    kind: z.literal('creditTransfer'),
    code: code(creditTransferCodes, 'a code for credit transfer: 30, 58, 31, 42, 57, 9, 50 or 93').default(
      '30',
    ),
    iban: ibanSchema.optional(),
    account: line(60).optional().describe('An account outside IBAN, in its national form'),
    accountName: line(100).optional(),
    bic: bicSchema.optional(),
    clearing: line(30).optional().describe('A payment service outside BIC, such as SE:BANKGIRO'),
    ...common,
  })
  .refine(({ iban, account }) => (iban === undefined) !== (account === undefined), {
    message: 'expected either "iban" or "account" (BR-61)',
    path: ['iban'],
  })
  .refine(
    ({ bic, clearing }) => bic === undefined || clearing === undefined,
    'expected "bic" or "clearing", not both',
  );

const directDebitSchema = z.strictObject({
  kind: z.literal('directDebit'),
  code: code(directDebitCodes, '59 (SEPA) or 49').default('59'),
  mandate: line(60).describe('Mandate reference (BT-89)'),
  creditorId: z
    .string()
    .max(35)
    .refine(isCreditorId, 'expected a SEPA creditor identifier; its form or its check digits are wrong')
    .optional(),
  debitedIban: ibanSchema.optional(),
  ...common,
});

const lastDigits = 'expected the last four to six digits of the card, never the whole number (BR-51)';

const cardSchema = z.strictObject({
  kind: z.literal('card'),
  code: code(cardCodes, '48, 54 or 55').default('48'),
  lastDigits: z
    .string()
    .max(6, lastDigits)
    .regex(/^\d{4,6}$/, lastDigits),
  holder: line(100).optional(),
  ...common,
});

const meansSchema = z.discriminatedUnion('kind', [creditTransferSchema, directDebitSchema, cardSchema]);
export type PaymentMeansDocument = z.output<typeof meansSchema>;

/** How the invoice is to be paid, or was (BG-16). */
export const paymentSchema = z.strictObject({
  means: z.array(meansSchema).max(10).default([]),
  reference: line(140)
    .optional()
    .describe('What the payer is to state (BT-83); by itself the number of the invoice'),
  terms: text(2000).optional().describe('Payment terms in words (BT-20)'),
  onlineLink: z
    .url({ protocol: /^https$/, error: 'expected an https address' })
    .max(500)
    .optional()
    .describe('A hosted page on which the invoice can be paid'),
});
