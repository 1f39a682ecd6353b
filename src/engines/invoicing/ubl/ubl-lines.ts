import type { InvoiceFacts, LineFacts } from '../invoice-facts.ts';
import { branch, each, type XmlElement } from '../xml/xml-writer.ts';
import { adjustments, cac, cbc, identifier, period, taxCategory } from './ubl-parts.ts';

const item = (line: LineFacts): XmlElement | undefined =>
  cac('Item', [
    cbc('Description', line.description),
    cbc('Name', line.name),
    cac('BuyersItemIdentification', [cbc('ID', line.buyerItemId)]),
    cac('SellersItemIdentification', [cbc('ID', line.sellerItemId)]),
    cac('StandardItemIdentification', [identifier('ID', line.standardItemId)]),
    cac('OriginCountry', [cbc('IdentificationCode', line.originCountry)]),
    each(line.classifications, ({ code, list, version }) =>
      cac('CommodityClassification', [
        cbc('ItemClassificationCode', code, { listID: list, listVersionID: version }),
      ]),
    ),
    taxCategory('ClassifiedTaxCategory', line.tax),
    each(line.attributes, ({ name, value }) =>
      cac('AdditionalItemProperty', [cbc('Name', name), cbc('Value', value)]),
    ),
  ]);

const price = ({ price: given }: LineFacts, currencyID: string | undefined): XmlElement | undefined =>
  cac('Price', [
    cbc('PriceAmount', given.net, { currencyID }),
    cbc('BaseQuantity', given.baseQuantity, { unitCode: given.baseUnit }),
    given.gross === undefined
      ? undefined
      : cac('AllowanceCharge', [
          cbc('ChargeIndicator', 'false'),
          cbc('Amount', given.discount ?? '0', { currencyID }),
          cbc('BaseAmount', given.gross, { currencyID }),
        ]),
  ]);

/** The lines in UBL; a credit note has its own names, and the tax of UBL between where an invoice has none. */
export const ublLines = ({ type, lines, currency }: InvoiceFacts): readonly XmlElement[] => {
  const isInvoice = type === 'invoice';
  return each(lines, (line) =>
    branch(isInvoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine', [
      cbc('ID', line.id),
      cbc('Note', line.note),
      cbc(isInvoice ? 'InvoicedQuantity' : 'CreditedQuantity', line.quantity, { unitCode: line.unit }),
      cbc('LineExtensionAmount', line.netAmount, { currencyID: currency }),
      cbc('AccountingCost', line.accountingReference),
      period(line.period),
      cac('OrderLineReference', [cbc('LineID', line.orderLine)]),
      line.object &&
        cac('DocumentReference', [identifier('ID', line.object), cbc('DocumentTypeCode', '130')]),
      adjustments(line.allowances, line.charges, currency),
      item(line),
      price(line, currency),
    ]),
  );
};
