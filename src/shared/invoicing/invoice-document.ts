import { z } from 'zod';
import { attachmentTypes, creditNoteTypeCodes, invoiceTypeCodes } from './code-lists.ts';
import {
  allowanceSchema,
  amountSchema,
  chargeSchema,
  currencyCode,
  daySchema,
  line,
  periodSchema,
  signedAmountSchema,
  text,
} from './document-parts.ts';
import { lineSchema, objectSchema } from './invoice-line.ts';
import { buyerSchema, deliverySchema, payeeSchema, sellerSchema, taxRepresentativeSchema } from './party.ts';
import { paymentSchema } from './payment.ts';

/** The languages that a printed invoice speaks. */
export const invoiceLanguages = ['en', 'de', 'nl', 'fr'] as const;
export type InvoiceLanguage = (typeof invoiceLanguages)[number];

const accountingCurrencySchema = z
  .strictObject({
    code: currencyCode,
    exchangeRate: z
      .string()
      .max(40)
      .regex(/^\d{1,15}(\.\d{1,18})?$/, 'expected a rate as text, such as "4.2537"')
      .refine((given) => /[1-9]/.test(given), 'expected more than zero'),
  })
  .describe(
    'The currency in which VAT is reported, and how much of it one unit of the invoice’s currency is',
  );

const attachmentSchema = z
  .strictObject({
    reference: line(200).describe('Identifies the document (BT-122)'),
    description: line(500).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .optional(),
    file: z
      .strictObject({
        name: line(200),
        mediaType: z.enum(attachmentTypes),
        base64: z.base64('expected the file as base64').min(4).max(14_000_000, 'at most 10 MB'),
      })
      .optional(),
  })
  .describe('Supporting document (BG-24)');

const parties = {
  seller: sellerSchema,
  buyer: buyerSchema,
  payee: payeeSchema.optional(),
  taxRepresentative: taxRepresentativeSchema.optional(),
  delivery: deliverySchema.optional(),
};

const references = {
  buyerReference: line(200)
    .optional()
    .describe('What routes the invoice at the buyer; Leitweg-ID in Germany (BT-10)'),
  orderReference: line(200).optional(),
  salesOrderReference: line(200).optional(),
  contractReference: line(200).optional(),
  projectReference: line(200).optional(),
  receiptReference: line(200).optional(),
  despatchReference: line(200).optional(),
  tenderReference: line(200).optional(),
  invoicedObject: objectSchema.optional(),
  accountingReference: line(200).optional().describe('Where the buyer books it (BT-19)'),
  precedingInvoices: z
    .array(z.strictObject({ number: line(200), issueDate: daySchema.optional() }))
    .max(100)
    .default([]),
};

/**
 * The product's own invoice document: inputs only, every total is computed. Names in parentheses are the business
 * terms of EN 16931-1.
 */
export const invoiceDocumentSchema = z
  .strictObject({
    type: z.enum(['invoice', 'creditNote']).default('invoice'),
    typeCode: z
      .string()
      .max(3)
      .optional()
      .describe('UNTDID 1001 (BT-3); by itself 380, or 381 for a credit note'),
    number: line(200).describe('BT-1'),
    issueDate: daySchema,
    dueDate: daySchema.optional(),
    taxPointDate: daySchema.optional(),
    language: z.enum(invoiceLanguages).default('en'),
    currency: currencyCode,
    accountingCurrency: accountingCurrencySchema.optional(),
    period: periodSchema.optional(),
    notes: z.array(text(5000)).max(20).default([]),
    ...references,
    ...parties,
    payment: paymentSchema.default({ means: [] }),
    lines: z.array(lineSchema).min(1, 'expected at least one line (BR-16)').max(20_000),
    allowances: z.array(allowanceSchema).max(100).default([]),
    charges: z.array(chargeSchema).max(100).default([]),
    prepaidAmount: amountSchema.optional().describe('Already paid (BT-113)'),
    roundingAmount: signedAmountSchema.optional().describe('Added to the amount due (BT-114)'),
    attachments: z.array(attachmentSchema).max(50).default([]),
  })
  .refine(
    ({ type, typeCode }) =>
      typeCode === undefined || (type === 'invoice' ? invoiceTypeCodes : creditNoteTypeCodes).has(typeCode),
    {
      message:
        'expected a type code of UNTDID 1001 that Peppol BIS 3 allows for this type (PEPPOL-EN16931-P0100, P0101)',
      path: ['typeCode'],
    },
  );
export type InvoiceDocument = z.output<typeof invoiceDocumentSchema>;
/** The document as people write it, with what has a default left out. */
export type InvoiceDocumentInput = z.input<typeof invoiceDocumentSchema>;
