import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkUbl } from './check-ubl.ts';

const base = readFileSync('../shared/data/einvoice/peppol-base-example.xml', 'utf8');

/** What is done to a valid document, the rule that the official validation then names, and where we find it. */
const flaws: readonly (readonly [
  what: string,
  rule: string,
  path: RegExp,
  from: string | RegExp,
  to: string,
])[] = [
  [
    'an amount that is no number',
    'UBL-2.1',
    /LegalMonetaryTotal\.PayableAmount$/,
    />1656.25<\/cbc:PayableAmount>/,
    '>NO</cbc:PayableAmount>',
  ],
  ['a quantity that is no number', 'UBL-2.1', /InvoicedQuantity$/, /(<cbc:InvoicedQuantity[^>]*>)\d+/, '$1X'],
  ['a percentage that is no number', 'UBL-2.1', /Percent$/, /<cbc:Percent>25(\.0)?</, '<cbc:Percent>AE<'],
  [
    'a day that is in no calendar',
    'UBL-2.1',
    /IssueDate$/,
    /<cbc:IssueDate>[^<]*/,
    '<cbc:IssueDate>2020-02-30',
  ],
  [
    'an amount without a currency',
    'BR-CL-03',
    /PayableAmount$/,
    /<cbc:PayableAmount currencyID="EUR">/,
    '<cbc:PayableAmount>',
  ],
  [
    'an allowance that is neither',
    'PEPPOL-EN16931-R043',
    /AllowanceCharge/,
    /<cbc:ChargeIndicator>true</,
    '<cbc:ChargeIndicator>30<',
  ],
  [
    'an empty element',
    'PEPPOL-EN16931-R008',
    /Invoice\.Note$/,
    /<cbc:DocumentCurrencyCode/,
    '<cbc:Note/><cbc:DocumentCurrencyCode',
  ],
  [
    'a total that stands twice',
    'UBL-2.1',
    /TaxExclusiveAmount\[1\]$/,
    /(<cbc:TaxExclusiveAmount.*?<\/cbc:TaxExclusiveAmount>)/,
    '$1$1',
  ],
  [
    'a second currency of the document',
    'UBL-2.1',
    /DocumentCurrencyCode\[1\]$/,
    /(<cbc:DocumentCurrencyCode.*?<\/cbc:DocumentCurrencyCode>)/,
    '$1$1',
  ],
  [
    'a line without the scheme of its tax',
    'BR-CO-04',
    /ClassifiedTaxCategory$/,
    /(<cac:ClassifiedTaxCategory>[\s\S]*?)<cac:TaxScheme>[\s\S]*?<\/cac:TaxScheme>/,
    '$1',
  ],
  [
    'a breakdown without the scheme of its tax',
    'BR-47',
    /TaxSubtotal\.TaxCategory$/,
    /(<cac:TaxSubtotal>[\s\S]*?)<cac:TaxScheme>[\s\S]*?<\/cac:TaxScheme>/,
    '$1',
  ],
  [
    'a second VAT total with a breakdown',
    'PEPPOL-EN16931-R053',
    /Invoice$/,
    /(<cac:TaxTotal>[\s\S]*?<\/cac:TaxTotal>)/,
    '$1$1',
  ],
  [
    'a seller with two VAT identifiers',
    'UBL-SR-12',
    /AccountingSupplierParty\.Party\.PartyTaxScheme$/,
    /(<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>)/,
    '$1$1',
  ],
  [
    'means of payment described twice',
    'UBL-SR-46',
    /PaymentMeans$/,
    /(<cac:PaymentMeans>[\s\S]*?<\/cac:PaymentMeans>)/,
    '$1$1',
  ],
];

describe('the form of somebody else’s UBL', () => {
  it('of the official example has no flaw', () => {
    expect(checkUbl(base).violations).toEqual([]);
  });

  it.each(flaws)('%s breaks %s', (_what, rule, path, from, to) => {
    const broken = base.replace(from, to);
    expect(broken).not.toBe(base);
    const found = checkUbl(broken).violations.filter((each) => each.rule === rule);
    expect(found.map((each) => each.path).join('\n')).toMatch(path);
    expect(found[0]?.severity).toBe('fatal');
  });

  it('of extensions is not looked at', () => {
    const extended = base.replace(
      '<cbc:CustomizationID>',
      '<ext:UBLExtensions xmlns:ext="urn:x"><ext:UBLExtension><ext:A>x</ext:A><ext:A/></ext:UBLExtension></ext:UBLExtensions><cbc:CustomizationID>',
    );
    expect(extended).not.toBe(base);
    expect(checkUbl(extended).violations).toEqual([]);
  });
});
