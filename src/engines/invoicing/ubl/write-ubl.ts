import type { InvoiceFacts } from '../invoice-facts.ts';
import { each, type XmlElement, xmlText } from '../xml/xml-writer.ts';
import { ublLines } from './ubl-lines.ts';
import { ublParties } from './ubl-parties.ts';
import { adjustments, cbc, period } from './ubl-parts.ts';
import { ublReferences } from './ubl-references.ts';
import { ublPayment, ublTax, ublTotals } from './ubl-settlement.ts';

const namespaceBase = 'urn:oasis:names:specification:ubl:schema:xsd';

/** What begins a document; an invoice has its due date here, a credit note its tax point before the type. */
const header = (facts: InvoiceFacts): readonly (XmlElement | undefined)[] => {
  const notes = each(facts.notes, (note) => cbc('Note', note));
  const taxPoint = cbc('TaxPointDate', facts.taxPointDate);
  return [
    cbc('CustomizationID', facts.specification),
    cbc('ProfileID', facts.businessProcess),
    cbc('ID', facts.number),
    cbc('IssueDate', facts.issueDate),
    ...(facts.type === 'invoice'
      ? [cbc('DueDate', facts.dueDate), cbc('InvoiceTypeCode', facts.typeCode), ...notes, taxPoint]
      : [taxPoint, cbc('CreditNoteTypeCode', facts.typeCode), ...notes]),
    cbc('DocumentCurrencyCode', facts.currency),
    cbc('TaxCurrencyCode', facts.accountingCurrency),
    cbc('AccountingCost', facts.accountingReference),
    cbc('BuyerReference', facts.buyerReference),
    period(facts.period, facts.taxPointCode),
  ];
};

/** Writes an invoice or a credit note as UBL 2.1, in the order of its XML Schema. */
export const writeUbl = (facts: InvoiceFacts): string => {
  const name = facts.type === 'invoice' ? 'Invoice' : 'CreditNote';
  const content = [
    ...header(facts),
    ...ublReferences(facts),
    ...ublParties(facts),
    ...ublPayment(facts),
    ...adjustments(facts.allowances, facts.charges, facts.currency),
    ...ublTax(facts),
    ublTotals(facts),
    ...ublLines(facts),
  ].filter((element) => element !== undefined);
  return xmlText({
    name,
    attributes: {
      xmlns: `${namespaceBase}:${name}-2`,
      'xmlns:cac': `${namespaceBase}:CommonAggregateComponents-2`,
      'xmlns:cbc': `${namespaceBase}:CommonBasicComponents-2`,
    },
    content,
  });
};
