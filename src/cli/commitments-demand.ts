import { Command } from 'commander';
import type { DemandSummary } from '../shared/commitments/demand.ts';
import { type ChargeOptions, lakeOption, organisationOption } from './commitments-charges.ts';
import { writeDemandOf } from './commitments-demand-work.ts';
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
    ...summary.problems.map(
      ({ code, pool, rows, detail }) =>
        `${[code, ...(pool === null ? [] : [pool]), ...(rows === 0 ? [] : [rowsText(rows)])].join(', ')}: ${detail}\n`,
    ),
  ].join('\n');

interface Options extends ChargeOptions {
  readonly output: string;
  readonly currency?: string;
  readonly pool?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly json?: true;
}

const examples = `
Which charges count, and what a series is, is in docs/commitments-demand.md.

Examples, on files of this repository:
  trimtab commitments demand examples/focus/commitments-1.3.csv --output /tmp/demand.csv
  trimtab commitments demand examples/focus/two-clouds.csv --currency EUR --output /tmp/demand.parquet --json
  trimtab commitments recommend --demand /tmp/demand.csv --offers examples/commitments/offers.json --existing examples/commitments/existing-plan.json
  trimtab commitments backtest --demand /tmp/demand.csv --offers examples/commitments/offers.json --history-hours 24

Of what was imported, beside a running server or without one:
  trimtab commitments demand --lake --pool aws/compute --currency USD --output demand.parquet`;

/** `trimtab commitments demand FILE… --output FILE [--json]` */
export const commitmentsDemandCommand = (): Command =>
  withExitCodes(
    new Command('demand')
      .description('Make hourly demand for backtest and recommend from FOCUS charges: files, or the lake.')
      .argument('[files...]', 'FOCUS 1.0 to 1.3 as CSV, CSV.gz or Parquet; "-" is standard input')
      .requiredOption('--output <file>', 'where the demand is written: .csv, .csv.gz or .parquet')
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
      .action((files: readonly string[], { pool: pools, currency, from, until, ...options }: Options) =>
        runInProcess(async (io, signal) => {
          const summary = await writeDemandOf(
            files,
            { ...options, pools, currency, from, until },
            { io, signal },
          );
          return options.json === true ? `${JSON.stringify(summary)}\n` : renderDemand(summary);
        }),
      ),
  );
