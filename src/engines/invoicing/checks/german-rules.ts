import type { AddressFacts, InvoiceFacts, PaymentMeansFacts } from '../invoice-facts.ts';
import { meansOf, taxesInUse } from './parts.ts';
import { areBothIn } from './peppol-rules.ts';
import { isPresent, type Rule, rule, ruleOfEach } from './rule.ts';

const bothDe = (facts: InvoiceFacts): boolean => areBothIn('DE', facts);

/** A rule that counts between German parties only. */
const german = (id: string, sentence: string, path: string, holds: (facts: InvoiceFacts) => boolean): Rule =>
  rule(id, sentence, path, (facts) => !bothDe(facts) || holds(facts));

const inAddress = (
  id: string,
  whose: string,
  field: 'city' | 'postcode',
  path: string,
  addressOf: (f: InvoiceFacts) => AddressFacts | undefined,
): Rule =>
  german(id, `Between German parties the ${field} of ${whose} is given.`, `${path}.${field}`, (f) => {
    const address = addressOf(f);
    return address === undefined || isPresent(address[field]);
  });

const usesOnly =
  (kind: 'account' | 'card' | 'mandate') =>
  (means: PaymentMeansFacts): boolean =>
    (['account', 'card', 'mandate'] as const).every(
      (each) => (means[each] !== undefined) === (each === kind),
    );

const ofMeans = (id: string, codes: readonly string[], kind: 'account' | 'card' | 'mandate'): Rule =>
  ruleOfEach(
    id,
    `Between German parties payment by ${codes.join(', ')} has ${kind} and nothing else.`,
    (facts) => (bothDe(facts) ? meansOf(facts) : []),
    (means) => !codes.includes(means.code ?? '') || usesOnly(kind)(means),
  );

const discountLine = /^#(SKONTO)#TAGE=(\d+#PROZENT=\d+\.\d{2})(#BASISBETRAG=-?\d+\.\d{2})?#$/;

const hasReadableDiscount = ({ payment: { terms } }: InvoiceFacts): boolean =>
  (terms ?? '')
    .split(/\r?\n/)
    .filter((line) => line.trim().startsWith('#'))
    .every((line) => discountLine.test(line.trim()));

const fileNames = ({ attachments }: InvoiceFacts): readonly string[] =>
  attachments.flatMap(({ file }) => (file?.name === undefined ? [] : [file.name]));

const registeredCategories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M'];
const warning = (given: Rule): Rule => ({ ...given, severity: 'warning' });

/** Rules of Peppol BIS 3 between German parties (from XRechnung). */
export const germanRules: readonly Rule[] = [
  german(
    'DE-R-001',
    'Between German parties means of payment are given.',
    'payment.means',
    (f) => f.payment.means.length > 0,
  ),
  german(
    'DE-R-002',
    'Between German parties the seller has a contact.',
    'seller.contact',
    (f) => f.seller.contact !== undefined,
  ),
  inAddress('DE-R-003', 'the seller', 'city', 'seller.address', (f) => f.seller.address),
  inAddress('DE-R-004', 'the seller', 'postcode', 'seller.address', (f) => f.seller.address),
  german(
    'DE-R-005',
    'The contact of the seller has a name.',
    'seller.contact.name',
    (f) => !f.seller.contact || isPresent(f.seller.contact.name),
  ),
  german(
    'DE-R-006',
    'The contact of the seller has a telephone number.',
    'seller.contact.phone',
    (f) => !f.seller.contact || isPresent(f.seller.contact.phone),
  ),
  german(
    'DE-R-007',
    'The contact of the seller has an e-mail address.',
    'seller.contact.email',
    (f) => !f.seller.contact || isPresent(f.seller.contact.email),
  ),
  inAddress('DE-R-008', 'the buyer', 'city', 'buyer.address', (f) => f.buyer.address),
  inAddress('DE-R-009', 'the buyer', 'postcode', 'buyer.address', (f) => f.buyer.address),
  inAddress('DE-R-010', 'the delivery', 'city', 'delivery.address', (f) => f.delivery?.address),
  inAddress('DE-R-011', 'the delivery', 'postcode', 'delivery.address', (f) => f.delivery?.address),
  german('DE-R-014', 'Each group of the VAT breakdown has a rate.', 'taxBreakdown', (f) =>
    f.taxBreakdown.every(({ rate }) => isPresent(rate)),
  ),
  german(
    'DE-R-015',
    'Between German parties a buyer reference (BT-10, Leitweg-ID) is given.',
    'buyerReference',
    (f) => isPresent(f.buyerReference),
  ),
  german(
    'DE-R-016',
    'The seller has a VAT identifier, a tax registration or a representative.',
    'seller.vatId',
    (f) =>
      !taxesInUse(f).some(({ item }) => registeredCategories.includes(item.category ?? '')) ||
      isPresent(f.seller.vatId) ||
      isPresent(f.seller.taxRegistration) ||
      f.taxRepresentative !== undefined,
  ),
  warning(
    german('DE-R-017', 'The type code is one that XRechnung uses.', 'typeCode', (f) =>
      ['326', '380', '384', '389', '381', '875', '876', '877'].includes(f.typeCode ?? ''),
    ),
  ),
  german(
    'DE-R-018',
    'A cash discount is written #SKONTO#TAGE=N#PROZENT=N.NN# on a line of its own.',
    'payment.terms',
    hasReadableDiscount,
  ),
  german(
    'DE-R-022',
    'Files that are attached have different names.',
    'attachments',
    (f) => new Set(fileNames(f)).size === fileNames(f).length,
  ),
  ofMeans('DE-R-023', ['30', '58'], 'account'),
  ofMeans('DE-R-024', ['48', '54', '55'], 'card'),
  ofMeans('DE-R-025', ['59'], 'mandate'),
  warning(
    german(
      'DE-R-027',
      'The telephone number has three digits at least.',
      'seller.contact.phone',
      (f) => !f.seller.contact?.phone || /(\d.*){3}/.test(f.seller.contact.phone),
    ),
  ),
  german(
    'DE-R-030',
    'Direct debit has a creditor identifier (BT-90).',
    'payment.means',
    (f) => f.payment.means.every(({ mandate }) => !mandate) || isPresent(f.payment.creditorId),
  ),
  german(
    'DE-R-031',
    'Direct debit names the account that is debited (BT-91).',
    'payment.means',
    (f) =>
      f.payment.means.every(({ mandate }) => !mandate) ||
      f.payment.means.some(({ mandate }) => isPresent(mandate?.debited)),
  ),
];
