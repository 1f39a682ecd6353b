import { describe, expect, it } from 'vitest';
import { exampleDocument, exampleNames, fullDocument } from '../../../../test/support/invoice-documents.ts';
import { calculateInvoice } from '../calculate-invoice.ts';
import { checkInvoice } from '../checks/check-invoice.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';
import { readUbl } from './read-ubl.ts';
import { writeUbl } from './write-ubl.ts';

/** What is not in UBL: the language of the printed form, and the link, which is part of the terms. */
const inUbl = ({ language: _language, payment, ...facts }: InvoiceFacts) => {
  const { onlineLink: _link, ...rest } = payment;
  return { ...facts, payment: rest };
};

describe('UBL', () => {
  it.each(exampleNames)('%s says the same when it is read back, and breaks no rule', (name) => {
    const facts = calculateInvoice(exampleDocument(name), 'peppol');
    const read = readUbl(writeUbl(facts));
    expect(read).toEqual(inUbl(facts));
    expect(checkInvoice(read)).toEqual([]);
  });

  it.each(['invoice', 'creditNote'] as const)('carries everything that a document can say, as %s', (type) => {
    const facts = calculateInvoice({ ...fullDocument(), type }, 'peppol');
    const read = readUbl(writeUbl(facts));
    expect(read).toEqual(inUbl(facts));
    expect(checkInvoice(read)).toEqual([]);
  });

  it('refuses a document type, text that is no XML, and other documents', () => {
    expect(() => readUbl('<!DOCTYPE a [<!ENTITY b "c">]><Invoice>&b;</Invoice>')).toThrow(/document type/);
    expect(() => readUbl('<Invoice><a></Invoice>')).toThrow(/not readable XML/);
    expect(() => readUbl('<Order/>')).toThrow(/neither/);
  });
});
