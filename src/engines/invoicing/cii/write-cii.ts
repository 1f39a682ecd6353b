import type { InvoiceFacts } from '../invoice-facts.ts';
import { branch, each, type XmlElement, xmlText } from '../xml/xml-writer.ts';
import { ciiAgreement, partyIds } from './cii-agreement.ts';
import { ciiLines } from './cii-lines.ts';
import { address, date, group, text } from './cii-parts.ts';
import { ciiSettlement } from './cii-settlement.ts';

const delivery = ({ delivery: given, despatchReference, receiptReference }: InvoiceFacts): XmlElement => ({
  // CII requires the element, also where nothing is said about delivery.
  name: 'ram:ApplicableHeaderTradeDelivery',
  attributes: {},
  content: [
    given?.location || given?.name || given?.address
      ? group('ShipToTradeParty', [
          partyIds(given.location ? [given.location] : []),
          text('Name', given.name),
          address(given.address),
        ])
      : undefined,
    group('ActualDeliverySupplyChainEvent', [date('OccurrenceDateTime', given?.date)]),
    group('DespatchAdviceReferencedDocument', [text('IssuerAssignedID', despatchReference)]),
    group('ReceivingAdviceReferencedDocument', [text('IssuerAssignedID', receiptReference)]),
  ].filter((element) => element !== undefined),
});

const context = ({ businessProcess, specification }: InvoiceFacts): XmlElement | undefined =>
  branch('rsm:ExchangedDocumentContext', [
    group('BusinessProcessSpecifiedDocumentContextParameter', [text('ID', businessProcess)]),
    group('GuidelineSpecifiedDocumentContextParameter', [text('ID', specification)]),
  ]);

const header = (facts: InvoiceFacts): XmlElement | undefined =>
  branch('rsm:ExchangedDocument', [
    text('ID', facts.number),
    text('TypeCode', facts.typeCode),
    date('IssueDateTime', facts.issueDate),
    each(facts.notes, (note) => group('IncludedNote', [text('Content', note)])),
  ]);

/** Writes an invoice or a credit note as UN/CEFACT Cross Industry Invoice D16B, in the order of its XML Schema. */
export const writeCii = (facts: InvoiceFacts): string => {
  const transaction = branch('rsm:SupplyChainTradeTransaction', [
    ciiLines(facts),
    ciiAgreement(facts),
    delivery(facts),
    ciiSettlement(facts),
  ]);
  const message = 'urn:un:unece:uncefact:data:standard';
  return xmlText({
    name: 'rsm:CrossIndustryInvoice',
    attributes: {
      'xmlns:rsm': `${message}:CrossIndustryInvoice:100`,
      'xmlns:ram': `${message}:ReusableAggregateBusinessInformationEntity:100`,
      'xmlns:qdt': `${message}:QualifiedDataType:100`,
      'xmlns:udt': `${message}:UnqualifiedDataType:100`,
    },
    content: [context(facts), header(facts), transaction].filter((element) => element !== undefined),
  });
};
