import { Command } from 'commander';
import type { FocusSummary } from '../engines/focus/summary.ts';
import { summariseFiles } from './focus-summary-work.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable, type TableColumn } from './table.ts';

const nothing = '(none)';
const text = (header: string): TableColumn => ({ header });
const count = (header: string): TableColumn => ({ header, align: 'right' });
const money = (header: string): TableColumn => ({ header, align: 'decimal' });

/** The summary as tables for a person. */
export const renderSummary = (summary: FocusSummary): string => {
  const totals = renderTable(
    [text('Currency'), money('Billed'), money('Effective'), money('List'), money('Contracted')],
    summary.totals.map((each) => [
      each.currency ?? nothing,
      each.billedCost,
      each.effectiveCost,
      each.listCost,
      each.contractedCost,
    ]),
  );
  const providers = renderTable(
    [text('Provider'), text('Currency'), count('Rows'), money('Billed'), money('Effective'), money('List')],
    summary.byProvider.map((each) => [
      each.provider ?? nothing,
      each.currency ?? nothing,
      String(each.rows),
      each.billedCost,
      each.effectiveCost,
      each.listCost,
    ]),
  );
  const categories = renderTable(
    [text('Service category'), text('Currency'), count('Rows'), money('Billed'), money('Effective')],
    summary.byServiceCategory.map((each) => [
      each.serviceCategory ?? nothing,
      each.currency ?? nothing,
      String(each.rows),
      each.billedCost,
      each.effectiveCost,
    ]),
  );
  const periods = renderTable(
    [text('Billing period'), text('Currency'), count('Rows'), money('Billed')],
    summary.byBillingPeriod.map((each) => [
      each.start ?? nothing,
      each.currency ?? nothing,
      String(each.rows),
      each.billedCost,
    ]),
  );
  const problems = renderTable(
    [text('Problem'), text('Column'), count('Rows'), text('First seen')],
    summary.problems.map((each) => [each.code, each.column, String(each.rows), each.example]),
  );
  const head = `${summary.rows} rows, FOCUS ${summary.focusVersion}\n`;
  return [
    head,
    totals,
    providers,
    categories,
    periods,
    ...(summary.problems.length > 0 ? [problems] : []),
  ].join('\n');
};

const examples = `
Examples, on files of this repository:
  trimtab focus summary examples/focus/two-clouds.csv
  trimtab focus summary examples/focus/two-clouds.csv examples/focus/commitments-1.3.csv --json
  gzip -c examples/focus/two-clouds.csv | trimtab focus summary - --json`;

/** `trimtab focus summary FILE… [--json]` */
export const focusSummaryCommand = (): Command =>
  withExitCodes(
    new Command('summary')
      .description(
        'Add up the costs of FOCUS exports, exactly, by provider, service category and billing period.',
      )
      .argument('<files...>', 'FOCUS 1.0 to 1.3 as CSV, CSV.gz or Parquet; "-" is standard input')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((files: readonly string[], options: { readonly json?: true }) =>
        runInProcess(async (io, signal) => {
          const summary = await summariseFiles(files, io, signal);
          return options.json === true ? `${JSON.stringify(summary)}\n` : renderSummary(summary);
        }),
      ),
  );
