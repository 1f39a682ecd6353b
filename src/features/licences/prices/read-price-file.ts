import { createPriceReader, type PriceRow, priceHeaderFix } from '../../../engines/licences/price-rows.ts';
import { readCsv, rowPlace } from '../../../platform/csv/read-csv.ts';
import { AppError } from '../../../shared/errors.ts';
import { inputError } from '../../../shared/input-error.ts';

/** As many as all lists of an organisation may have together with the reference list. */
const mostPrices = 9_000;
const mostFaults = 200;
/** Faults that are spelled out in the message; all of them are in `meta`. */
const shownFaults = 10;

interface Fault {
  readonly row: number;
  readonly column: string | null;
  readonly problem: string;
}

const durations = ['P1M', 'P1Y', 'P3Y'] as const;
const billingPlans = ['monthly', 'annual', 'triennial', 'one-time'] as const;
const shown = (text: string): string => text.slice(0, 80);

/** Term and billing as the API has them; the offline command does not read them. */
const faultOfTerms = ({ row, termDuration, billingPlan }: PriceRow): Fault | undefined => {
  if (termDuration !== null && !durations.some((each) => each === termDuration.toUpperCase())) {
    const problem = `found "${shown(termDuration)}", expected ${durations.join(', ')} or nothing.`;
    return { row, column: 'termDuration', problem };
  }
  if (billingPlan !== null && !billingPlans.some((each) => each === billingPlan.toLowerCase())) {
    const problem = `found "${shown(billingPlan)}", expected ${billingPlans.join(', ')} or nothing.`;
    return { row, column: 'billingPlan', problem };
  }
  return undefined;
};

const placeOf = ({ row, column }: Fault): string =>
  column === null ? `row ${row}` : `row ${row}, column ${column}`;

const refuse = (label: string, faults: readonly Fault[], fix: string): never => {
  const [first] = faults;
  const said = faults.slice(0, shownFaults).map((fault) => `${placeOf(fault)}: ${fault.problem}`);
  const more = faults.length > shownFaults ? ` And ${faults.length - shownFaults} more.` : '';
  throw new AppError('invalid_input', {
    detail: `${label}, ${said.join(' ')}${more} Nothing was changed.`,
    fix,
    meta: { file: label, place: first ? placeOf(first) : '', rows: faults.slice(0, mostFaults) },
  });
};

async function* bytesOf(csv: string): AsyncGenerator<Buffer> {
  yield Buffer.from(csv.replace(/^\ufeff/, ''), 'utf8');
}

/**
 * Reads a price list that somebody sent, with the reader of the offline command; every row that is wrong is named.
 *
 * @throws AppError `invalid_input` naming rows and columns
 */
export const readPriceFile = async (label: string, csv: string): Promise<readonly PriceRow[]> => {
  const reader = createPriceReader();
  const faults: Fault[] = [];
  let fix = priceHeaderFix;
  await readCsv(
    { label, read: () => bytesOf(csv) },
    {
      fault: (error, row, line) => {
        fix = error.fix ?? fix;
        faults.push({
          row,
          column: null,
          problem: error.detail.replace(`${label}, ${rowPlace(row, line)}: `, ''),
        });
      },
      begin: (header) => {
        const missing = reader.missingColumn(header);
        if (missing !== undefined) {
          throw inputError(label, 'header', `The column "${missing}" is missing.`, priceHeaderFix);
        }
        const take = reader.begin(header);
        return (cells, row) => {
          const fault = take(cells, row);
          if (!fault) return;
          fix = fault.fix;
          faults.push({ row, column: fault.column, problem: fault.problem });
        };
      },
    },
  );
  const rows = reader.finish();
  faults.push(...rows.flatMap((row) => faultOfTerms(row) ?? []));
  if (faults.length > 0) {
    return refuse(
      label,
      faults.toSorted((a, b) => a.row - b.row),
      fix,
    );
  }
  if (rows.length > mostPrices) {
    throw inputError(
      label,
      '',
      `${rows.length} SKUs are listed; the most is ${mostPrices}.`,
      'Leave out what nobody holds.',
    );
  }
  return rows.map((row) => ({
    ...row,
    termDuration: row.termDuration?.toUpperCase() ?? null,
    billingPlan: row.billingPlan?.toLowerCase() ?? null,
  }));
};
