import type { AttachmentFacts, IdentifierFacts, InvoiceFacts, PartyFacts } from '../invoice-facts.ts';
import { each, leaf, type XmlElement } from '../xml/xml-writer.ts';
import { address, group, identifier, text } from './cii-parts.ts';

const vatRegistration = (vatId: string | undefined, schemeID = 'VA'): XmlElement | undefined =>
  group('SpecifiedTaxRegistration', [text('ID', vatId, { schemeID })]);

/** An identifier with a scheme is global, one without is the seller's or buyer's own. */
export const partyIds = (identifiers: readonly IdentifierFacts[]): readonly XmlElement[] => [
  ...each(identifiers, (each) => (each.scheme === undefined ? text('ID', each.id) : undefined)),
  ...each(identifiers, (each) => (each.scheme === undefined ? undefined : identifier('GlobalID', each))),
];

const party = (name: string, given: PartyFacts): XmlElement | undefined =>
  group(name, [
    partyIds(given.identifiers),
    text('Name', given.name),
    text('Description', given.legalForm),
    group('SpecifiedLegalOrganization', [
      identifier('ID', given.legalRegistration),
      text('TradingBusinessName', given.tradingName),
    ]),
    group('DefinedTradeContact', [
      text('PersonName', given.contact?.name),
      group('TelephoneUniversalCommunication', [text('CompleteNumber', given.contact?.phone)]),
      group('EmailURIUniversalCommunication', [text('URIID', given.contact?.email)]),
    ]),
    address(given.address),
    group('URIUniversalCommunication', [identifier('URIID', given.electronicAddress)]),
    vatRegistration(given.vatId),
    vatRegistration(given.taxRegistration, 'FC'),
  ]);

const referenced = (name: string, id: string | undefined): XmlElement | undefined =>
  group(name, [text('IssuerAssignedID', id)]);

const attachment = ({ reference, description, url, file }: AttachmentFacts): XmlElement | undefined =>
  group('AdditionalReferencedDocument', [
    text('IssuerAssignedID', reference),
    text('URIID', url),
    text('TypeCode', '916'),
    text('Name', description),
    text('AttachmentBinaryObject', file?.base64, { mimeCode: file?.mediaType, filename: file?.name }),
  ]);

const typed = (code: string, id: string | undefined, scheme?: string): XmlElement | undefined =>
  id === undefined
    ? undefined
    : group('AdditionalReferencedDocument', [
        text('IssuerAssignedID', id),
        text('TypeCode', code),
        text('ReferenceTypeCode', scheme),
      ]);

/** Who deals with whom, and on what grounds. */
export const ciiAgreement = (facts: InvoiceFacts): XmlElement | undefined => {
  const { taxRepresentative, invoicedObject, projectReference } = facts;
  return group('ApplicableHeaderTradeAgreement', [
    text('BuyerReference', facts.buyerReference),
    party('SellerTradeParty', facts.seller),
    party('BuyerTradeParty', facts.buyer),
    taxRepresentative &&
      group('SellerTaxRepresentativeTradeParty', [
        text('Name', taxRepresentative.name),
        address(taxRepresentative.address),
        vatRegistration(taxRepresentative.vatId),
      ]),
    referenced('SellerOrderReferencedDocument', facts.salesOrderReference),
    referenced('BuyerOrderReferencedDocument', facts.orderReference),
    referenced('ContractReferencedDocument', facts.contractReference),
    each(facts.attachments, attachment),
    typed('50', facts.tenderReference),
    typed('130', invoicedObject?.id, invoicedObject?.scheme),
    projectReference === undefined
      ? undefined
      : // CII wants a name beside the number; 'Project reference' is what EN 16931's mapping uses.
        group('SpecifiedProcuringProject', [
          leaf('ram:ID', projectReference),
          text('Name', 'Project reference'),
        ]),
  ]);
};
