import { Readable } from 'node:stream';
import { neutralised } from './formula.ts';
import { type ColumnKind, type ExportRow, type ExportTable, isNumber } from './table.ts';

/** Quoted where RFC 4180 wants it, and for the separators of other countries. */
const quoted = (text: string): string =>
  /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const cell = (value: string | null, kind: ColumnKind | undefined): string => {
  if (value === null) return '';
  if ((kind === 'number' || kind === 'count') && isNumber(value)) return value;
  return quoted(neutralised(value));
};

/**
 * A table as CSV: RFC 4180, comma, CRLF, UTF-8 without a byte order mark, decimals with a point and every
 * digit. Written as fast as it is read.
 */
export const writeCsv = ({ columns, batches }: ExportTable): Readable => {
  const line = (row: ExportRow): string =>
    `${row.map((value, index) => cell(value, columns[index]?.kind)).join(',')}\r\n`;
  const lines = async function* (): AsyncGenerator<string> {
    yield `${columns.map(({ header }) => quoted(neutralised(header))).join(',')}\r\n`;
    for await (const batch of batches) if (batch.length > 0) yield batch.map(line).join('');
  };
  return Readable.from(lines(), { objectMode: false });
};
