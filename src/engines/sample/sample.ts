import { listAnomalies, type PlantedAnomaly } from './anomalies.ts';
import { createCalendar, type Month } from './calendar.ts';
import { purchaseRow, unusedRow } from './commitment-charges.ts';
import { type commitments, isRunning } from './commitments.ts';
import { companyName } from './company.ts';
import { quantityOn } from './demand.ts';
import { createEstate } from './estate.ts';
import { type FocusRow, headerLine, toCsvLine } from './focus-row.ts';
import { type BillingAccount, type Cloud, clouds, type Line } from './model.ts';
import { accountsOf, chargesOfMonth } from './month-charges.ts';
import { createRandom } from './random.ts';
import { createTax } from './tax.ts';
import { chargeUsage, createOffers } from './usage-charges.ts';

export interface SampleOptions {
  /** The same seed and day give the same bytes. */
  readonly seed: string;
  /** The last day of the sample, `2026-11-22`; twelve whole months lie before its month. */
  readonly asOf: string;
}

/** A FOCUS 1.2 export of one cloud and month. */
export interface SampleFile {
  /** `aws-2026-01.csv` */
  readonly fileName: string;
  /** The file in pieces of one day, made when asked for; may be walked again. */
  readonly csv: Iterable<string>;
}

export interface Sample {
  readonly companyName: string;
  readonly files: readonly SampleFile[];
  /** What was planted to be found, and where. */
  readonly anomalies: readonly PlantedAnomaly[];
}

/**
 * An invented company's cloud costs: thirteen months in three clouds, by day, with departments, commitments,
 * credits, tax and planted anomalies. Pure: it knows no clock, and the only randomness is the seed.
 */
export const generateSample = ({ seed, asOf }: SampleOptions): Sample => {
  const calendar = createCalendar(asOf);
  const estate = createEstate(seed);
  const files = (Object.keys(clouds) as Cloud[]).flatMap((cloud) => {
    const lines = estate.filter(({ account }) => account.cloud === cloud);
    return calendar.map((month) => ({
      fileName: `${clouds[cloud].fileName}-${month.name}.csv`,
      csv: {
        [Symbol.iterator]: () => writeFile({ seed, calendar, month, lines, accounts: accountsOf(cloud) }),
      },
    }));
  });
  return { companyName, files, anomalies: listAnomalies(calendar) };
};

interface FileOptions {
  readonly seed: string;
  readonly calendar: readonly Month[];
  readonly month: Month;
  readonly lines: readonly Line[];
  readonly accounts: readonly BillingAccount[];
}

function* writeFile(options: FileOptions): Generator<string, undefined> {
  const { month, accounts } = options;
  const taxes = accounts.flatMap((account) => createTax(account, month) ?? []);
  const write = (rows: readonly FocusRow[]): string => {
    for (const tax of taxes) rows.forEach(tax.add);
    return rows.map(toCsvLine).join('');
  };
  yield headerLine + write(chargesOfMonth(accounts, month));
  for (const rows of rowsByDay(options)) yield write(rows);
  if (taxes.length > 0) yield taxes.map((tax) => toCsvLine(tax.row())).join('');
  return undefined;
}

function* rowsByDay({ seed, calendar, month, lines, accounts }: FileOptions): Generator<readonly FocusRow[]> {
  const offerFor = createOffers(month);
  const sources = lines.map((line) => ({
    line,
    random: createRandom(`${seed}|usage|${line.key}|${month.index}`),
  }));
  for (const day of month.days) {
    const quantities = sources.flatMap(({ line, random }) => {
      const quantity = quantityOn(line, month, day, random);
      return quantity ? [{ line, quantity }] : [];
    });
    const usage = chargeUsage(month, day, quantities, offerFor);
    const committed = usage.leftOver.flatMap(({ commitment, unused }) => {
      const account = accounts.find(({ id }) => id === commitment.billingAccountId);
      if (account === undefined) return [];
      const bought = purchaseRow(account, commitment, month, day, termDays(calendar, commitment));
      return [bought, unusedRow(account, commitment, month, day, unused)].filter((row) => row !== undefined);
    });
    yield [...committed, ...usage.rows];
  }
}

const termDays = (calendar: readonly Month[], commitment: (typeof commitments)[number]): number =>
  calendar
    .filter((month) => isRunning(commitment, month))
    .reduce((days, month) => days + month.days.length, 0);
