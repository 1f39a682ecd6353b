import type { InvoiceFacts } from '../invoice-facts.ts';
import { each, type XmlElement } from '../xml/xml-writer.ts';
import { cac, cbc, taxCategory } from './ubl-parts.ts';

/** Payment means and terms. A credit note has its due date inside the means (UBL 2.1 has no other place). */
export const ublPayment = ({ payment, type, dueDate }: InvoiceFacts): readonly (XmlElement | undefined)[] => [
  ...each(payment.means, ({ code, description, reference, account, card, mandate }, at) =>
    cac('PaymentMeans', [
      cbc('PaymentMeansCode', code, { name: description }),
      type === 'creditNote' && at === 0 ? cbc('PaymentDueDate', dueDate) : undefined,
      cbc('PaymentID', reference),
      card &&
        cac('CardAccount', [
          cbc('PrimaryAccountNumberID', card.number),
          cbc('NetworkID', 'NA'),
          cbc('HolderName', card.holder),
        ]),
      cac('PayeeFinancialAccount', [
        cbc('ID', account?.id),
        cbc('Name', account?.name),
        cac('FinancialInstitutionBranch', [cbc('ID', account?.provider)]),
      ]),
      mandate &&
        cac('PaymentMandate', [
          cbc('ID', mandate.id),
          cac('PayerFinancialAccount', [cbc('ID', mandate.debited)]),
        ]),
    ]),
  ),
  cac('PaymentTerms', [cbc('Note', payment.terms)]),
];

/** Tax totals: the breakdown in the currency of the document, and the sum alone in that of the accounts. */
export const ublTax = (facts: InvoiceFacts): readonly (XmlElement | undefined)[] => {
  const currencyID = facts.currency;
  return [
    cac('TaxTotal', [
      cbc('TaxAmount', facts.totals.tax, { currencyID }),
      each(facts.taxBreakdown, (group) =>
        cac('TaxSubtotal', [
          cbc('TaxableAmount', group.taxable, { currencyID }),
          cbc('TaxAmount', group.amount, { currencyID }),
          taxCategory('TaxCategory', group, { text: group.exemptionReason, code: group.exemptionReasonCode }),
        ]),
      ),
    ]),
    cac('TaxTotal', [
      cbc('TaxAmount', facts.totals.taxInAccountingCurrency, { currencyID: facts.accountingCurrency }),
    ]),
  ];
};

export const ublTotals = ({ totals, currency }: InvoiceFacts): XmlElement | undefined => {
  const amount = (name: string, value: string | undefined) => cbc(name, value, { currencyID: currency });
  return cac('LegalMonetaryTotal', [
    amount('LineExtensionAmount', totals.lines),
    amount('TaxExclusiveAmount', totals.withoutTax),
    amount('TaxInclusiveAmount', totals.withTax),
    amount('AllowanceTotalAmount', totals.allowances),
    amount('ChargeTotalAmount', totals.charges),
    amount('PrepaidAmount', totals.prepaid),
    amount('PayableRoundingAmount', totals.rounding),
    amount('PayableAmount', totals.due),
  ]);
};
