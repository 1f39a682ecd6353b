import type { ReportFacts } from '../../../engines/licences/reports/report-facts.ts';
import { createReportReader } from '../../../engines/licences/reports/report-reader.ts';
import type { Directory } from '../../../engines/licences/tenant/tenant.ts';
import { createUsageReader, type UsageTotals } from '../../../engines/licences/workloads/usage-totals.ts';
import { type CsvSink, readCsv } from '../../../platform/csv/read-csv.ts';
import { inputError } from '../../../shared/input-error.ts';
import type { LandedSource, Reading } from './landed.ts';

const fix = 'Read the tenant again; Microsoft may have changed this report.';

/** What is read at a time, in bytes: the texts of a whole report at once would fill the memory. */
const bytesPerStep = 1 << 18;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

async function* inSteps(body: Buffer): AsyncGenerator<Buffer> {
  const start = body.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  for (let at = start; at < body.length; at += bytesPerStep) yield body.subarray(at, at + bytesPerStep);
}

export interface ReadReport {
  readonly facts: ReportFacts;
  readonly totals: UsageTotals;
}

interface Report {
  /** The function of Graph: `getM365AppUserDetail`. */
  readonly name: string;
  readonly directory: Directory;
  /** The sources that hold it, one a period. */
  readonly periods: readonly LandedSource[];
}

/** Takes the rows of one file; throws at the first that is not as Microsoft documents it. */
const fileReader = (
  label: string,
  reader: ReturnType<typeof createReportReader>,
  usage: ReturnType<typeof createUsageReader>,
): CsvSink => ({
  begin: (header) => {
    const missing = reader.missingColumn(header);
    if (missing !== undefined) throw inputError(label, 'header', `The column "${missing}" is missing.`, fix);
    const take = reader.begin(header);
    const add = usage.begin(header);
    return (cells, row) => {
      const fault = take(cells);
      if (fault) {
        const { column, found, expected } = fault;
        const problem = `found "${found.slice(0, 80)}", expected ${expected}.`;
        throw inputError(label, `row ${row}, column ${column}`, problem, fix);
      }
      add(cells);
    };
  },
});

/**
 * Reads a landed usage report, all its periods together; each answer is a file of its own, with a header.
 *
 * @throws AppError `invalid_input` naming report, page, row and column
 */
export const readReport = async (
  reading: Reading,
  { name, directory, periods }: Report,
): Promise<ReadReport | undefined> => {
  const reader = createReportReader(name, directory);
  const usage = createUsageReader();
  let pages = 0;
  for (const source of periods) {
    reading.onSource(source.name);
    for await (const body of reading.pages(source)) {
      pages += 1;
      const label = `${source.name}, page ${pages}`;
      await readCsv({ label, read: () => inSteps(body) }, fileReader(label, reader, usage));
    }
  }
  return pages === 0 ? undefined : { facts: reader.finish(), totals: usage.finish() };
};
