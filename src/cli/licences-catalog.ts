import { Command } from 'commander';
import type { CatalogueData } from '../engines/licences/catalogue/data-format.ts';
import { mergeCatalogues } from '../engines/licences/catalogue/merge.ts';
import type { ReadTable } from '../engines/licences/catalogue/read-table.ts';
import { shippedCatalogueData } from '../engines/licences/catalogue/shipped.ts';
import { systemClock } from '../shared/time.ts';
import { readTable, writeCatalogue } from './licences-catalog-work.ts';
import { inputFile, requireFile } from './licences-input.ts';
import { requireOutput } from './output-file.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable } from './table.ts';

interface Outcome {
  readonly output: string;
  readonly table: ReadTable;
  readonly data: CatalogueData;
  readonly merged: { readonly added: number; readonly replaced: number } | undefined;
}

const summaryOf = ({ output, table: { rows, dirt }, data, merged }: Outcome) => ({
  output,
  readOn: data.readOn,
  rows,
  skus: data.skus.length,
  plans: data.plans.length,
  ...(merged === undefined ? {} : { merged }),
  cleaned: dirt,
});

const render = (summary: ReturnType<typeof summaryOf>): string =>
  renderTable(
    [{ header: 'Catalogue' }, { header: summary.output }],
    [
      ['Rows read', String(summary.rows)],
      ['SKUs', String(summary.skus)],
      ['Service plans', String(summary.plans)],
      ...(summary.merged
        ? [
            ['SKUs added', String(summary.merged.added)],
            ['SKUs replaced', String(summary.merged.replaced)],
          ]
        : []),
      ['Rows with stray blanks', String(summary.cleaned.rowsWithBlanks)],
      ['Repeated rows', String(summary.cleaned.repeatedRows)],
      ['SKUs with several names', String(summary.cleaned.skusWithSeveralNames)],
      ['Plans with several names', String(summary.cleaned.plansWithSeveralNames)],
    ],
  );

const examples = `
Microsoft publishes the table as "Product names and service plan identifiers for licensing" on learn.microsoft.com. The whole
table replaces the catalogue that ships with the product; a table of some SKUs only, such as those that are newer or
your own, is laid over it with --merge, so that the others stay known.

Examples, on files of this repository:
  trimtab catalog import examples/licences/product-table.csv --merge --output /tmp/catalogue.json
  trimtab licences audit examples/licences/tenant --as-of 2026-06-30 --catalogue /tmp/catalogue.json`;

interface Options {
  readonly output: string;
  readonly merge?: true;
  readonly json?: true;
}

const outcomeOf = ({ output, merge }: Options, table: ReadTable): Outcome => {
  if (merge !== true) return { output, table, data: table.data, merged: undefined };
  const { data, ...merged } = mergeCatalogues(shippedCatalogueData(), table.data);
  return { output, table, data, merged };
};

const importCommand = (): Command =>
  withExitCodes(
    new Command('import')
      .description(
        'Turn a newer table of Microsoft’s into a catalogue for "trimtab licences audit --catalogue".',
      )
      .argument('<file>', 'Microsoft’s table as CSV or CSV.gz; "-" is standard input')
      .option('--output <file>', 'where the catalogue goes', 'catalogue.json')
      .option('--merge', 'lay the table over the catalogue that ships with the product')
      .option('--json', 'print one JSON document instead of a table')
      .addHelpText('after', examples)
      .action((file: string, options: Options) =>
        runInProcess(async (io) => {
          await requireOutput(options.output);
          await requireFile(file, 'Check the path.');
          const readOn = systemClock.now().toISOString().slice(0, 10);
          const table = await readTable(inputFile(file, io.stdin), readOn);
          const outcome = outcomeOf(options, table);
          await writeCatalogue(options.output, outcome.data);
          const summary = summaryOf(outcome);
          return options.json === true ? `${JSON.stringify(summary)}\n` : render(summary);
        }),
      ),
  );

/** `trimtab catalog …` */
export const catalogCommand = (): Command =>
  withExitCodes(new Command('catalog'))
    .description('The catalogue of Microsoft 365 SKUs and service plans')
    .addCommand(importCommand());
