import type { AttachmentFacts, InvoiceFacts } from '../invoice-facts.ts';
import { each, type XmlElement } from '../xml/xml-writer.ts';
import { cac, cbc, identifier } from './ubl-parts.ts';

const attachment = ({ reference, description, url, file }: AttachmentFacts): XmlElement | undefined =>
  cac('AdditionalDocumentReference', [
    cbc('ID', reference),
    cbc('DocumentDescription', description),
    cac('Attachment', [
      cbc('EmbeddedDocumentBinaryObject', file?.base64, { mimeCode: file?.mediaType, filename: file?.name }),
      cac('ExternalReference', [cbc('URI', url)]),
    ]),
  ]);

const typed = (
  code: string,
  given: { readonly id: string; readonly scheme?: string | undefined } | undefined,
) => given && cac('AdditionalDocumentReference', [identifier('ID', given), cbc('DocumentTypeCode', code)]);

/**
 * References to other documents. Invoice and credit note have them in different orders, and a credit note has the
 * project (BT-11) as a document of type 50 (Peppol BIS 3).
 */
export const ublReferences = (facts: InvoiceFacts): readonly (XmlElement | undefined)[] => {
  const isInvoice = facts.type === 'invoice';
  const { projectReference } = facts;
  const tender = cac('OriginatorDocumentReference', [cbc('ID', facts.tenderReference)]);
  const contract = cac('ContractDocumentReference', [cbc('ID', facts.contractReference)]);
  const supporting = [
    typed('130', facts.invoicedObject),
    isInvoice || projectReference === undefined ? undefined : typed('50', { id: projectReference }),
    ...each(facts.attachments, attachment),
  ];
  return [
    facts.orderReference === undefined && facts.salesOrderReference === undefined
      ? undefined
      : cac('OrderReference', [
          // UBL wants the buyer's number; 'NA' says that only the seller's is known (Peppol BIS 3, BT-14).
          cbc('ID', facts.orderReference ?? 'NA'),
          cbc('SalesOrderID', facts.salesOrderReference),
        ]),
    ...each(facts.precedingInvoices, ({ number, issueDate }) =>
      cac('BillingReference', [
        cac('InvoiceDocumentReference', [cbc('ID', number), cbc('IssueDate', issueDate)]),
      ]),
    ),
    cac('DespatchDocumentReference', [cbc('ID', facts.despatchReference)]),
    cac('ReceiptDocumentReference', [cbc('ID', facts.receiptReference)]),
    ...(isInvoice ? [tender, contract, ...supporting] : [contract, ...supporting, tender]),
    isInvoice ? cac('ProjectReference', [cbc('ID', projectReference)]) : undefined,
  ];
};
