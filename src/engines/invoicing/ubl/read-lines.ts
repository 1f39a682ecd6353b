import type { AdjustmentFacts, LineFacts, PeriodFacts, TaxFacts } from '../invoice-facts.ts';
import { all, attribute, first, textOf, type XmlNode } from '../xml/xml-node.ts';
import { identifierIn } from './read-parties.ts';

export const periodIn = (node: XmlNode | undefined): PeriodFacts | undefined =>
  node && { start: textOf(node, 'StartDate'), end: textOf(node, 'EndDate') };

export const taxIn = (node: XmlNode | undefined): TaxFacts => ({
  category: textOf(node, 'ID'),
  rate: textOf(node, 'Percent'),
});

/** Allowances or charges directly below an element. */
export const adjustmentsIn = (node: XmlNode, isCharge: boolean): readonly AdjustmentFacts[] =>
  all(node, 'AllowanceCharge')
    .filter((each) => (textOf(each, 'ChargeIndicator') === 'true') === isCharge)
    .map((each) => ({
      amount: textOf(each, 'Amount'),
      base: textOf(each, 'BaseAmount'),
      percent: textOf(each, 'MultiplierFactorNumeric'),
      reason: textOf(each, 'AllowanceChargeReason'),
      reasonCode: textOf(each, 'AllowanceChargeReasonCode'),
      ...(first(each, 'TaxCategory') ? { tax: taxIn(first(each, 'TaxCategory')) } : {}),
    }));

const priceIn = (node: XmlNode | undefined): LineFacts['price'] => ({
  net: textOf(node, 'PriceAmount'),
  gross: textOf(node, 'AllowanceCharge', 'BaseAmount'),
  discount: textOf(node, 'AllowanceCharge', 'Amount'),
  baseQuantity: textOf(node, 'BaseQuantity'),
  baseUnit: attribute(first(node, 'BaseQuantity'), 'unitCode'),
});

const classificationsIn = (item: XmlNode | undefined): LineFacts['classifications'] =>
  all(item, 'CommodityClassification', 'ItemClassificationCode').flatMap((each) => {
    const code = textOf(each);
    return code === undefined
      ? []
      : [{ code, list: attribute(each, 'listID'), version: attribute(each, 'listVersionID') }];
  });

/** One line; of an invoice or a credit note. */
export const lineIn = (node: XmlNode): LineFacts => {
  const item = first(node, 'Item');
  const quantity = first(node, 'InvoicedQuantity') ?? first(node, 'CreditedQuantity');
  return {
    id: textOf(node, 'ID'),
    name: textOf(item, 'Name'),
    description: textOf(item, 'Description'),
    note: textOf(node, 'Note'),
    quantity: textOf(quantity),
    unit: attribute(quantity, 'unitCode'),
    netAmount: textOf(node, 'LineExtensionAmount'),
    price: priceIn(first(node, 'Price')),
    tax: taxIn(first(item, 'ClassifiedTaxCategory')),
    allowances: adjustmentsIn(node, false),
    charges: adjustmentsIn(node, true),
    period: periodIn(first(node, 'InvoicePeriod')),
    orderLine: textOf(node, 'OrderLineReference', 'LineID'),
    object: identifierIn(node, 'DocumentReference', 'ID'),
    accountingReference: textOf(node, 'AccountingCost'),
    sellerItemId: textOf(item, 'SellersItemIdentification', 'ID'),
    buyerItemId: textOf(item, 'BuyersItemIdentification', 'ID'),
    standardItemId: identifierIn(item, 'StandardItemIdentification', 'ID'),
    classifications: classificationsIn(item),
    originCountry: textOf(item, 'OriginCountry', 'IdentificationCode'),
    attributes: all(item, 'AdditionalItemProperty').map((each) => ({
      name: textOf(each, 'Name'),
      value: textOf(each, 'Value'),
    })),
  };
};
