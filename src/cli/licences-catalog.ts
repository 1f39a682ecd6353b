import { Command } from 'commander';
import type { ReadTable } from '../engines/licences/catalogue/read-table.ts';
import { systemClock } from '../shared/time.ts';
import { readTable, writeCatalogue } from './licences-catalog-work.ts';
import { inputFile, requireFile } from './licences-input.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable } from './table.ts';

const summaryOf = (output: string, { data, rows, dirt }: ReadTable) => ({
  output,
  readOn: data.readOn,
  rows,
  skus: data.skus.length,
  plans: data.plans.length,
  cleaned: dirt,
});

const render = (summary: ReturnType<typeof summaryOf>): string =>
  renderTable(
    [{ header: 'Catalogue' }, { header: summary.output }],
    [
      ['Rows read', String(summary.rows)],
      ['SKUs', String(summary.skus)],
      ['Service plans', String(summary.plans)],
      ['Rows with stray blanks', String(summary.cleaned.rowsWithBlanks)],
      ['Repeated rows', String(summary.cleaned.repeatedRows)],
      ['SKUs with several names', String(summary.cleaned.skusWithSeveralNames)],
      ['Plans with several names', String(summary.cleaned.plansWithSeveralNames)],
    ],
  );

const examples = `
Microsoft publishes the table as "Product names and service plan identifiers for licensing" on learn.microsoft.com.

Examples, on files of this repository:
  trimtab catalog import examples/licences/product-table.csv --output /tmp/catalogue.json
  trimtab licences audit examples/licences/tenant --as-of 2026-06-30 --catalogue /tmp/catalogue.json`;

interface Options {
  readonly output: string;
  readonly json?: true;
}

const importCommand = (): Command =>
  withExitCodes(
    new Command('import')
      .description(
        'Turn a newer table of Microsoft’s into a catalogue for "trimtab licences audit --catalogue".',
      )
      .argument('<file>', 'Microsoft’s table as CSV or CSV.gz; "-" is standard input')
      .option('--output <file>', 'where the catalogue goes', 'catalogue.json')
      .option('--json', 'print one JSON document instead of a table')
      .addHelpText('after', examples)
      .action((file: string, options: Options) =>
        runInProcess(async (io) => {
          await requireFile(file, 'Check the path.');
          const readOn = systemClock.now().toISOString().slice(0, 10);
          const table = await readTable(inputFile(file, io.stdin), readOn);
          await writeCatalogue(options.output, table);
          const summary = summaryOf(options.output, table);
          return options.json === true ? `${JSON.stringify(summary)}\n` : render(summary);
        }),
      ),
  );

/** `trimtab catalog …` */
export const catalogCommand = (): Command =>
  withExitCodes(new Command('catalog'))
    .description('The catalogue of Microsoft 365 SKUs and service plans')
    .addCommand(importCommand());
