import { z } from 'zod';
import { codeLists } from './code-lists.ts';
import { code, countryCode, line } from './document-parts.ts';
import { schemeRules } from './identifiers.ts';
import { vatIdProblem } from './vat-id.ts';

/** A scheme is what somebody wrote: `constructor` is none. */
const ruleOf = (scheme: string) => (Object.hasOwn(schemeRules, scheme) ? schemeRules[scheme] : undefined);

const fitsScheme = ({ id, scheme }: { readonly id: string; readonly scheme?: string | undefined }): boolean =>
  scheme === undefined || ruleOf(scheme)?.holds(id) !== false;

const misfit = (issue: { readonly input?: unknown }): string => {
  const scheme = z.object({ scheme: z.string() }).safeParse(issue.input).data?.scheme ?? '';
  return `expected ${ruleOf(scheme)?.expected ?? 'an identifier of this scheme'}`;
};

/** An identifier with the scheme that it belongs to. */
export const identifierSchema = z
  .strictObject({
    id: line(100),
    scheme: code(
      codeLists.identifierSchemes,
      'a scheme of the ISO 6523 ICD list, such as "0106" (KvK)',
    ).optional(),
  })
  .refine(fitsScheme, { error: misfit, path: ['id'] });

const electronicAddressSchema = z
  .strictObject({
    id: line(200),
    scheme: code(
      codeLists.addressSchemes,
      'a scheme of the EAS list, such as "0106", "9944", or "EM" for an e-mail address',
    ),
  })
  .refine(fitsScheme, { error: misfit, path: ['id'] })
  .describe('Where the party receives electronic documents (BT-34, BT-49); Peppol needs it, and has no EM');

/** Postal address (BG-5, BG-8, BG-12, BG-15). */
export const addressSchema = z.strictObject({
  street: line(200).optional(),
  street2: line(200).optional(),
  street3: line(200).optional(),
  city: line(100).optional(),
  postcode: line(30).optional(),
  region: line(100).optional(),
  country: countryCode,
});

const contactSchema = z.strictObject({
  name: line(200).optional(),
  phone: line(60).optional(),
  email: z.email('expected an e-mail address').max(200).optional(),
});

/** A VAT identifier without blanks, whose form and check digits hold. */
export const vatIdSchema = z
  .string()
  .max(40)
  .overwrite((given) => given.replace(/[\s.-]/g, '').toUpperCase())
  .check((context) => {
    const problem = vatIdProblem(context.value);
    if (problem) context.issues.push({ code: 'custom', input: context.value, message: problem });
  });

const party = {
  name: line(200).describe('Full name as registered (BT-27, BT-44)'),
  tradingName: line(200).optional(),
  identifiers: z.array(identifierSchema).max(20).optional(),
  legalRegistration: identifierSchema.optional().describe('Number in a register of companies (BT-30, BT-47)'),
  vatId: vatIdSchema.optional(),
  electronicAddress: electronicAddressSchema.optional(),
  address: addressSchema,
  contact: contactSchema.optional(),
};

export const sellerSchema = z.strictObject({
  ...party,
  taxRegistration: line(100)
    .optional()
    .describe('Local tax registration, or words such as Foretaksregisteret (BT-32)'),
  legalForm: line(1000).optional().describe('Further legal information, such as the share capital (BT-33)'),
});

/** EN 16931 knows one identifier of the buyer (BT-46). */
export const buyerSchema = z.strictObject({
  ...party,
  identifiers: z.array(identifierSchema).max(1).optional(),
});

export const payeeSchema = z
  .strictObject({
    name: line(200),
    identifier: identifierSchema.optional(),
    legalRegistration: identifierSchema.optional(),
  })
  .describe('Who is paid, where that is not the seller (BG-10)');

export const taxRepresentativeSchema = z
  .strictObject({ name: line(200), vatId: vatIdSchema, address: addressSchema })
  .describe('The seller’s representative for VAT (BG-11)');

/** Where and when goods or services were delivered (BG-13). */
export const deliverySchema = z.strictObject({
  date: z.iso.date('expected a date such as "2026-01-31"').optional(),
  name: line(200).optional(),
  location: identifierSchema.optional(),
  address: addressSchema.optional(),
});
