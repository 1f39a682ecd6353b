import type { InvoiceDocument } from '../../shared/invoicing/invoice-document.ts';
import type { PaymentMeansDocument } from '../../shared/invoicing/payment.ts';
import { Exact } from '../../shared/money.ts';
import { amountText, exactOf, sumOf } from './amounts.ts';
import { adjustmentOf, calculateLine } from './calculate-lines.ts';
import type {
  AdjustmentFacts,
  InvoiceFacts,
  LineFacts,
  PartyFacts,
  PaymentFacts,
  PaymentMeansFacts,
  TaxBreakdownFacts,
  TotalsFacts,
} from './invoice-facts.ts';
import { taxBreakdownOf } from './tax-breakdown.ts';

const totalsOf = (
  document: InvoiceDocument,
  lines: readonly LineFacts[],
  allowances: readonly AdjustmentFacts[],
  charges: readonly AdjustmentFacts[],
  breakdown: readonly TaxBreakdownFacts[],
): TotalsFacts => {
  const lineTotal = sumOf(lines.map(({ netAmount }) => netAmount));
  const allowanceTotal = sumOf(allowances.map(({ amount }) => amount));
  const chargeTotal = sumOf(charges.map(({ amount }) => amount));
  const withoutTax = lineTotal.minus(allowanceTotal).plus(chargeTotal);
  const tax = sumOf(breakdown.map(({ amount }) => amount));
  const withTax = withoutTax.plus(tax);
  const { prepaidAmount, roundingAmount, accountingCurrency } = document;
  return {
    lines: amountText(lineTotal),
    ...(allowances.length === 0 ? {} : { allowances: amountText(allowanceTotal) }),
    ...(charges.length === 0 ? {} : { charges: amountText(chargeTotal) }),
    withoutTax: amountText(withoutTax),
    tax: amountText(tax),
    ...(accountingCurrency
      ? { taxInAccountingCurrency: amountText(tax.times(accountingCurrency.exchangeRate)) }
      : {}),
    withTax: amountText(withTax),
    ...(prepaidAmount === undefined ? {} : { prepaid: amountText(new Exact(prepaidAmount)) }),
    ...(roundingAmount === undefined ? {} : { rounding: amountText(new Exact(roundingAmount)) }),
    due: amountText(withTax.minus(exactOf(prepaidAmount)).plus(exactOf(roundingAmount))),
  };
};

const meansOf = (means: PaymentMeansDocument, reference: string): PaymentMeansFacts => {
  const { code, description } = means;
  if (means.kind === 'creditTransfer') {
    const { iban, account, accountName, bic, clearing } = means;
    return {
      code,
      description,
      reference,
      account: { id: iban ?? account, name: accountName, provider: bic ?? clearing },
    };
  }
  if (means.kind === 'directDebit') {
    return { code, description, reference, mandate: { id: means.mandate, debited: means.debitedIban } };
  }
  return { code, description, reference, card: { number: means.lastDigits, holder: means.holder } };
};

const linkWords = { en: 'Pay online', de: 'Online bezahlen', nl: 'Online betalen', fr: 'Payer en ligne' };

/** Statements of cash discount (#SKONTO#…#) end with a line break (XRechnung, DE-R-018). */
const withLastBreak = (terms: string): string => (/^#/m.test(terms) ? `${terms}\n` : terms);

const paymentOf = ({ payment, number, language }: InvoiceDocument): PaymentFacts => {
  const { means, terms, onlineLink } = payment;
  const link = onlineLink === undefined ? [] : [`${linkWords[language]}: ${onlineLink}`];
  const words = [...link, ...(terms === undefined ? [] : [terms])];
  const debit = means.find((each) => each.kind === 'directDebit');
  return {
    means: means.map((each) => meansOf(each, payment.reference ?? number)),
    terms: words.length === 0 ? undefined : withLastBreak(words.join('\n')),
    creditorId: debit?.creditorId,
    onlineLink,
  };
};

const partyOf = (party: InvoiceDocument['seller'] | InvoiceDocument['buyer']): PartyFacts => ({
  ...party,
  identifiers: party.identifiers ?? [],
});

const peppolSpecification = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const coreSpecification = 'urn:cen.eu:en16931:2017';
const billingProcess = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';

/** Which rules a rendered invoice has to satisfy: those of Peppol BIS 3, or EN 16931 alone. */
export type InvoiceProfile = 'peppol' | 'en16931';

/** Computes every amount of an invoice by the calculation rules of EN 16931 (BT-106 to BT-117, BT-131). */
export const calculateInvoice = (document: InvoiceDocument, profile: InvoiceProfile): InvoiceFacts => {
  const lines = document.lines.map(calculateLine);
  const lineTotal = sumOf(lines.map(({ netAmount }) => netAmount));
  const allowances = document.allowances.map((each) => adjustmentOf(each, lineTotal));
  const charges = document.charges.map((each) => adjustmentOf(each, lineTotal));
  const breakdown = taxBreakdownOf(document, lines, allowances, charges);
  const { prepaidAmount: _prepaid, roundingAmount: _rounding, accountingCurrency, ...rest } = document;
  return {
    ...rest,
    specification: profile === 'peppol' ? peppolSpecification : coreSpecification,
    ...(profile === 'peppol' ? { businessProcess: billingProcess } : {}),
    typeCode: document.typeCode ?? (document.type === 'invoice' ? '380' : '381'),
    accountingCurrency: accountingCurrency?.code,
    foreignCurrencies: [],
    seller: partyOf(document.seller),
    buyer: partyOf(document.buyer),
    payment: paymentOf(document),
    lines,
    allowances,
    charges,
    taxBreakdown: breakdown,
    totals: totalsOf(document, lines, allowances, charges, breakdown),
  };
};
