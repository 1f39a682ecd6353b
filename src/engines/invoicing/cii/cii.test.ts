import { describe, expect, it } from 'vitest';
import { exampleDocument, exampleNames, fullDocument } from '../../../../test/support/invoice-documents.ts';
import { calculateInvoice } from '../calculate-invoice.ts';
import { all, attribute, first, parseXml, textOf } from '../xml/xml-node.ts';
import { ciiLimitsOf } from './cii-limits.ts';
import { writeCii } from './write-cii.ts';

const rendered = (document: ReturnType<typeof fullDocument>) => {
  const facts = calculateInvoice(document, 'en16931');
  const root = first(parseXml(writeCii(facts)), 'CrossIndustryInvoice');
  const transaction = first(root, 'SupplyChainTradeTransaction');
  return { facts, root, transaction, settlement: first(transaction, 'ApplicableHeaderTradeSettlement') };
};

describe('CII', () => {
  it.each([...exampleNames, 'everything'])('%s has the lines, taxes and totals of the invoice', (name) => {
    const document = name === 'everything' ? fullDocument() : exampleDocument(name);
    const { facts, root, transaction, settlement } = rendered(document);
    expect(textOf(root, 'ExchangedDocument', 'ID')).toBe(facts.number);
    expect(textOf(root, 'ExchangedDocument', 'TypeCode')).toBe(facts.type === 'invoice' ? '380' : '381');
    const lines = all(transaction, 'IncludedSupplyChainTradeLineItem');
    expect(
      lines.map((line) => [
        textOf(line, 'SpecifiedTradeProduct', 'Name'),
        textOf(line, 'SpecifiedLineTradeAgreement', 'NetPriceProductTradePrice', 'ChargeAmount'),
        textOf(line, 'SpecifiedLineTradeDelivery', 'BilledQuantity'),
        textOf(
          line,
          'SpecifiedLineTradeSettlement',
          'SpecifiedTradeSettlementLineMonetarySummation',
          'LineTotalAmount',
        ),
      ]),
    ).toEqual(facts.lines.map((line) => [line.name, line.price.net, line.quantity, line.netAmount]));
    expect(
      all(settlement, 'ApplicableTradeTax').map((tax) => [
        textOf(tax, 'CategoryCode'),
        textOf(tax, 'BasisAmount'),
        textOf(tax, 'CalculatedAmount'),
        textOf(tax, 'ExemptionReason'),
      ]),
    ).toEqual(facts.taxBreakdown.map((tax) => [tax.category, tax.taxable, tax.amount, tax.exemptionReason]));
    const totals = first(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation');
    expect(textOf(totals, 'GrandTotalAmount')).toBe(facts.totals.withTax);
    expect(textOf(totals, 'DuePayableAmount')).toBe(facts.totals.due);
    expect(all(totals, 'TaxTotalAmount').map((tax) => [attribute(tax, 'currencyID'), textOf(tax)])).toEqual([
      [facts.currency, facts.totals.tax],
      ...(facts.accountingCurrency ? [[facts.accountingCurrency, facts.totals.taxInAccountingCurrency]] : []),
    ]);
  });

  it('writes dates as digits, and the tax point at one group', () => {
    const { root, settlement } = rendered(fullDocument());
    expect(textOf(root, 'ExchangedDocument', 'IssueDateTime', 'DateTimeString')).toBe('20261001');
    expect(all(settlement, 'ApplicableTradeTax', 'TaxPointDate')).toHaveLength(1);
  });

  it('has room for one preceding invoice', () => {
    const document = { ...fullDocument(), precedingInvoices: [{ number: '1' }, { number: '2' }] };
    expect(ciiLimitsOf(calculateInvoice(document, 'en16931')).map(({ path }) => path)).toEqual([
      'precedingInvoices[1]',
    ]);
  });
});
