import { isGs1, isLuhn, isNorwegianOrganisation, mod97, weightedSum } from './check-digits.ts';

interface SchemeRule {
  /** Peppol's rule where there is one. */
  readonly rule?: string;
  readonly expected: string;
  readonly holds: (id: string) => boolean;
}

const isBelgian = (id: string): boolean =>
  /^\d{10}$/.test(id) && 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8));

/** The Australian Business Number: the first digit less one, weights 10, 1, 3 … 19, a multiple of 89. */
const isAustralian = (id: string): boolean =>
  /^\d{11}$/.test(id) && (weightedSum(id, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

/** Identifier schemes (ISO 6523 ICD, EAS) whose form is published, with the rule of Peppol BIS 3 that checks it. */
export const schemeRules: Readonly<Record<string, SchemeRule>> = {
  '0007': {
    rule: 'PEPPOL-COMMON-R049',
    expected: 'a Swedish organisation number: 10 digits with a check digit',
    holds: (id) => /^\d{10}$/.test(id) && isLuhn(id),
  },
  '0088': {
    rule: 'PEPPOL-COMMON-R040',
    expected: 'a GLN: digits with the check digit of GS1',
    holds: (id) => /^\d+$/.test(id) && isGs1(id),
  },
  '0106': { expected: 'a KvK number: 8 digits', holds: (id) => /^\d{8}$/.test(id) },
  '0151': {
    rule: 'PEPPOL-COMMON-R050',
    expected: 'an Australian Business Number: 11 digits with check digits',
    holds: isAustralian,
  },
  '0184': {
    rule: 'PEPPOL-COMMON-R042',
    expected: 'a Danish CVR number: 8 digits, or DK and 8 digits',
    holds: (id) => /^(DK)?\d{8}$/.test(id),
  },
  '0190': { expected: 'an OIN: 20 digits', holds: (id) => /^\d{20}$/.test(id) },
  '0192': {
    rule: 'PEPPOL-COMMON-R041',
    expected: 'a Norwegian organisation number: 9 digits with a check digit',
    holds: isNorwegianOrganisation,
  },
  '0208': {
    rule: 'PEPPOL-COMMON-R043',
    expected: 'a Belgian enterprise number: 10 digits with check digits',
    holds: isBelgian,
  },
  EM: { expected: 'an e-mail address', holds: (id) => /^[^\s@]+@[^\s@]+$/.test(id) },
  '0009': { expected: 'a SIRET number: 14 digits', holds: (id) => /^\d{14}$/.test(id) },
  '0002': { expected: 'a SIREN number: 9 digits', holds: (id) => /^\d{9}$/.test(id) },
  '9944': {
    expected: 'a Dutch VAT identifier, such as NL004495445B01',
    holds: (id) => /^NL\d{9}B\d{2}$/.test(id),
  },
};

/** Whether this is a creditor identifier of SEPA direct debit (BT-90): MOD 97-10 without the business code. */
export const isCreditorId = (id: string): boolean =>
  /^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(id) && mod97(id.slice(7) + id.slice(0, 4)) === 1;
