import { isIban } from '../../../shared/invoicing/iban.ts';
import type { InvoiceFacts, PaymentMeansFacts } from '../invoice-facts.ts';
import { each, type XmlElement } from '../xml/xml-writer.ts';
import { partyIds } from './cii-agreement.ts';
import { adjustments, date, group, identifier, period, text } from './cii-parts.ts';

const isBic = (provider: string): boolean => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(provider);

const paymentMeans = ({
  code,
  description,
  account,
  card,
  mandate,
}: PaymentMeansFacts): XmlElement | undefined => {
  const id = account?.id ?? '';
  return group('SpecifiedTradeSettlementPaymentMeans', [
    text('TypeCode', code),
    text('Information', description),
    group('ApplicableTradeSettlementFinancialCard', [
      text('ID', card?.number),
      text('CardholderName', card?.holder),
    ]),
    group('PayerPartyDebtorFinancialAccount', [text('IBANID', mandate?.debited)]),
    group('PayeePartyCreditorFinancialAccount', [
      text('IBANID', isIban(id) ? id : undefined),
      text('AccountName', account?.name),
      text('ProprietaryID', isIban(id) ? undefined : id),
    ]),
    account?.provider !== undefined && isBic(account.provider)
      ? group('PayeeSpecifiedCreditorFinancialInstitution', [text('BICID', account.provider)])
      : undefined,
  ]);
};

const taxes = (facts: InvoiceFacts): readonly XmlElement[] =>
  each(facts.taxBreakdown, (tax, at) =>
    group('ApplicableTradeTax', [
      text('CalculatedAmount', tax.amount),
      text('TypeCode', 'VAT'),
      text('ExemptionReason', tax.exemptionReason),
      text('BasisAmount', tax.taxable),
      text('CategoryCode', tax.category),
      text('ExemptionReasonCode', tax.exemptionReasonCode),
      // CII has the tax point of the document at one group only (CII-SR-461).
      date('TaxPointDate', at === 0 ? facts.taxPointDate : undefined, 'udt:DateString'),
      text('RateApplicablePercent', tax.rate),
    ]),
  );

const summation = ({ totals, currency, accountingCurrency }: InvoiceFacts): XmlElement | undefined =>
  group('SpecifiedTradeSettlementHeaderMonetarySummation', [
    text('LineTotalAmount', totals.lines),
    text('ChargeTotalAmount', totals.charges),
    text('AllowanceTotalAmount', totals.allowances),
    text('TaxBasisTotalAmount', totals.withoutTax),
    text('TaxTotalAmount', totals.tax, { currencyID: currency }),
    text('TaxTotalAmount', totals.taxInAccountingCurrency, { currencyID: accountingCurrency }),
    text('RoundingAmount', totals.rounding),
    text('GrandTotalAmount', totals.withTax),
    text('TotalPrepaidAmount', totals.prepaid),
    text('DuePayableAmount', totals.due),
  ]);

/** What is paid, how, and the totals. */
export const ciiSettlement = (facts: InvoiceFacts): XmlElement | undefined => {
  const { payment, payee } = facts;
  return group('ApplicableHeaderTradeSettlement', [
    text('CreditorReferenceID', payment.creditorId),
    text('PaymentReference', payment.means[0]?.reference),
    text('TaxCurrencyCode', facts.accountingCurrency),
    text('InvoiceCurrencyCode', facts.currency),
    payee &&
      group('PayeeTradeParty', [
        partyIds(payee.identifier ? [payee.identifier] : []),
        text('Name', payee.name),
        group('SpecifiedLegalOrganization', [identifier('ID', payee.legalRegistration)]),
      ]),
    each(payment.means, paymentMeans),
    taxes(facts),
    period(facts.period),
    adjustments(facts.allowances, facts.charges),
    group('SpecifiedTradePaymentTerms', [
      text('Description', payment.terms),
      date('DueDateDateTime', facts.dueDate),
      text('DirectDebitMandateID', payment.means.find(({ mandate }) => mandate)?.mandate?.id),
    ]),
    summation(facts),
    each(facts.precedingInvoices, ({ number, issueDate }) =>
      group('InvoiceReferencedDocument', [
        text('IssuerAssignedID', number),
        date('FormattedIssueDateTime', issueDate, 'qdt:DateTimeString'),
      ]),
    ),
    group('ReceivableSpecifiedTradeAccountingAccount', [text('ID', facts.accountingReference)]),
  ]);
};
