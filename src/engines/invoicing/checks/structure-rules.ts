import { exactOf } from '../amounts.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { isPresent, type Rule, rule } from './rule.ts';

const needs = (id: string, what: string, path: string, read: (facts: InvoiceFacts) => unknown): Rule =>
  rule(id, `An invoice has ${what}.`, path, (facts) => isPresent(read(facts)));

const inOrder = (period: InvoiceFacts['period']): boolean =>
  period?.start === undefined || period.end === undefined || period.start <= period.end;

/** EN 16931-1, table of integrity rules: what an invoice has to have. */
export const structureRules: readonly Rule[] = [
  needs('BR-01', 'a specification identifier (BT-24)', 'specification', (f) => f.specification),
  needs('BR-02', 'a number (BT-1)', 'number', (f) => f.number),
  needs('BR-03', 'an issue date (BT-2)', 'issueDate', (f) => f.issueDate),
  needs('BR-04', 'a type code (BT-3)', 'typeCode', (f) => f.typeCode),
  needs('BR-05', 'a currency (BT-5)', 'currency', (f) => f.currency),
  needs('BR-06', 'the name of the seller (BT-27)', 'seller.name', (f) => f.seller.name),
  needs('BR-07', 'the name of the buyer (BT-44)', 'buyer.name', (f) => f.buyer.name),
  needs('BR-08', 'the postal address of the seller (BG-5)', 'seller.address', (f) => f.seller.address),
  needs(
    'BR-09',
    'the country of the seller (BT-40)',
    'seller.address.country',
    (f) => f.seller.address?.country,
  ),
  needs('BR-10', 'the postal address of the buyer (BG-8)', 'buyer.address', (f) => f.buyer.address),
  needs(
    'BR-11',
    'the country of the buyer (BT-55)',
    'buyer.address.country',
    (f) => f.buyer.address?.country,
  ),
  needs('BR-12', 'the sum of its lines (BT-106)', 'totals.lines', (f) => f.totals.lines),
  needs('BR-13', 'a total without VAT (BT-109)', 'totals.withoutTax', (f) => f.totals.withoutTax),
  needs('BR-14', 'a total with VAT (BT-112)', 'totals.withTax', (f) => f.totals.withTax),
  needs('BR-15', 'an amount due (BT-115)', 'totals.due', (f) => f.totals.due),
  rule('BR-16', 'An invoice has at least one line (BG-25).', 'lines', (f) => f.lines.length > 0),
  rule(
    'BR-17',
    'A payee has a name (BT-59), and is somebody else than the seller.',
    'payee.name',
    ({ payee, seller }) =>
      !payee ||
      (isPresent(payee.name) &&
        payee.name !== seller.tradingName &&
        !seller.identifiers.some(({ id }) => id === payee.identifier?.id)),
  ),
  rule(
    'BR-18',
    'A tax representative has a name (BT-62).',
    'taxRepresentative.name',
    (f) => !f.taxRepresentative || isPresent(f.taxRepresentative.name),
  ),
  rule(
    'BR-19',
    'A tax representative has a postal address (BG-12).',
    'taxRepresentative.address',
    (f) => !f.taxRepresentative || isPresent(f.taxRepresentative.address),
  ),
  rule(
    'BR-20',
    'The address of a tax representative has a country (BT-69).',
    'taxRepresentative.address.country',
    (f) => !f.taxRepresentative?.address || isPresent(f.taxRepresentative.address.country),
  ),
  rule(
    'BR-29',
    'An invoicing period does not end before it starts (BT-73, BT-74).',
    'period.end',
    (f) => inOrder(f.period),
    (f) => f.period?.end,
  ),
  rule(
    'BR-53',
    'With an accounting currency there is a VAT total in it (BT-111).',
    'totals.taxInAccountingCurrency',
    (f) =>
      !isPresent(f.accountingCurrency) ||
      f.accountingCurrency === f.currency ||
      isPresent(f.totals.taxInAccountingCurrency),
  ),
  rule(
    'BR-56',
    'A tax representative has a VAT identifier (BT-63).',
    'taxRepresentative.vatId',
    (f) => !f.taxRepresentative || isPresent(f.taxRepresentative.vatId),
  ),
  rule(
    'BR-57',
    'A delivery address has a country (BT-80).',
    'delivery.address.country',
    (f) => !f.delivery?.address || isPresent(f.delivery.address.country),
  ),
  rule(
    'BR-62',
    'The electronic address of the seller has a scheme (BT-34).',
    'seller.electronicAddress.scheme',
    (f) => !f.seller.electronicAddress || isPresent(f.seller.electronicAddress.scheme),
  ),
  rule(
    'BR-63',
    'The electronic address of the buyer has a scheme (BT-49).',
    'buyer.electronicAddress.scheme',
    (f) => !f.buyer.electronicAddress || isPresent(f.buyer.electronicAddress.scheme),
  ),
  rule(
    'BR-CO-03',
    'A tax point is a date or a code, not both (BT-7, BT-8).',
    'taxPointDate',
    (f) => !isPresent(f.taxPointDate) || !isPresent(f.taxPointCode),
  ),
  rule(
    'BR-CO-18',
    'An invoice has at least one group of the VAT breakdown (BG-23).',
    'taxBreakdown',
    (f) => f.taxBreakdown.length > 0,
  ),
  rule(
    'BR-CO-19',
    'An invoicing period has a start, an end or both (BG-14).',
    'period',
    (f) => !f.period || isPresent(f.period.start) || isPresent(f.period.end) || isPresent(f.taxPointCode),
  ),
  rule(
    'BR-CO-25',
    'Where something is due on an invoice there is a due date (BT-9) or there are payment terms (BT-20).',
    'dueDate',
    (f) =>
      f.type === 'creditNote' ||
      !exactOf(f.totals.due).greaterThan(0) ||
      isPresent(f.dueDate) ||
      isPresent(f.payment.terms),
  ),
  rule(
    'BR-CO-26',
    'The seller is identified by an identifier (BT-29), a legal registration (BT-30) or a VAT identifier (BT-31).',
    'seller.vatId',
    ({ seller }) =>
      seller.identifiers.length > 0 || isPresent(seller.legalRegistration) || isPresent(seller.vatId),
  ),
];
