import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import exceljs from 'exceljs';
import { neutralised } from './formula.ts';
import { type ColumnKind, type ExportColumn, type ExportRow, type ExportTable, isNumber } from './table.ts';

/** Excel's limits: rows of a sheet (one is the header), columns, and characters of a cell. */
const sheetRows = 1_048_576;
export const sheetColumns = 16_384;
const cellCharacters = 32_767;

type Workbook = exceljs.stream.xlsx.WorkbookWriter;
type Value = string | number | Date | null;

const cell = (value: string | null, kind: ColumnKind | undefined): Value => {
  if (value === null) return null;
  // A spreadsheet computes with 15 digits; the CSV file has them all.
  if ((kind === 'number' || kind === 'count') && isNumber(value)) return Number(value);
  if ((kind === 'instant' || kind === 'day') && !Number.isNaN(Date.parse(value))) return new Date(value);
  return neutralised(value).slice(0, cellCharacters);
};

const formats: Record<ColumnKind, string> = {
  text: '@',
  number: '#,##0.00########',
  count: '#,##0',
  instant: 'yyyy-mm-dd hh:mm',
  day: 'yyyy-mm-dd',
};
const widths: Record<ColumnKind, number> = { text: 28, number: 16, count: 10, instant: 18, day: 12 };

const beginSheet = (workbook: Workbook, name: string, columns: readonly ExportColumn[]) => {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ kind }) => ({ width: widths[kind], style: { numFmt: formats[kind] } }));
  const header = sheet.addRow(columns.map((column) => neutralised(column.header)));
  header.font = { bold: true };
  header.commit();
  return sheet;
};

/** Characters that the name of a sheet may not hold. */
const sheetName = (name: string, number: number): string => {
  const plain = name.replace(/[\\/*?:[\]']/g, ' ').slice(0, 28);
  return number === 1 ? plain : `${plain} ${number}`;
};

const fill = async (workbook: Workbook, table: ExportTable, output: PassThrough): Promise<void> => {
  const { columns, batches } = table;
  let sheets = 1;
  let rows = 1;
  let sheet = beginSheet(workbook, sheetName(table.name, sheets), columns);
  const append = (row: ExportRow): void => {
    if (rows === sheetRows) {
      sheet.commit();
      sheets += 1;
      rows = 1;
      sheet = beginSheet(workbook, sheetName(table.name, sheets), columns);
    }
    sheet.addRow(row.map((value, index) => cell(value, columns[index]?.kind))).commit();
    rows += 1;
  };
  for await (const batch of batches) {
    for (const row of batch) append(row);
    // exceljs buffers what a slow reader does not take: wait until it has, or has gone.
    if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), once(output, 'close')]);
    if (output.destroyed) return;
  }
  sheet.commit();
  await workbook.commit();
};

/**
 * A table as XLSX, written while it is read. Texts are typed as texts and made harmless as well, because a
 * sheet is often saved as CSV later. Continues on further sheets after Excel's 1,048,576 rows.
 */
export const writeXlsx = (table: ExportTable): Readable => {
  const output = new PassThrough();
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: true,
    useSharedStrings: false,
  });
  fill(workbook, table, output).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
};
