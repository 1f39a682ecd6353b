import { writeFile } from 'node:fs/promises';
import { type CatalogueData, writeCatalogueData } from '../engines/licences/catalogue/data-format.ts';
import {
  type ReadTable,
  readCatalogueTable,
  type TableRow,
  tableColumns,
} from '../engines/licences/catalogue/read-table.ts';
import { readCsv, rowPlace } from '../platform/csv/read-csv.ts';
import { inputError } from '../shared/input-error.ts';
import type { InputFile } from './licences-input.ts';
import { writeOutput } from './output-file.ts';

const fields = Object.keys(tableColumns) as readonly (keyof TableRow)[];
const guid = /^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i;
const longestName = 300;

const findColumns = (label: string, header: readonly string[]): Readonly<Record<keyof TableRow, number>> => {
  const names = header.map((name) => name.toLowerCase());
  const entries = fields.map((field) => {
    const at = names.indexOf(tableColumns[field].toLowerCase());
    if (at >= 0) return [field, at] as const;
    throw inputError(
      label,
      'header',
      `The column "${tableColumns[field]}" is missing.`,
      'Download "Product names and service plan identifiers for licensing" from learn.microsoft.com.',
    );
  });
  return Object.fromEntries(entries) as Record<keyof TableRow, number>;
};

const checkRow = (label: string, place: string, row: TableRow): void => {
  for (const field of fields) {
    const value = row[field];
    const isId = field === 'skuId' || field === 'planId';
    const isSound = isId ? guid.test(value) : value.trim() !== '' && value.length <= longestName;
    if (isSound) continue;
    throw inputError(
      label,
      `${place}, column ${tableColumns[field]}`,
      `found "${value.slice(0, 80)}", expected ${isId ? 'a GUID' : `a name of at most ${longestName} characters`}.`,
      'Download the table again, or repair the row.',
    );
  }
};

/**
 * Reads Microsoft's table of product names and service plans.
 *
 * @throws AppError `invalid_input` naming file, row and column
 */
export const readTable = async (file: InputFile, readOn: string): Promise<ReadTable> => {
  const rows: TableRow[] = [];
  await readCsv(file, {
    begin: (header) => {
      const columns = findColumns(file.label, header);
      return (cells, number, line) => {
        const row = Object.fromEntries(fields.map((field) => [field, cells[columns[field]] ?? '']));
        checkRow(file.label, rowPlace(number, line), row as unknown as TableRow);
        rows.push(row as unknown as TableRow);
      };
    },
  });
  const source = 'Microsoft, Product names and service plan identifiers for licensing (learn.microsoft.com)';
  return readCatalogueTable(rows, { source, readOn });
};

/** Writes the catalogue in the product's own format. */
export const writeCatalogue = (path: string, data: CatalogueData): Promise<void> =>
  writeOutput(path, (to) => writeFile(to, writeCatalogueData(data)));
