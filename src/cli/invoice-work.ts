import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { calculateInvoice, type InvoiceProfile } from '../engines/invoicing/calculate-invoice.ts';
import { writeCii } from '../engines/invoicing/cii/write-cii.ts';
import type { InvoiceFacts } from '../engines/invoicing/invoice-facts.ts';
import { writeUbl } from '../engines/invoicing/ubl/write-ubl.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import { type InvoiceDocument, invoiceDocumentSchema } from '../shared/invoicing/invoice-document.ts';
import { inputFile, requireFile } from './licences-input.ts';
import type { CommandIo } from './run-command.ts';

export const invoiceFormats = ['ubl', 'cii', 'json'] as const;
export type InvoiceFormat = (typeof invoiceFormats)[number];

const fix = 'The schema is printed by "trimtab invoice schema"; docs/invoices.md explains it.';

const readDocument = async (path: string, io: CommandIo): Promise<InvoiceDocument> => {
  await requireFile(path, 'Check the path.');
  const file = inputFile(path, io.stdin);
  const given = parseJson(file.label, '$', await text(Readable.from(file.read())));
  return checkJson(file.label, '$', invoiceDocumentSchema, given, fix);
};

const profileOf = (format: InvoiceFormat): InvoiceProfile => (format === 'ubl' ? 'peppol' : 'en16931');

const render = (facts: InvoiceFacts, format: InvoiceFormat): string =>
  format === 'ubl'
    ? writeUbl(facts)
    : format === 'cii'
      ? writeCii(facts)
      : `${JSON.stringify(facts, null, 2)}\n`;

export interface InvoiceRenderOptions {
  readonly format: InvoiceFormat;
  readonly output: string;
}

export const renderInvoiceFile = async (
  path: string,
  { format, output }: InvoiceRenderOptions,
  io: CommandIo,
): Promise<string> => {
  const document = await readDocument(path, io);
  const facts = calculateInvoice(document, profileOf(format));
  const content = render(facts, format);
  if (output === '-') return content;
  try {
    await writeFile(output, content);
  } catch (error) {
    throw new AppError('invalid_input', { detail: `--output: ${String(error)}`, cause: error });
  }
  return '';
};
