import { exactOf } from '../amounts.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import type { Canvas } from './canvas.ts';
import { readableDay, readableMoney } from './formats.ts';

export interface Due {
  readonly label: string;
  /** Never below zero: the label says who owes it. */
  readonly money: string;
  /** ` by 31 October 2026`, or nothing where there is nothing to pay. */
  readonly until: string;
}

/** Whether the customer owes it: an invoice, unless it is below zero, or a credit note below zero. */
export const isPayableByBuyer = ({ type, totals }: InvoiceFacts): boolean => {
  const due = exactOf(totals.due);
  return type === 'invoice' ? !due.isNegative() : due.lessThan(0);
};

/**
 * What it comes to, and for whom. An invoice below zero is in favour of the customer, a credit note below zero is to be
 * paid: the words say so, and the amount needs no sign.
 */
export const dueOf = ({ facts, words, language }: Canvas): Due => {
  const due = exactOf(facts.totals.due);
  const isPayable = isPayableByBuyer(facts);
  const ofOthers = facts.type === 'invoice' ? words.inFavour : words.credited;
  const hasDay = isPayable && !due.isZero() && facts.dueDate !== undefined;
  return {
    label: isPayable ? words.amountDue : ofOthers,
    money: readableMoney((facts.totals.due ?? '0').replace('-', ''), facts.currency ?? '', language),
    until: hasDay ? ` ${words.until} ${readableDay(facts.dueDate ?? '', language)}` : '',
  };
};
