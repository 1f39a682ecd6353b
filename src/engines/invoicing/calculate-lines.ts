import type { Decimal } from 'decimal.js';
import type { InvoiceDocument } from '../../shared/invoicing/invoice-document.ts';
import type { InvoiceLineDocument } from '../../shared/invoicing/invoice-line.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import { amountText, exactOf, sumOf, toCents } from './amounts.ts';
import type { AdjustmentFacts, LineFacts, TaxFacts } from './invoice-facts.ts';

type AdjustmentDocument = InvoiceDocument['allowances'][number] | InvoiceLineDocument['allowances'][number];

/** The category and rate as they are written: no rate for O, zero where a category has no tax. */
export const taxOf = (tax: InvoiceLineDocument['tax']): TaxFacts => ({
  category: tax.category,
  rate: tax.rate === undefined ? (tax.category === 'O' ? undefined : '0') : formatDecimal(tax.rate),
});

/** An allowance or charge with its amount; a percentage without a base is of `base`. */
export const adjustmentOf = (given: AdjustmentDocument, base: Decimal): AdjustmentFacts => {
  const { percent, reason, reasonCode } = given;
  const of = given.base === undefined ? base : new Exact(given.base);
  const amount = percent === undefined ? exactOf(given.amount) : of.times(percent).div(100);
  return {
    amount: amountText(amount),
    ...(percent === undefined ? {} : { base: amountText(of), percent: formatDecimal(percent) }),
    reason,
    reasonCode,
    ...('tax' in given ? { tax: taxOf(given.tax) } : {}),
  };
};

const priceOf = ({ price, unit }: InvoiceLineDocument): LineFacts['price'] => {
  const net = price.net ?? new Exact(price.gross ?? 0).minus(price.discount ?? 0);
  return {
    net: formatDecimal(net),
    gross: price.gross === undefined ? undefined : formatDecimal(price.gross),
    discount:
      price.gross === undefined
        ? undefined
        : formatDecimal(price.discount ?? new Exact(price.gross).minus(net)),
    ...(price.baseQuantity === undefined
      ? {}
      : { baseQuantity: formatDecimal(price.baseQuantity), baseUnit: unit }),
  };
};

/** One line with its net amount: quantity × price ÷ base quantity − allowances + charges, rounded once (BT-131). */
export const calculateLine = (line: InvoiceLineDocument, position: number): LineFacts => {
  const price = priceOf(line);
  const gross = new Exact(line.quantity).times(exactOf(price.net)).div(price.baseQuantity ?? 1);
  const allowances = line.allowances.map((each) => adjustmentOf(each, toCents(gross)));
  const charges = line.charges.map((each) => adjustmentOf(each, toCents(gross)));
  const net = gross
    .minus(sumOf(allowances.map(({ amount }) => amount)))
    .plus(sumOf(charges.map(({ amount }) => amount)));
  const { tax, allowances: _allowances, charges: _charges, id, quantity, ...rest } = line;
  return {
    ...rest,
    id: id ?? String(position + 1),
    quantity: formatDecimal(quantity),
    netAmount: amountText(net),
    price,
    tax: taxOf(tax),
    allowances,
    charges,
  };
};
