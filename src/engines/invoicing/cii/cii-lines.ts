import type { InvoiceFacts, LineFacts } from '../invoice-facts.ts';
import { each, leaf, type XmlElement } from '../xml/xml-writer.ts';
import { adjustments, group, identifier, period, text } from './cii-parts.ts';

const product = (line: LineFacts): XmlElement | undefined =>
  group('SpecifiedTradeProduct', [
    identifier('GlobalID', line.standardItemId),
    text('SellerAssignedID', line.sellerItemId),
    text('BuyerAssignedID', line.buyerItemId),
    text('Name', line.name),
    text('Description', line.description),
    each(line.attributes, ({ name, value }) =>
      group('ApplicableProductCharacteristic', [text('Description', name), text('Value', value)]),
    ),
    each(line.classifications, ({ code, list, version }) =>
      group('DesignatedProductClassification', [
        text('ClassCode', code, { listID: list, listVersionID: version }),
      ]),
    ),
    group('OriginTradeCountry', [text('ID', line.originCountry)]),
  ]);

const agreement = ({ price, orderLine }: LineFacts): XmlElement | undefined => {
  const basis = () => text('BasisQuantity', price.baseQuantity, { unitCode: price.baseUnit });
  return group('SpecifiedLineTradeAgreement', [
    group('BuyerOrderReferencedDocument', [text('LineID', orderLine)]),
    price.gross === undefined
      ? undefined
      : group('GrossPriceProductTradePrice', [
          text('ChargeAmount', price.gross),
          basis(),
          group('AppliedTradeAllowanceCharge', [
            group('ChargeIndicator', [leaf('udt:Indicator', 'false')]),
            text('ActualAmount', price.discount),
          ]),
        ]),
    group('NetPriceProductTradePrice', [text('ChargeAmount', price.net), basis()]),
  ]);
};

const settlement = (line: LineFacts): XmlElement | undefined =>
  group('SpecifiedLineTradeSettlement', [
    group('ApplicableTradeTax', [
      text('TypeCode', 'VAT'),
      text('CategoryCode', line.tax.category),
      text('RateApplicablePercent', line.tax.rate),
    ]),
    period(line.period),
    adjustments(line.allowances, line.charges),
    group('SpecifiedTradeSettlementLineMonetarySummation', [text('LineTotalAmount', line.netAmount)]),
    line.object &&
      group('AdditionalReferencedDocument', [
        text('IssuerAssignedID', line.object.id),
        text('TypeCode', '130'),
        text('ReferenceTypeCode', line.object.scheme),
      ]),
    group('ReceivableSpecifiedTradeAccountingAccount', [text('ID', line.accountingReference)]),
  ]);

export const ciiLines = ({ lines }: InvoiceFacts): readonly XmlElement[] =>
  each(lines, (line) =>
    group('IncludedSupplyChainTradeLineItem', [
      group('AssociatedDocumentLineDocument', [
        text('LineID', line.id),
        group('IncludedNote', [text('Content', line.note)]),
      ]),
      product(line),
      agreement(line),
      group('SpecifiedLineTradeDelivery', [text('BilledQuantity', line.quantity, { unitCode: line.unit })]),
      settlement(line),
    ]),
  );
