import { createReadStream } from 'node:fs';
import { copyFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { settleCurrency } from '../engines/commitments/demand/demand-choice.ts';
import { summariseDemand } from '../engines/commitments/demand/demand-summary.ts';
import type { HourlyTotals, PlacedSum } from '../engines/commitments/demand/demand-totals.ts';
import { type DemandChoice, type Placed, placeCharges } from '../engines/commitments/demand/place-charges.ts';
import type { DemandSpan } from '../platform/lake/demand-fields.ts';
import { makeHourly } from '../platform/lake/demand-hours.ts';
import { type ChargeKindRow, type KindTable, markTimed, readKinds } from '../platform/lake/demand-kinds.ts';
import { type DemandFormat, writeDemand } from '../platform/lake/demand-output.ts';
import type { SeriesOfKind } from '../platform/lake/demand-periods.ts';
import { type SummedTable, sumCharges } from '../platform/lake/demand-sums.ts';
import type { DemandSummary } from '../shared/commitments/demand.ts';
import { inputError } from '../shared/input-error.ts';
import { daySchema } from '../shared/time.ts';
import { type ChargeOptions, type ChargeReading, withCharges } from './commitments-charges.ts';
import { requireOutput, writeOutput } from './output-file.ts';
import type { CommandIo } from './run-command.ts';

/** `from` and `until` are days in UTC; a charge belongs to the days in which it begins. */
export interface DemandRequest extends DemandChoice, DemandSpan {
  readonly output: string;
}

const formats: readonly (readonly [ending: string, format: DemandFormat])[] = [
  ['.csv', 'csv'],
  ['.csv.gz', 'csv.gz'],
  ['.parquet', 'parquet'],
];

/** The name of standard output. */
export const standardOutput = '-';

const formatOf = (output: string): DemandFormat => {
  if (output === standardOutput) return 'csv';
  const format = formats.find(([ending]) => output.toLowerCase().endsWith(ending))?.[1];
  if (format !== undefined) return format;
  throw inputError(
    '--output',
    '',
    `found "${output}", expected a name that ends in .csv, .csv.gz or .parquet, or - for standard output.`,
    'Add the ending.',
  );
};

const requireSpan = ({ from, until }: DemandSpan): void => {
  for (const [option, day] of [
    ['--from', from],
    ['--until', until],
  ] as const) {
    if (day === undefined || daySchema.safeParse(day).success) continue;
    throw inputError(option, '', `found "${day}", expected a day such as 2026-01-31.`, 'Correct the day.');
  }
  if (from === undefined || until === undefined || from < until) return;
  throw inputError(
    '--until',
    '',
    `found "${until}", expected a day after --from (${from}).`,
    'The end is exclusive.',
  );
};

/** An export must not be lost to the demand that was made from it. */
const requireOther = async (output: string, names: readonly string[]): Promise<void> => {
  const pathOf = (name: string): Promise<string> => realpath(name).catch(() => resolve(name));
  const target = await pathOf(output);
  for (const name of names) {
    if (name !== '-' && (await pathOf(name)) === target)
      throw inputError(
        output,
        '',
        'This is one of the files that are read.',
        'Give another path with --output.',
      );
  }
};

type PlacedKind = Placed<ChargeKindRow>;

/** Series by number, in the order of their names, and the number of each kind of a table. */
const numberSeries = (tables: readonly (readonly PlacedKind[])[]) => {
  const isDemand = ({ exclusion }: PlacedKind): boolean => exclusion === undefined;
  const names = [
    ...new Set(tables.flatMap((placed) => placed.filter(isDemand).map(({ pool }) => pool?.series ?? ''))),
  ].sort();
  const numbers = new Map(names.map((name, index) => [name, index]));
  const ofKinds = tables.map(
    (placed) =>
      new Map(
        placed.filter(isDemand).map(({ kind, pool }) => [kind.id, numbers.get(pool?.series ?? '') ?? 0]),
      ),
  );
  return { names, ofKinds };
};

const sumsOf = (table: SummedTable, placed: readonly PlacedKind[]): readonly PlacedSum[] =>
  placed.map((each) => {
    const sum = table.byKind.get(each.kind.id);
    return { ...each, rows: sum?.rows ?? 0, amount: sum?.amount.value() ?? '0' };
  });

/** Places the kinds of all tables at once: a commitment in one file says what can be covered in another. */
const place = (tables: readonly KindTable[], choice: DemandChoice): readonly (readonly PlacedKind[])[] => {
  const placed = placeCharges(
    tables.flatMap(({ kinds }) => kinds),
    choice,
  );
  let end = 0;
  return tables.map(({ kinds }) => {
    end += kinds.length;
    return placed.slice(end - kinds.length, end);
  });
};

const hourlyOf = async (
  tables: readonly SeriesOfKind[],
  names: readonly string[],
  reading: ChargeReading,
): Promise<HourlyTotals> => {
  const { series, belowZero, ...hourly } = await makeHourly(tables, reading);
  return {
    ...hourly,
    series: series.map((each) => ({
      name: names[each.series] ?? '',
      hours: each.hours,
      quantity: each.quantity.value(),
    })),
    belowZero: { hours: belowZero.hours, quantity: belowZero.quantity.value() },
  };
};

const makeDemand = async (
  request: DemandRequest,
  reading: ChargeReading,
  { stdout }: CommandIo,
): Promise<DemandSummary> => {
  const { progress, tempFolder } = reading;
  const format = formatOf(request.output);
  const found: KindTable[] = [];
  for (const [index, table] of reading.tables.entries()) {
    progress.show(`Looking through ${table.file.label}`);
    found.push(await readKinds(table, index, { ...reading, span: request }));
  }
  const placed = place(found, request);
  const currency = settleCurrency(placed.flat(), request);
  const { names, ofKinds } = numberSeries(placed);
  const summed: SummedTable[] = [];
  for (const [index, of] of found.entries()) {
    progress.show(`Adding up ${of.table.file.label}`);
    await markTimed(of, [...(ofKinds[index]?.keys() ?? [])], reading);
    summed.push(await sumCharges(of, index, reading));
  }
  progress.show('Putting charges into hours');
  const tables = summed.map((table, index) => ({
    table,
    series: ofKinds[index] ?? new Map<string, number>(),
  }));
  const summary = summariseDemand({
    output: request.output,
    currency,
    sums: summed.flatMap((table, index) => sumsOf(table, placed[index] ?? [])),
    hourly: await hourlyOf(tables, names, reading),
  });
  progress.show('Writing');
  const written = join(tempFolder, 'demand');
  await writeDemand(written, format, names, reading);
  if (request.output !== standardOutput) {
    await writeOutput(request.output, (path) => copyFile(written, path));
    return summary;
  }
  progress.clear();
  await pipeline(createReadStream(written), stdout, { end: false });
  return summary;
};

/**
 * Makes hourly demand of charges and writes it, to standard output as CSV where that is the output. Nothing is written unless all could be read and the sums agree.
 *
 * @throws AppError `invalid_input` naming file, row and column, or the option
 */
export const writeDemandOf = async (
  names: readonly string[],
  request: DemandRequest & ChargeOptions,
  context: Parameters<typeof withCharges>[2],
): Promise<DemandSummary> => {
  formatOf(request.output);
  requireSpan(request);
  if (request.output !== standardOutput) {
    await requireOutput(request.output);
    await requireOther(request.output, names);
  }
  return withCharges(names, request, context, (reading) => makeDemand(request, reading, context.io));
};
