import { AppError } from '../../../shared/errors.ts';
import type { AttachmentFacts, InvoiceFacts, PaymentFacts, TotalsFacts } from '../invoice-facts.ts';
import { all, attribute, first, parseXml, textOf, type XmlNode } from '../xml/xml-node.ts';
import { adjustmentsIn, lineIn, periodIn, taxIn } from './read-lines.ts';
import {
  creditorIdIn,
  deliveryIn,
  identifierIn,
  partyIn,
  payeeIn,
  taxRepresentativeIn,
} from './read-parties.ts';

const paymentIn = (root: XmlNode): PaymentFacts => ({
  means: all(root, 'PaymentMeans').map((each) => {
    const account = first(each, 'PayeeFinancialAccount');
    const card = first(each, 'CardAccount');
    const mandate = first(each, 'PaymentMandate');
    return {
      code: textOf(each, 'PaymentMeansCode'),
      description: attribute(first(each, 'PaymentMeansCode'), 'name'),
      reference: textOf(each, 'PaymentID'),
      ...(account
        ? {
            account: {
              id: textOf(account, 'ID'),
              name: textOf(account, 'Name'),
              provider: textOf(account, 'FinancialInstitutionBranch', 'ID'),
            },
          }
        : {}),
      ...(card
        ? { card: { number: textOf(card, 'PrimaryAccountNumberID'), holder: textOf(card, 'HolderName') } }
        : {}),
      ...(mandate
        ? { mandate: { id: textOf(mandate, 'ID'), debited: textOf(mandate, 'PayerFinancialAccount', 'ID') } }
        : {}),
    };
  }),
  terms: textOf(root, 'PaymentTerms', 'Note'),
  creditorId:
    creditorIdIn(first(root, 'AccountingSupplierParty', 'Party')) ?? creditorIdIn(first(root, 'PayeeParty')),
});

const breakdownIn = (root: XmlNode): InvoiceFacts['taxBreakdown'] =>
  all(root, 'TaxTotal', 'TaxSubtotal').map((each) => {
    const category = first(each, 'TaxCategory');
    return {
      ...taxIn(category),
      taxable: textOf(each, 'TaxableAmount'),
      amount: textOf(each, 'TaxAmount'),
      exemptionReason: textOf(category, 'TaxExemptionReason'),
      exemptionReasonCode: textOf(category, 'TaxExemptionReasonCode'),
    };
  });

const totalsIn = (
  root: XmlNode,
  currency: string | undefined,
  accountingCurrency: string | undefined,
): TotalsFacts => {
  const totals = first(root, 'LegalMonetaryTotal');
  const taxAmounts = all(root, 'TaxTotal', 'TaxAmount');
  const inAccounts =
    accountingCurrency === currency
      ? undefined
      : taxAmounts.find((each) => attribute(each, 'currencyID') === accountingCurrency);
  return {
    lines: textOf(totals, 'LineExtensionAmount'),
    allowances: textOf(totals, 'AllowanceTotalAmount'),
    charges: textOf(totals, 'ChargeTotalAmount'),
    withoutTax: textOf(totals, 'TaxExclusiveAmount'),
    tax: textOf(taxAmounts.find((each) => each !== inAccounts)),
    taxInAccountingCurrency: textOf(inAccounts),
    withTax: textOf(totals, 'TaxInclusiveAmount'),
    prepaid: textOf(totals, 'PrepaidAmount'),
    rounding: textOf(totals, 'PayableRoundingAmount'),
    due: textOf(totals, 'PayableAmount'),
  };
};

const documentsIn = (root: XmlNode, typeCode: string | undefined): readonly XmlNode[] =>
  all(root, 'AdditionalDocumentReference').filter((each) => textOf(each, 'DocumentTypeCode') === typeCode);

const attachmentsIn = (root: XmlNode): readonly AttachmentFacts[] =>
  documentsIn(root, undefined).map((each) => {
    const file = first(each, 'Attachment', 'EmbeddedDocumentBinaryObject');
    const base64 = textOf(file);
    return {
      reference: textOf(each, 'ID'),
      description: textOf(each, 'DocumentDescription'),
      url: textOf(each, 'Attachment', 'ExternalReference', 'URI'),
      ...(base64 === undefined
        ? {}
        : { file: { name: attribute(file, 'filename'), mediaType: attribute(file, 'mimeCode'), base64 } }),
    };
  });

const amountNames = new Set(
  'Amount BaseAmount PriceAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount TaxAmount'.split(
    ' ',
  ),
);

/** Currencies of amounts anywhere; a tax total without a breakdown may be in the currency of the accounts. */
const currenciesIn = (node: XmlNode, into: Set<string>): ReadonlySet<string> => {
  for (const [name, value] of Object.entries(node)) {
    for (const child of all(node, name)) {
      const currency = attribute(child, 'currencyID');
      const isTotal = name === 'TaxAmount' && !first(node, 'TaxableAmount') && !first(node, 'TaxSubtotal');
      if (amountNames.has(name) && !(isTotal && currency !== undefined)) into.add(currency ?? '');
      if (typeof value === 'object') currenciesIn(child, into);
    }
  }
  return into;
};

const referencesIn = (root: XmlNode) => {
  const order = textOf(root, 'OrderReference', 'ID');
  const sales = textOf(root, 'OrderReference', 'SalesOrderID');
  return {
    buyerReference: textOf(root, 'BuyerReference'),
    // 'NA' says that the buyer's number is not known (Peppol BIS 3, BT-14).
    orderReference: order === 'NA' && sales !== undefined ? undefined : order,
    salesOrderReference: sales,
    contractReference: textOf(root, 'ContractDocumentReference', 'ID'),
    projectReference: textOf(root, 'ProjectReference', 'ID') ?? textOf(documentsIn(root, '50')[0], 'ID'),
    receiptReference: textOf(root, 'ReceiptDocumentReference', 'ID'),
    despatchReference: textOf(root, 'DespatchDocumentReference', 'ID'),
    tenderReference: textOf(root, 'OriginatorDocumentReference', 'ID'),
    invoicedObject: identifierIn(documentsIn(root, '130')[0], 'ID'),
    accountingReference: textOf(root, 'AccountingCost'),
    precedingInvoices: all(root, 'BillingReference').map((each) => ({
      number: textOf(each, 'InvoiceDocumentReference', 'ID'),
      issueDate: textOf(each, 'InvoiceDocumentReference', 'IssueDate'),
    })),
  };
};

const headerIn = (root: XmlNode) => ({
  specification: textOf(root, 'CustomizationID'),
  businessProcess: textOf(root, 'ProfileID'),
  typeCode: textOf(root, 'InvoiceTypeCode') ?? textOf(root, 'CreditNoteTypeCode'),
  number: textOf(root, 'ID'),
  issueDate: textOf(root, 'IssueDate'),
  dueDate: textOf(root, 'DueDate') ?? textOf(root, 'PaymentMeans', 'PaymentDueDate'),
  taxPointDate: textOf(root, 'TaxPointDate'),
  taxPointCode: textOf(root, 'InvoicePeriod', 'DescriptionCode'),
  period: periodIn(first(root, 'InvoicePeriod')),
  notes: all(root, 'Note').flatMap((each) => textOf(each) ?? []),
});

/** A UBL document that was parsed, and which of the two it is. */
export interface UblDocument {
  readonly root: XmlNode;
  readonly type: InvoiceFacts['type'];
}

const notUbl = (document: XmlNode): AppError => {
  const [name = 'nothing'] = Object.keys(document).filter((key) => all(document, key).length > 0);
  const element = `<${name.slice(0, 100)}>`;
  const found = name.startsWith('CrossIndustry') ? `CII: its root element is ${element}` : element;
  return new AppError('unsupported_media', {
    detail: `This is neither a UBL invoice nor a UBL credit note, but ${found}.`,
    fix: 'Only UBL 2.1 is checked, with <Invoice> or <CreditNote> as its root element: ask the sender for the invoice as UBL.',
  });
};

/**
 * Parses a UBL invoice or credit note.
 *
 * @throws AppError `invalid_input` where it is not readable XML, `unsupported_media` where it is no UBL document
 */
export const parseUbl = (xml: string): UblDocument => {
  const document = parseXml(xml);
  const invoice = first(document, 'Invoice');
  const root = invoice ?? first(document, 'CreditNote');
  if (!root) throw notUbl(document);
  return { root, type: invoice ? 'invoice' : 'creditNote' };
};

/** Reads a parsed UBL document into the model of EN 16931. */
export const readUblNode = (root: XmlNode, type: InvoiceFacts['type']): InvoiceFacts => {
  const currency = textOf(root, 'DocumentCurrencyCode');
  const accountingCurrency = textOf(root, 'TaxCurrencyCode');
  return {
    ...headerIn(root),
    type,
    currency,
    accountingCurrency,
    foreignCurrencies: [...currenciesIn(root, new Set())].filter((code) => code !== currency),
    ...referencesIn(root),
    seller: partyIn(first(root, 'AccountingSupplierParty', 'Party')),
    buyer: partyIn(first(root, 'AccountingCustomerParty', 'Party')),
    payee: payeeIn(first(root, 'PayeeParty')),
    taxRepresentative: taxRepresentativeIn(first(root, 'TaxRepresentativeParty')),
    delivery: deliveryIn(first(root, 'Delivery')),
    payment: paymentIn(root),
    lines: all(root, type === 'invoice' ? 'InvoiceLine' : 'CreditNoteLine').map(lineIn),
    allowances: adjustmentsIn(root, false),
    charges: adjustmentsIn(root, true),
    taxBreakdown: breakdownIn(root),
    totals: totalsIn(root, currency, accountingCurrency),
    attachments: attachmentsIn(root),
  };
};

/**
 * Reads a UBL invoice or credit note into the model of EN 16931.
 *
 * @throws AppError as `parseUbl`
 */
export const readUbl = (xml: string): InvoiceFacts => {
  const { root, type } = parseUbl(xml);
  return readUblNode(root, type);
};
