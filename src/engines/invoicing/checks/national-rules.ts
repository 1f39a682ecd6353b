import { isLuhn, isNorwegianOrganisation } from '../../../shared/invoicing/check-digits.ts';
import { exactOf } from '../amounts.ts';
import type { AddressFacts, InvoiceFacts, PartyFacts } from '../invoice-facts.ts';
import { germanRules } from './german-rules.ts';
import { danishRules } from './nordic-rules.ts';
import { breakdownOf, locatedIn, meansOf, sellerCountry, taxesInUse } from './parts.ts';
import { areBothIn } from './peppol-rules.ts';
import { isPresent, type Rule, rule, ruleOfEach } from './rule.ts';
import { southernRules } from './southern-rules.ts';

const whole = (address: AddressFacts | undefined): boolean =>
  isPresent(address?.street) && isPresent(address?.city) && isPresent(address?.postcode);

const isDutchRegistration = ({ legalRegistration }: PartyFacts): boolean =>
  legalRegistration === undefined || ['0106', '0190'].includes(legalRegistration.scheme ?? '');

const inNl = (f: InvoiceFacts): boolean => locatedIn('NL', f.seller);
const bothNl = (f: InvoiceFacts): boolean => areBothIn('NL', f);

const dutchRules: readonly Rule[] = [
  rule(
    'NL-R-001',
    'A credit note of a Dutch seller refers to an invoice.',
    'precedingInvoices',
    (f) => !inNl(f) || f.type !== 'creditNote' || f.precedingInvoices.length > 0,
  ),
  rule(
    'NL-R-002',
    'The address of a Dutch seller has street, city and postcode.',
    'seller.address',
    (f) => !inNl(f) || whole(f.seller.address),
  ),
  rule(
    'NL-R-003',
    'The legal registration of a Dutch seller is a KvK (0106) or OIN (0190) number.',
    'seller.legalRegistration.scheme',
    (f) => !inNl(f) || isDutchRegistration(f.seller),
  ),
  rule(
    'NL-R-004',
    'Between Dutch parties the address of the buyer has street, city and postcode.',
    'buyer.address',
    (f) => !bothNl(f) || whole(f.buyer.address),
  ),
  rule(
    'NL-R-005',
    'Between Dutch parties the legal registration of the buyer is a KvK (0106) or OIN (0190) number.',
    'buyer.legalRegistration.scheme',
    (f) => !bothNl(f) || isDutchRegistration(f.buyer),
  ),
  rule(
    'NL-R-006',
    'The address of a Dutch representative of a Dutch seller has street, city and postcode.',
    'taxRepresentative.address',
    (f) =>
      !inNl(f) ||
      !f.taxRepresentative ||
      !locatedIn('NL', f.taxRepresentative) ||
      whole(f.taxRepresentative.address),
  ),
  rule('NL-R-007', 'A Dutch seller states means of payment where it is to be paid.', 'payment.means', (f) => {
    const due = exactOf(f.totals.due);
    const isToBePaid = f.type === 'invoice' ? due.greaterThan(0) : due.lessThan(0);
    return !inNl(f) || !isToBePaid || f.payment.means.length > 0;
  }),
  ruleOfEach(
    'NL-R-008',
    'Between Dutch parties means of payment are 30, 48, 49, 57, 58 or 59.',
    (f) => (bothNl(f) ? meansOf(f) : []),
    ({ code }) => ['30', '48', '49', '57', '58', '59'].includes(code ?? ''),
    '.code',
  ),
  rule(
    'NL-R-009',
    'A Dutch seller that refers to an order line refers to the order.',
    'orderReference',
    (f) =>
      !inNl(f) || f.lines.every(({ orderLine }) => orderLine === undefined) || isPresent(f.orderReference),
  ),
];

const fromNorway = (f: InvoiceFacts): boolean => sellerCountry(f) === 'NO';
const fromSweden = ({ seller }: InvoiceFacts): boolean =>
  locatedIn('SE', seller) && seller.vatId?.startsWith('SE') === true;
const fromIceland = (f: InvoiceFacts): boolean => locatedIn('IS', f.seller);

const isSwedishOrganisation = (id: string): boolean => /^\d{10}$/.test(id) && isLuhn(id);

const northernRules: readonly Rule[] = [
  rule(
    'NO-R-001',
    'A Norwegian VAT identifier is NO, an organisation number and MVA.',
    'seller.vatId',
    ({ seller: { vatId } }) =>
      !vatId?.startsWith('NO') || (/^NO\d{9}MVA$/.test(vatId) && isNorwegianOrganisation(vatId.slice(2, 11))),
  ),
  {
    ...rule(
      'NO-R-002',
      'Most Norwegian sellers state "Foretaksregisteret" as tax registration.',
      'seller.taxRegistration',
      (f) => !fromNorway(f) || f.seller.taxRegistration === 'Foretaksregisteret',
    ),
    severity: 'warning',
  },
  rule(
    'SE-R-001',
    'A Swedish VAT identifier has 14 characters.',
    'seller.vatId',
    (f) => !fromSweden(f) || f.seller.vatId?.length === 14,
  ),
  rule(
    'SE-R-002',
    'A Swedish VAT identifier ends with 12 digits.',
    'seller.vatId',
    (f) => !fromSweden(f) || /^SE\d{12}$/.test(f.seller.vatId ?? ''),
  ),
  rule(
    'SE-R-013',
    'A Swedish organisation number has 10 digits with a check digit (SE-R-003, SE-R-004).',
    'seller.legalRegistration.id',
    (f) =>
      !locatedIn('SE', f.seller) ||
      !f.seller.legalRegistration ||
      isSwedishOrganisation(f.seller.legalRegistration.id),
  ),
  rule(
    'SE-R-005',
    'The tax registration of a Swedish seller is "Godkänd för F-skatt".',
    'seller.taxRegistration',
    (f) =>
      !locatedIn('SE', f.seller) ||
      !f.seller.legalRegistration ||
      !f.seller.taxRegistration ||
      f.seller.taxRegistration.toUpperCase() === 'GODKÄND FÖR F-SKATT',
  ),
  ruleOfEach(
    'SE-R-006',
    'Standard rates of a Swedish seller are 6, 12 and 25.',
    (f) => (fromSweden(f) ? [...taxesInUse(f), ...breakdownOf(f)] : []),
    ({ category, rate }) => category !== 'S' || [6, 12, 25].includes(Number(rate)),
    '.rate',
  ),
  rule(
    'IS-R-002',
    'An Icelandic seller has a kennitala as legal registration (0196).',
    'seller.legalRegistration',
    (f) => !fromIceland(f) || f.seller.legalRegistration?.scheme === '0196',
  ),
  rule(
    'IS-R-003',
    'The address of an Icelandic seller has street and postcode.',
    'seller.address',
    (f) => !fromIceland(f) || (isPresent(f.seller.address?.street) && isPresent(f.seller.address?.postcode)),
  ),
  rule(
    'IS-R-004',
    'Between Icelandic parties the buyer has a kennitala as legal registration (0196).',
    'buyer.legalRegistration',
    (f) => !areBothIn('IS', f) || f.buyer.legalRegistration?.scheme === '0196',
  ),
  rule(
    'IS-R-005',
    'Between Icelandic parties the address of the buyer has street and postcode.',
    'buyer.address',
    (f) =>
      !areBothIn('IS', f) || (isPresent(f.buyer.address?.street) && isPresent(f.buyer.address?.postcode)),
  ),
  ruleOfEach(
    'IS-R-006',
    'Icelandic payment by 9 or 42 has an account of 12 digits (IS-R-007).',
    (f) => (fromIceland(f) ? meansOf(f) : []),
    ({ code, account }) => !['9', '42'].includes(code ?? '') || account?.id?.length === 12,
    '.account',
  ),
];

/** Rules of Peppol BIS 3 that depend on the country of the seller. */
export const nationalRules: readonly Rule[] = [
  ...dutchRules,
  ...germanRules,
  ...danishRules,
  ...northernRules,
  ...southernRules,
];
