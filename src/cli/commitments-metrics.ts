import { Command } from 'commander';
import type { CommitmentMetrics } from '../shared/commitments/metrics.ts';
import { type ChargeOptions, lakeOption, organisationOption } from './commitments-charges.ts';
import { measureCharges } from './commitments-metrics-work.ts';
import { printable, runInProcess, withExitCodes } from './run-command.ts';
import { percent } from './share-text.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const figure = (header: string): TableColumn => ({ header, align: 'decimal' });

const groupTable = ({ groups }: CommitmentMetrics): string =>
  renderTable(
    [
      ...['Provider', 'Currency'].map(text),
      ...[
        'On demand',
        'Paid',
        'ESR %',
        'Gross %',
        'ESR, all discounts %',
        'Coverage %',
        'Utilisation %',
        'Waste',
      ].map(figure),
    ],
    groups.map((each) => [
      each.provider ?? '(none)',
      each.currency ?? '(none)',
      each.commitmentsOnly.onDemandEquivalent,
      each.commitmentsOnly.paid,
      percent(each.commitmentsOnly.effectiveSavingsRate),
      percent(each.commitmentsOnly.grossSavingsRate),
      percent(each.allDiscounts?.effectiveSavingsRate),
      percent(each.coverage),
      percent(each.utilisation),
      each.waste,
    ]),
  );

const balanceTable = ({ commitments }: CommitmentMetrics): string =>
  renderTable(
    [
      text('Commitment'),
      ...['Used', 'Unused', 'Purchased', 'Difference', 'Utilisation %', 'Break-even %'].map(figure),
      text('Why they differ'),
    ],
    commitments.map((each) => [
      each.id,
      each.used,
      each.unused,
      each.purchased,
      each.difference,
      percent(each.utilisation),
      percent(each.breakEvenUtilisation),
      each.explanation ?? '',
    ]),
  );

const benchmarkLines = ({ benchmarks }: CommitmentMetrics): string =>
  [
    `For comparison (${benchmarks.source}):`,
    ...benchmarks.benchmarks.map(
      ({ measure, statistic, scope, year, value }) =>
        `  ${scope} ${year}, ${measure}, ${statistic}: ${percent(value)} %`,
    ),
    '',
  ].join('\n');

/** Writes the measures for a person. */
export const renderMetrics = (metrics: CommitmentMetrics): string =>
  [
    groupTable(metrics),
    ...(metrics.commitments.length === 0 ? [] : [balanceTable(metrics)]),
    ...metrics.problems.map(
      ({ provider, rows, detail }) => `${printable(provider ?? '(none)')}, ${rows} rows: ${detail}\n`,
    ),
    benchmarkLines(metrics),
  ].join('\n');

const examples = `
What each measure says is in docs/commitments-apply.md.

Examples, on files of this repository:
  trimtab commitments metrics examples/focus/commitments-1.3.csv
  trimtab commitments metrics examples/focus/commitments-1.3.csv examples/focus/two-clouds.csv --json

Of what was imported, beside a running server or without one:
  trimtab commitments metrics --lake --organisation "Northwind Bakery"`;

/** `trimtab commitments metrics FILE… | --lake [--json]` */
export const commitmentsMetricsCommand = (): Command =>
  withExitCodes(
    new Command('metrics')
      .description('Measure commitments in FOCUS charges: savings, coverage, utilisation, waste.')
      .argument('[files...]', 'FOCUS 1.0 to 1.3 as CSV, CSV.gz or Parquet; "-" is standard input')
      .addOption(lakeOption())
      .addOption(organisationOption())
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((files: readonly string[], options: ChargeOptions & { readonly json?: true }) =>
        runInProcess(async (io, signal) => {
          const metrics = await measureCharges(files, options, { io, signal });
          return options.json === true ? `${JSON.stringify(metrics)}\n` : renderMetrics(metrics);
        }),
      ),
  );
