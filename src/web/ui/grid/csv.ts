import { type Column, isNumeric } from './column.ts';
import { textOf } from './grid-rows.ts';

/**
 * What is shown, as CSV (RFC 4180) with a byte-order mark, without which Excel reads UTF-8 as something else.
 * Text that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection); numbers stay
 * numbers, with a point and every digit.
 */
export const csvOf = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string => {
  const lines = rows.map((row) => columns.map((column) => cellOf(column, row)).join(','));
  return `\ufeff${[columns.map((column) => quote(defuse(column.label))).join(','), ...lines].join('\r\n')}\r\n`;
};

const cellOf = <Row>(column: Column<Row>, row: Row): string => {
  const text = textOf(column, row);
  return isNumeric(column.kind) ? text : quote(defuse(text));
};

const defuse = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
