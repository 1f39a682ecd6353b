import { readFileSync } from 'node:fs';
import {
  type InvoiceDocument,
  type InvoiceDocumentInput,
  invoiceDocumentSchema,
} from '../../src/shared/invoicing/invoice-document.ts';

export const exampleNames = [
  'standard',
  'two-rates',
  'reverse-charge',
  'credit-note',
  'allowance-charge',
  'price-below-a-cent',
  'usage-200-lines',
] as const;

/** An example of the repository as it is written. */
export const exampleInput = (name: string): InvoiceDocumentInput =>
  JSON.parse(readFileSync(`examples/invoices/${name}.json`, 'utf8'));

export const exampleDocument = (name: string): InvoiceDocument =>
  invoiceDocumentSchema.parse(exampleInput(name));

const standard = { category: 'S', rate: '21' } as const;

/** A document that fills in everything there is. */
export const fullDocument = (): InvoiceDocument => {
  const base = exampleInput('standard');
  const [first, ...others] = base.lines;
  if (!first) throw new Error('the standard example has no line');
  return invoiceDocumentSchema.parse({
    ...base,
    taxPointDate: '2026-09-30',
    accountingCurrency: { code: 'SEK', exchangeRate: '11.2345' },
    salesOrderReference: 'SO-1',
    contractReference: 'C-1',
    projectReference: 'P-1',
    receiptReference: 'R-1',
    despatchReference: 'D-1',
    tenderReference: 'T-1',
    invoicedObject: { id: 'OBJ', scheme: 'AAA' },
    accountingReference: '4000',
    precedingInvoices: [{ number: '2026-0900', issueDate: '2026-09-01' }],
    seller: {
      ...base.seller,
      identifiers: [{ id: '5412345000013', scheme: '0088' }],
      taxRegistration: 'TR-1',
    },
    buyer: { ...base.buyer, identifiers: [{ id: '55' }], tradingName: 'VH' },
    payee: { name: 'Factor & Co <B.V.>', identifier: { id: '4012345000009', scheme: '0088' } },
    taxRepresentative: {
      name: 'Representative B.V.',
      vatId: 'NL004495445B01',
      address: { street: 'Laan 1', city: 'Utrecht', postcode: '3511 AA', country: 'NL' },
    },
    delivery: {
      date: '2026-09-30',
      name: 'Depot',
      location: { id: '5412345000013', scheme: '0088' },
      address: {
        street: 'a',
        street2: 'b',
        street3: 'c',
        city: 'd',
        postcode: 'e',
        region: 'f',
        country: 'NL',
      },
    },
    allowances: [{ percent: '3', base: '100', reason: 'Loyal', reasonCode: '95', tax: standard }],
    charges: [{ amount: '3.01', reason: 'Freight', reasonCode: 'FC', tax: { category: 'Z', rate: '0' } }],
    prepaidAmount: '10.00',
    roundingAmount: '-0.02',
    attachments: [
      { reference: 'A1', description: 'Time sheet', url: 'https://x.example/a' },
      { reference: 'A2', file: { name: 'a.csv', mediaType: 'text/csv', base64: 'YSxi' } },
    ],
    payment: { ...base.payment, terms: 'First\nsecond', onlineLink: 'https://pay.example/1' },
    lines: [
      {
        ...first,
        note: 'n & "q" <b>',
        orderLine: '1',
        object: { id: 'o', scheme: 'AAA' },
        accountingReference: 'x',
        buyerItemId: 'b',
        standardItemId: { id: '5412345000013', scheme: '0160' },
        originCountry: 'DE',
        attributes: [{ name: 'Ω', value: 'Łódź ’€' }],
        period: { start: '2026-09-01', end: '2026-09-30' },
        price: { gross: '33.40', discount: '1.1', baseQuantity: '2' },
        allowances: [
          { percent: '5', reason: 'r' },
          { amount: '1.23', reasonCode: '95' },
        ],
        charges: [{ amount: '2', reason: 'x' }],
      },
      ...others,
      {
        name: 'Zero',
        quantity: '-2',
        price: { net: '3.333' },
        unit: 'H87',
        tax: { category: 'Z', rate: '0' },
      },
      {
        name: 'Exempt',
        quantity: '2',
        price: { net: '3.333' },
        tax: { category: 'E', rate: '0', exemptionReason: 'Article 132' },
      },
    ],
  });
};
