import { Command } from 'commander';
import type { DemandProblem, DemandSummary } from '../shared/commitments/demand.ts';
import { inputError } from '../shared/input-error.ts';
import { type ChargeOptions, lakeOption, organisationOption } from './commitments-charges.ts';
import { standardOutput, writeDemandOf } from './commitments-demand-work.ts';
import { printable, runInProcess, withExitCodes } from './run-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const count = (header: string): TableColumn => ({ header, align: 'right' });
const money = (header: string): TableColumn => ({ header, align: 'decimal' });
const none = '(none)';

const rowsText = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);

const headOf = ({ output, hours, currency, total }: DemandSummary): string =>
  hours === null
    ? `No charge is usage that commitments could cover; ${output} has no rows.\n`
    : `${output}: ${total} ${printable(currency ?? none)} on demand, ${hours.first} to ${hours.last} (${hours.count} hours)\n`;

const problemText = ({ code, pool, rows, detail }: DemandProblem): string =>
  `${[code, ...(pool === null ? [] : [pool]), ...(rows === 0 ? [] : [rowsText(rows)])].join(', ')}: ${detail}`;

/** Writes a summary for a person. */
export const renderDemand = (summary: DemandSummary): string =>
  [
    headOf(summary),
    ...(summary.series.length === 0
      ? []
      : [
          renderTable(
            [text('Series'), count('Rows'), count('Hours'), money('On demand'), money('Covered today')],
            summary.series.map((each) => [
              each.series,
              String(each.rows),
              String(each.hours),
              each.quantity,
              each.covered,
            ]),
          ),
        ]),
    ...(summary.excluded.length === 0
      ? []
      : [
          renderTable(
            [text('Left out'), text('Currency'), count('Rows'), money('On demand')],
            summary.excluded.map((each) => [
              each.reason,
              each.currency ?? none,
              String(each.rows),
              each.onDemandEquivalent ?? '',
            ]),
          ),
        ]),
    ...summary.problems.map((problem) => `${problemText(problem)}\n`),
  ].join('\n');

interface DemandOptions extends ChargeOptions {
  readonly output: string;
  readonly currency?: string;
  readonly pool?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly json?: true;
}

/**
 * Makes the demand and gives what is to be printed. Where the demand itself goes to standard output, nothing else
 * does: what its reader must know goes to standard error.
 *
 * @throws AppError `invalid_input` for files and options
 */
export const demandOutput = async (
  files: readonly string[],
  { pool: pools, currency, from, until, ...options }: DemandOptions,
  context: Parameters<typeof writeDemandOf>[2],
): Promise<string> => {
  if (options.output === standardOutput && options.json === true) {
    const problem = 'found beside "--output -"; standard output can hold one of them, JSON or the demand.';
    throw inputError('--json', '', problem, 'Leave --json out, or name a file with --output.');
  }
  const summary = await writeDemandOf(files, { ...options, pools, currency, from, until }, context);
  if (options.output !== standardOutput)
    return options.json === true ? `${JSON.stringify(summary)}\n` : renderDemand(summary);
  for (const problem of summary.problems)
    context.io.stderr.write(`trimtab: ${printable(problemText(problem))}\n`);
  return '';
};

const examples = `
Which charges count, and what a series is, is in docs/commitments-demand.md.

Examples, on files of this repository:
  trimtab commitments demand examples/focus/commitments-1.3.csv --output /tmp/demand.csv
  trimtab commitments demand examples/focus/two-clouds.csv --currency EUR --output /tmp/demand.parquet --json
  trimtab commitments recommend --demand /tmp/demand.csv --offers examples/commitments/offers.json --existing examples/commitments/existing-plan.json
  trimtab commitments backtest --demand /tmp/demand.csv --offers examples/commitments/offers.json --history-hours 24

Without a file between:
  trimtab commitments demand examples/focus/commitments-1.3.csv --output - | trimtab commitments recommend --demand - --offers examples/commitments/offers.json --existing examples/commitments/existing-plan.json

Of what was imported, beside a running server or without one:
  trimtab commitments demand --lake --pool aws/compute --currency USD --output demand.parquet`;

/** `trimtab commitments demand FILE… --output FILE [--json]` */
export const commitmentsDemandCommand = (): Command =>
  withExitCodes(
    new Command('demand')
      .description('Make hourly demand for backtest and recommend from FOCUS charges: files, or the lake.')
      .argument('[files...]', 'FOCUS 1.0 to 1.3 as CSV, CSV.gz or Parquet; "-" is standard input')
      .requiredOption(
        '--output <file>',
        'where the demand is written: .csv, .csv.gz or .parquet; "-" is standard output (CSV)',
      )
      .addOption(lakeOption())
      .addOption(organisationOption())
      .option(
        '--pool <pool>',
        'only this pool, such as aws/compute; a cloud alone is all its pools; may be given again',
        (pool: string, before: readonly string[] = []) => [...before, pool],
      )
      .option('--currency <code>', 'only charges in this currency; needed where there are several')
      .option('--from <day>', 'only charges that begin on this day (UTC) or later')
      .option('--until <day>', 'only charges that begin before this day; leave an unfinished day out with it')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((files: readonly string[], options: DemandOptions) =>
        runInProcess((io, signal) => demandOutput(files, options, { io, signal })),
      ),
  );
