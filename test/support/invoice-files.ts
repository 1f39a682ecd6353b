import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type InvoiceFormat, renderInvoiceFile } from '../../src/cli/invoice-work.ts';

/** What a command writes to and reads from, none of it shown. */
export const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};

/** A folder of this test file's own. */
export const folder = mkdtempSync(join(tmpdir(), 'invoice-'));

export const example = (name: string): string => `examples/invoices/${name}.json`;

let number = 0;
/** Renders an invoice file into a file of its own, and reads that. */
export const render = async (path: string, format: InvoiceFormat): Promise<Buffer> => {
  number += 1;
  const output = join(folder, String(number));
  const printed = await renderInvoiceFile(path, { format, output }, io);
  if (printed !== '') throw new Error(`beside the file it printed ${printed}`);
  return readFile(output);
};
