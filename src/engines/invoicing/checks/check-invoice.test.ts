import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readUbl } from '../ubl/read-ubl.ts';
import { checkInvoice } from './check-invoice.ts';

const folder = '../shared/data/einvoice';
const files = readdirSync(folder).filter((name) => name.endsWith('.xml'));
const contentOf = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const rulesOf = (xml: string): readonly string[] => [
  ...new Set(checkInvoice(readUbl(xml)).map(({ rule }) => rule)),
];

const base = 'peppol-base-example.xml';
const exempt = 'peppol-vat-category-E.xml';
const credit = 'peppol-base-creditnote-correction.xml';

/** Part of a valid document, what it becomes, and the rule that this breaks. */
const mutations: readonly (readonly [rule: string, file: string, from: string | RegExp, to: string])[] = [
  ['BR-02', base, '<cbc:ID>Snippet1</cbc:ID>', ''],
  ['BR-03', base, /<cbc:IssueDate>.*?<\/cbc:IssueDate>/, ''],
  ['BR-05', base, /<cbc:DocumentCurrencyCode>.*?<\/cbc:DocumentCurrencyCode>/, ''],
  ['BR-06', base, '<cbc:RegistrationName>SupplierOfficialName Ltd</cbc:RegistrationName>', ''],
  ['BR-09', base, '<cbc:IdentificationCode>GB</cbc:IdentificationCode>', ''],
  ['BR-16', base, /<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/, ''],
  ['BR-27', base, /(<cbc:PriceAmount currencyID="EUR">)/, '$1-'],
  ['BR-38', base, '<cbc:AllowanceChargeReason>Insurance</cbc:AllowanceChargeReason>', ''],
  ['BR-49', base, /<cbc:PaymentMeansCode.*?<\/cbc:PaymentMeansCode>/, ''],
  ['BR-61', base, '<cbc:ID>IBAN32423940</cbc:ID>', ''],
  ['BR-CL-04', base, /(<cbc:DocumentCurrencyCode>)EUR/, '$1EUX'],
  ['BR-CL-14', base, '<cbc:IdentificationCode>GB<', '<cbc:IdentificationCode>UK<'],
  ['BR-CL-16', base, /(<cbc:PaymentMeansCode[^>]*>)30/, '$1300'],
  ['BR-CL-23', base, 'unitCode="DAY"', 'unitCode="DAYS"'],
  ['BR-CL-25', base, 'schemeID="0002">FR23342</cbc:EndpointID>', 'schemeID="4711">FR23342</cbc:EndpointID>'],
  ['BR-CO-09', base, 'SE4598375937', 'QQ4598375937'],
  [
    'BR-CO-10',
    base,
    '<cbc:LineExtensionAmount currencyID="EUR">1300<',
    '<cbc:LineExtensionAmount currencyID="EUR">1300.01<',
  ],
  [
    'BR-CO-12',
    base,
    '<cbc:ChargeTotalAmount currencyID="EUR">25<',
    '<cbc:ChargeTotalAmount currencyID="EUR">26<',
  ],
  [
    'BR-CO-13',
    base,
    '<cbc:TaxExclusiveAmount currencyID="EUR">1325<',
    '<cbc:TaxExclusiveAmount currencyID="EUR">1324<',
  ],
  ['BR-CO-14', base, '<cbc:TaxAmount currencyID="EUR">331.25<', '<cbc:TaxAmount currencyID="EUR">331.26<'],
  [
    'BR-CO-15',
    base,
    '<cbc:TaxInclusiveAmount currencyID="EUR">1656.25<',
    '<cbc:TaxInclusiveAmount currencyID="EUR">1656.26<',
  ],
  [
    'BR-CO-16',
    base,
    '<cbc:PayableAmount currencyID="EUR">1656.25<',
    '<cbc:PayableAmount currencyID="EUR">1656<',
  ],
  ['BR-CO-25', base, /<cbc:DueDate>.*?<\/cbc:DueDate>|<cac:PaymentTerms>[\s\S]*?<\/cac:PaymentTerms>/g, ''],
  [
    'BR-DEC-18',
    base,
    '<cbc:PayableAmount currencyID="EUR">1656.25<',
    '<cbc:PayableAmount currencyID="EUR">1656.250<',
  ],
  ['BR-S-02', base, /<cbc:CompanyID>GB1232434<\/cbc:CompanyID>/, ''],
  ['BR-S-05', base, /(<cac:ClassifiedTaxCategory>\s*<cbc:ID>S<\/cbc:ID>\s*<cbc:Percent>)25.0/, '$10'],
  ['BR-S-08', base, '<cbc:TaxableAmount currencyID="EUR">1325<', '<cbc:TaxableAmount currencyID="EUR">1326<'],
  [
    'BR-CO-17',
    base,
    /(<cbc:TaxableAmount currencyID="EUR">1325<\/cbc:TaxableAmount>\s*<cbc:TaxAmount currencyID="EUR">)331.25/,
    '$1332.25',
  ],
  ['BR-E-10', exempt, /<cbc:TaxExemptionReason(Code)?>.*?<\/cbc:TaxExemptionReason(Code)?>/g, ''],
  ['PEPPOL-EN16931-R001', base, /<cbc:ProfileID>.*?<\/cbc:ProfileID>/, ''],
  [
    'PEPPOL-EN16931-R002',
    base,
    '<cbc:DocumentCurrencyCode>',
    '<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note><cbc:DocumentCurrencyCode>',
  ],
  ['PEPPOL-EN16931-R003', base, /<cbc:BuyerReference>.*?<\/cbc:BuyerReference>/, ''],
  [
    'PEPPOL-EN16931-R005',
    base,
    '<cbc:AccountingCost>',
    '<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode><cbc:AccountingCost>',
  ],
  ['PEPPOL-EN16931-R010', base, /<cbc:EndpointID schemeID="0002">.*?<\/cbc:EndpointID>/, ''],
  ['PEPPOL-EN16931-R020', base, /<cbc:EndpointID schemeID="0088">.*?<\/cbc:EndpointID>/, ''],
  [
    'PEPPOL-EN16931-R051',
    base,
    '<cbc:PayableAmount currencyID="EUR">',
    '<cbc:PayableAmount currencyID="USD">',
  ],
  [
    'PEPPOL-EN16931-R120',
    base,
    '<cbc:InvoicedQuantity unitCode="DAY">7<',
    '<cbc:InvoicedQuantity unitCode="DAY">8<',
  ],
  ['PEPPOL-EN16931-P0101', credit, /(<cbc:CreditNoteTypeCode>)381/, '$1380'],
  ['PEPPOL-COMMON-R040', base, '9482348239847239874', '9482348239847239875'],
  ['NL-R-003', base, '<cbc:IdentificationCode>GB<', '<cbc:IdentificationCode>NL<'],
  ['DK-R-014', base, '<cbc:IdentificationCode>GB<', '<cbc:IdentificationCode>DK<'],
  ['IS-R-002', base, '<cbc:IdentificationCode>GB<', '<cbc:IdentificationCode>IS<'],
];

describe('rules of invoices', () => {
  it.each(files)('%s, which others wrote, breaks none', (name) =>
    expect(rulesOf(contentOf(name))).toEqual([]),
  );

  it.each(mutations)('%s is found in %s when %s becomes "%s"', (rule, name, from, to) => {
    const content = contentOf(name);
    const changed = content.replace(from, to);
    expect(changed).not.toBe(content);
    expect(rulesOf(changed)).toContain(rule);
  });

  it('Dutch sellers need street, city and postcode', () => {
    const dutch = contentOf(base)
      .replace('<cbc:IdentificationCode>GB<', '<cbc:IdentificationCode>NL<')
      .replace('<cbc:PostalZone>GB 123 EW</cbc:PostalZone>', '');
    expect(rulesOf(dutch)).toContain('NL-R-002');
  });
});
