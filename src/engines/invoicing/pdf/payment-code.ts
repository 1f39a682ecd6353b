import { isIban } from '../../../shared/invoicing/iban.ts';
import { Exact } from '../../../shared/money.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';

/** EPC069-12, 3.4: what is longer, no app has to read. */
const mostBytes = 331;

/**
 * What a bank's app reads to fill in a credit transfer (European Payments Council, EPC069-12, version 002), or nothing
 * where this cannot be paid so: other currencies, other means, nothing due.
 */
export const paymentCodeOf = (facts: InvoiceFacts): string | undefined => {
  const { type, currency, totals, payment, payee, seller } = facts;
  const means = payment.means.find(({ account }) => isIban(account?.id ?? ''));
  const due = new Exact(totals.due ?? 0);
  const isPayable = due.greaterThanOrEqualTo('0.01') && due.lessThanOrEqualTo('999999999.99');
  if (type !== 'invoice' || currency !== 'EUR' || !means?.account || !isPayable) return undefined;
  const { id, name, provider } = means.account;
  const bic = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(provider ?? '') ? provider : '';
  const receiver = (name ?? payee?.name ?? seller.name ?? '').slice(0, 70);
  const content = [
    'BCD',
    '002',
    '1',
    'SCT',
    bic,
    receiver,
    id,
    `EUR${totals.due}`,
    '',
    '',
    (means.reference ?? '').slice(0, 140),
  ].join('\n');
  return Buffer.byteLength(content) > mostBytes ? undefined : content;
};
