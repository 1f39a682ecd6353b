import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleDocument, exampleInput } from '../../../test/support/invoice-documents.ts';
import { type InvoiceDocument, invoiceDocumentSchema } from '../../shared/invoicing/invoice-document.ts';
import { calculateInvoice } from './calculate-invoice.ts';
import { checkInvoice } from './checks/check-invoice.ts';
import { readUbl } from './ubl/read-ubl.ts';
import { writeUbl } from './ubl/write-ubl.ts';

const numRuns = process.env.TRIMTAB_LONG === '1' ? 10_000 : 150;

const decimalText = (places: number) => (units: number) => {
  const digits = String(units).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};
const decimal = (most: number) =>
  fc.tuple(fc.nat(most), fc.integer({ min: 0, max: 6 })).map(([units, places]) => decimalText(places)(units));
const amount = fc.nat(50_000).map(decimalText(2));
const tax = fc.constantFrom(
  { category: 'S', rate: '21' },
  { category: 'S', rate: '9' },
  { category: 'S', rate: '5.5' },
  { category: 'Z', rate: '0' },
  { category: 'E', rate: '0', exemptionReasonCode: 'VATEX-EU-132' },
);
const adjustment = fc.oneof(
  amount.map((given) => ({ amount: given, reason: 'a' })),
  fc.integer({ min: 1, max: 99 }).map((percent) => ({ percent: String(percent), reason: 'p' })),
);
const line = fc.record({
  name: fc.constantFrom('a', 'ß & <b>'),
  quantity: fc.tuple(fc.boolean(), decimal(5_000_000)).map(([minus, text]) => (minus ? `-${text}` : text)),
  price: fc.record({ net: decimal(9_999_999), baseQuantity: fc.constantFrom('1', '7', '1000') }),
  tax,
  allowances: fc.array(adjustment, { maxLength: 2 }),
  charges: fc.array(adjustment, { maxLength: 2 }),
});
const ofDocument = fc.tuple(adjustment, tax).map(([given, its]) => ({ ...given, tax: its }));

const documents: fc.Arbitrary<InvoiceDocument> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    allowances: fc.array(ofDocument, { maxLength: 2 }),
    charges: fc.array(ofDocument, { maxLength: 2 }),
    prepaidAmount: amount,
    roundingAmount: fc.constantFrom('0.01', '-0.04', '0'),
  })
  .map((given) => invoiceDocumentSchema.parse({ ...exampleInput('standard'), ...given }));

/** An exact fraction of whole numbers: a second way to calculate, which shares nothing with the first. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}
const fraction = (text: string): Fraction => {
  const [whole = '0', part = ''] = text.split('.');
  return { over: BigInt(whole + part), under: 10n ** BigInt(part.length) };
};
const cents = ({ over, under }: Fraction): bigint => {
  const scaled = (over < 0n ? -over : over) * 100n;
  const rounded = (scaled * 2n + under) / (under * 2n);
  return over < 0n ? -rounded : rounded;
};
const centsOf = (text: string | undefined): bigint => cents(fraction(text ?? '0'));

describe('totals', () => {
  it('rounds each line once, and the VAT of each group once', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const facts = calculateInvoice(document, 'peppol');
        facts.lines.forEach((each, at) => {
          const quantity = fraction(document.lines[at]?.quantity ?? '');
          const price = fraction(document.lines[at]?.price.net ?? '');
          const base = BigInt(document.lines[at]?.price.baseQuantity ?? '1');
          const adjusted =
            each.charges.reduce((sum, one) => sum + centsOf(one.amount), 0n) -
            each.allowances.reduce((sum, one) => sum + centsOf(one.amount), 0n);
          const under = quantity.under * price.under * base;
          const over = quantity.over * price.over * 100n + adjusted * under;
          expect(centsOf(each.netAmount)).toBe(cents({ over, under: under * 100n }));
        });
        for (const group of facts.taxBreakdown) {
          const rate = fraction(group.rate ?? '0');
          const taxable = centsOf(group.taxable);
          expect(centsOf(group.amount)).toBe(
            cents({ over: taxable * rate.over, under: rate.under * 10_000n }),
          );
        }
      }),
      { numRuns },
    );
  });

  it('adds up: what is due is lines less allowances plus charges plus VAT less paid plus rounding', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const facts = calculateInvoice(document, 'peppol');
        const sum = (texts: readonly (string | undefined)[]) =>
          texts.reduce((total, text) => total + centsOf(text), 0n);
        const withoutTax =
          sum(facts.lines.map(({ netAmount }) => netAmount)) -
          sum(facts.allowances.map((each) => each.amount)) +
          sum(facts.charges.map((each) => each.amount));
        expect(centsOf(facts.totals.withoutTax)).toBe(withoutTax);
        expect(sum(facts.taxBreakdown.map(({ taxable }) => taxable))).toBe(withoutTax);
        const due =
          withoutTax +
          sum(facts.taxBreakdown.map((each) => each.amount)) -
          centsOf(document.prepaidAmount) +
          centsOf(document.roundingAmount);
        expect(centsOf(facts.totals.due)).toBe(due);
      }),
      { numRuns },
    );
  });

  it('satisfies every rule, also when it is written and read back', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const facts = calculateInvoice(document, 'peppol');
        expect(checkInvoice(facts)).toEqual([]);
        expect(checkInvoice(readUbl(writeUbl(facts)))).toEqual([]);
      }),
      { numRuns: Math.min(numRuns, 1000) },
    );
  });

  it('keeps prices below a cent exact, and rounds halves away from zero', () => {
    const facts = calculateInvoice(exampleDocument('price-below-a-cent'), 'peppol');
    expect(facts.lines.map(({ price }) => price.net)).toEqual(['0.2', '0.00000455', '0.000016', '0.0087']);
    expect(facts.lines.map(({ netAmount }) => netAmount)).toEqual(['9.64', '8.66', '49.93', '0.00']);
    const half = (quantity: string) =>
      calculateInvoice(
        invoiceDocumentSchema.parse({
          ...exampleInput('standard'),
          lines: [{ name: 'half', quantity, price: { net: '0.085' }, tax: { category: 'S', rate: '21' } }],
        }),
        'peppol',
      ).totals.lines;
    // 745 × 0.085 = 63.325
    expect([half('745'), half('-745')]).toEqual(['63.33', '-63.33']);
  });

  it('reports VAT in the currency of the accounts', () => {
    const document = {
      ...exampleDocument('standard'),
      accountingCurrency: { code: 'SEK', exchangeRate: '11.2345' },
    };
    // 1060.73 × 11.2345 = 11916.771185
    expect(calculateInvoice(document, 'peppol').totals.taxInAccountingCurrency).toBe('11916.77');
  });
});
