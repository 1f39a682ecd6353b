import { z } from 'zod';
import { codeLists, taxCategories } from './code-lists.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry these characters
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;

/** Text of one line or more that can stand in XML; surrounding blanks are taken off. */
export const text = (longest: number) =>
  z
    .string()
    .max(longest, `at most ${longest} characters`)
    .overwrite((given) => given.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim())
    .min(1, 'expected text that is not empty')
    .refine(
      (given) => !unwritable.test(given) && given.isWellFormed(),
      'expected text without control characters',
    );

/** Text without line breaks: names, numbers, references. */
export const line = (longest: number) =>
  text(longest).refine((given) => !/[\n\t]/.test(given), 'expected text on one line');

/** A code of a published list. */
export const code = (list: ReadonlySet<string>, expected: string) =>
  z
    .string()
    .max(40)
    .refine((given) => list.has(given), `expected ${expected}`);

const decimalText = (places: number, signed: boolean, expected: string) =>
  z
    .string()
    .max(40)
    .regex(new RegExp(`^${signed ? '-?' : ''}\\d{1,15}(\\.\\d{1,${places}})?$`), expected);

/** An amount of money: at most two decimals (EN 16931, BR-DEC). */
export const amountSchema = decimalText(
  2,
  false,
  'expected an amount of at most two decimals, such as "63.33"',
);
export const signedAmountSchema = decimalText(
  2,
  true,
  'expected an amount of at most two decimals, such as "-0.02"',
);
/** A price: as many decimals as it has (BT-146 is not rounded). */
export const priceSchema = decimalText(
  18,
  false,
  'expected a price as text, not negative, such as "0.00045"',
);
export const quantitySchema = decimalText(18, true, 'expected a quantity as text, such as "12.5"');
export const percentSchema = decimalText(4, false, 'expected a percentage as text, such as "21"');

export const daySchema = z.iso.date('expected a date such as "2026-01-31"');
export const currencyCode = code(codeLists.currencies, 'a currency of ISO 4217, such as "EUR"');
export const countryCode = code(codeLists.countries, 'a country of ISO 3166-1, such as "NL"');

export const periodSchema = z
  .strictObject({ start: daySchema, end: daySchema })
  .refine(({ start, end }) => start <= end, {
    message: 'expected an end on or after the start (BR-29, BR-30)',
    path: ['end'],
  })
  .describe('Invoicing period: first and last day (BG-14, BG-26)');

export const taxSchema = z
  .strictObject({
    category: z
      .enum(taxCategories)
      .describe(
        'UNCL 5305: S standard, Z zero, E exempt, AE reverse charge, K intra-community, G export, O outside scope, L IGIC, M IPSI',
      ),
    rate: percentSchema
      .refine((given) => Number(given) <= 100, 'expected a rate of at most 100 per cent')
      .optional()
      .describe('Per cent; 0 where the category has no tax, absent for O'),
    exemptionReason: text(500).optional().describe('BT-120; written by itself for AE, K, G and O'),
    exemptionReasonCode: code(
      codeLists.exemptionReasons,
      'a code of the VATEX list, such as "VATEX-EU-AE"',
    ).optional(),
  })
  .describe('VAT category and rate (BT-151, BT-152)');

const adjustment = (reasons: ReadonlySet<string>, list: string) => ({
  amount: amountSchema.optional().describe('The amount itself, or give percent'),
  percent: percentSchema.optional(),
  base: amountSchema
    .optional()
    .describe('What percent is of; by itself the sum of the lines, or the line before adjustments'),
  reason: text(500).optional(),
  reasonCode: code(reasons, `a code of ${list}`).optional(),
});

interface Adjustment {
  readonly amount?: string | undefined;
  readonly percent?: string | undefined;
  readonly base?: string | undefined;
  readonly reason?: string | undefined;
  readonly reasonCode?: string | undefined;
}

const hasOneAmount = ({ amount, percent, base }: Adjustment): boolean =>
  (amount === undefined) !== (percent === undefined) && (base === undefined || percent !== undefined);
const hasReason = ({ reason, reasonCode }: Adjustment): boolean =>
  reason !== undefined || reasonCode !== undefined;
const oneAmount = 'expected either "amount", or "percent" with an optional "base"';
const needsReason = 'expected "reason", "reasonCode" or both (BR-33, BR-38, BR-41, BR-43)';

const onLine = (reasons: ReadonlySet<string>, list: string) =>
  z.strictObject(adjustment(reasons, list)).refine(hasOneAmount, oneAmount).refine(hasReason, needsReason);
const onDocument = (reasons: ReadonlySet<string>, list: string) =>
  z
    .strictObject({ ...adjustment(reasons, list), tax: taxSchema })
    .refine(hasOneAmount, oneAmount)
    .refine(hasReason, needsReason);

export const lineAllowanceSchema = onLine(codeLists.allowanceReasons, 'UNCL 5189');
export const lineChargeSchema = onLine(codeLists.chargeReasons, 'UNCL 7161');
export const allowanceSchema = onDocument(codeLists.allowanceReasons, 'UNCL 5189');
export const chargeSchema = onDocument(codeLists.chargeReasons, 'UNCL 7161');
