import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { Mix } from '../engines/licences/mix/mix.ts';
import { writeCsv } from '../platform/export/csv.ts';
import { AppError } from '../shared/errors.ts';
import { systemClock } from '../shared/time.ts';
import { renderMix } from './licences-mix-render.ts';
import { assignmentsTable } from './licences-mix-table.ts';
import { mixFolder } from './licences-mix-work.ts';
import { requireOutput, writeOutput } from './output-file.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

const formats = ['table', 'json', 'csv', 'xlsx'] as const;
type Format = (typeof formats)[number];

interface Options {
  readonly asOf: string;
  readonly planFor?: string;
  readonly prices?: string;
  readonly policy?: string;
  readonly mixPolicy?: string;
  readonly catalogue?: string;
  readonly format?: Format;
  readonly output?: string;
  readonly json?: true;
}

const chosenFormat = ({ format, json, output }: Options): Format => {
  if (json === true && format !== undefined && format !== 'json') {
    throw new AppError('invalid_input', {
      detail: `--json and --format ${format}: only one of them can be followed.`,
      fix: 'Leave one of them out.',
    });
  }
  const chosen = json === true ? 'json' : (format ?? 'table');
  if (chosen === 'xlsx' && output === undefined) {
    throw new AppError('invalid_input', {
      detail: '--format xlsx: A workbook is not written to standard output.',
      fix: 'Name a file with --output.',
    });
  }
  return chosen;
};

const renderAs = async (format: Exclude<Format, 'xlsx'>, mix: Mix): Promise<string> => {
  if (format === 'json') return `${JSON.stringify(mix.result)}\n`;
  return format === 'csv' ? text(writeCsv(assignmentsTable(mix))) : renderMix(mix.result);
};

/** Writes the plan to a file, or returns it for standard output. */
const deliver = async (format: Format, mix: Mix, output: string | undefined): Promise<string> => {
  if (format === 'xlsx') {
    // Loaded when it is wanted: it takes longer to load than a small plan takes to find.
    const { writeXlsx } = await import('../platform/export/xlsx.ts');
    await writeOutput(output ?? '', (path) =>
      pipeline(writeXlsx(assignmentsTable(mix)), createWriteStream(path)),
    );
    return '';
  }
  const document = await renderAs(format, mix);
  if (output === undefined) return document;
  await writeOutput(output, (path) => writeFile(path, document));
  return '';
};

const examples = `
DIR is what "trimtab licences audit" reads. The plan covers what each user needs at the least monthly cost; what
counts as needed is said in docs/licences-mix.md, and can be changed with --mix-policy. CSV and XLSX list every user
with today's SKUs and the planned ones. Without --prices, Microsoft's list prices apply.

Examples, on files of this repository:
  trimtab licences mix examples/licences/tenant --as-of 2026-06-30 --prices examples/licences/prices.csv
  trimtab licences mix examples/licences/tenant --as-of 2026-06-30 --prices examples/licences/prices.csv \\
    --policy examples/licences/policy.json --mix-policy examples/licences/mix-policy.json --plan-for 2026-08-01 --json
  trimtab licences mix examples/licences/tenant --as-of 2026-06-30 --format csv --output plan.csv`;

/** `trimtab licences mix DIR --prices FILE --as-of DATE [--policy FILE] [--mix-policy FILE] [--json]` */
export const licencesMixCommand = (): Command =>
  withExitCodes(
    new Command('mix')
      .description('Find the cheapest mix of Microsoft 365 licences that covers what every user needs.')
      .argument('<dir>', 'folder of raw Microsoft Graph answers')
      .option(
        '--as-of <date>',
        'day of the export, such as 2026-06-30 (today, if left out)',
        systemClock.now().toISOString().slice(0, 10),
      )
      .option(
        '--plan-for <date>',
        'day from which the plan is to hold; commitments that end by then are over',
      )
      .option(
        '--prices <file>',
        'CSV skuPartNumber,currency,monthlyPrice[,termEndDate]; "-" is standard input',
      )
      .option('--policy <file>', 'JSON with exclusions and parameters, as for the audit')
      .option('--mix-policy <file>', 'JSON with the choices of the plan')
      .option('--catalogue <file>', 'a catalogue made by "trimtab catalog import"')
      .addOption(new Option('--format <format>', 'how to write the plan').choices([...formats]))
      .option('--output <file>', 'write to a file instead of standard output')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((folder: string, options: Options) =>
        runInProcess(async (io) => {
          const format = chosenFormat(options);
          await requireOutput(options.output);
          return deliver(format, await mixFolder(folder, options, io), options.output);
        }),
      ),
  );
