import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type ReportFacts, reportNames } from '../engines/licences/reports/report-facts.ts';
import { type CellFault, createReportReader } from '../engines/licences/reports/report-reader.ts';
import type { Directory } from '../engines/licences/tenant/tenant.ts';
import { readCsv, rowPlace } from '../platform/csv/read-csv.ts';
import { inputError } from '../shared/input-error.ts';
import { inputFile } from './licences-input.ts';

/** `getMailboxUsageDetail.csv`, packed or not; what follows the name tells periods of one report apart. */
const fileName = /^(get[A-Za-z0-9]+)(?:[^A-Za-z0-9].*)?\.csv(?:\.gz)?$/i;

/** A few names of Graph functions are written with other capitals: the known spelling wins. */
const known = new Map(Object.values(reportNames).map((name) => [name.toLowerCase(), name as string]));

const groupFiles = (names: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const files = new Map<string, string[]>();
  for (const file of [...names].sort()) {
    const [, written = ''] = fileName.exec(file) ?? [];
    if (written === '') continue;
    const name = known.get(written.toLowerCase()) ?? written;
    const listed = files.get(name);
    if (listed) listed.push(file);
    else files.set(name, [file]);
  }
  return files;
};

const faultIn = (label: string, row: string, { column, found, expected }: CellFault): Error =>
  inputError(
    label,
    `${row}, column ${column}`,
    `found "${found.slice(0, 80)}", expected ${expected}.`,
    'Download the report again, and keep it as Microsoft writes it.',
  );

/**
 * Reads `reports/NAME.csv` of an export, one after the other; several files of one report are merged.
 *
 * @throws AppError `invalid_input` naming file, row and column
 */
export const readReports = async (
  folder: string,
  directory: Directory,
  stdin: Readable,
  onFile: (name: string) => void,
): Promise<readonly ReportFacts[]> => {
  const names = await readdir(folder).catch(() => []);
  const reports: ReportFacts[] = [];
  for (const [name, files] of groupFiles(names)) {
    const reader = createReportReader(name, directory);
    for (const file of files) {
      const input = inputFile(join(folder, file), stdin);
      onFile(file);
      await readCsv(input, {
        begin: (header) => {
          const missing = reader.missingColumn(header);
          if (missing !== undefined) {
            throw inputError(
              input.label,
              'header',
              `The column "${missing}" is missing.`,
              'Download the report again, with its header.',
            );
          }
          const take = reader.begin(header);
          return (cells, row, line) => {
            const fault = take(cells);
            if (fault) throw faultIn(input.label, rowPlace(row, line), fault);
          };
        },
      });
    }
    reports.push(reader.finish());
  }
  return reports;
};
