import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { writeCsv } from '../platform/export/csv.ts';
import { AppError } from '../shared/errors.ts';
import type { AuditResult } from '../shared/licences/audit-result.ts';
import { systemClock } from '../shared/time.ts';
import { auditFolder } from './licences-audit-work.ts';
import { renderHtml } from './licences-html.ts';
import { renderAudit } from './licences-render.ts';
import { findingsTable } from './licences-report-table.ts';
import { requireOutput, writeOutput } from './output-file.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

export const formats = ['table', 'json', 'csv', 'xlsx', 'html'] as const;
export type Format = (typeof formats)[number];

/** Writes the audit in a text format. */
export const renderAs = async (format: Exclude<Format, 'xlsx'>, result: AuditResult): Promise<string> => {
  if (format === 'json') return `${JSON.stringify(result)}\n`;
  if (format === 'csv') return text(writeCsv(findingsTable(result)));
  return format === 'html' ? renderHtml(result) : renderAudit(result);
};

interface Options {
  readonly asOf: string;
  readonly prices?: string;
  readonly policy?: string;
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

/** Writes the audit to a file, or returns it for standard output. */
const deliver = async (format: Format, result: AuditResult, output: string | undefined): Promise<string> => {
  if (format === 'xlsx') {
    // Loaded when it is wanted: it takes longer to load than a small audit takes to run.
    const { writeXlsx } = await import('../platform/export/xlsx.ts');
    await writeOutput(output ?? '', (path) =>
      pipeline(writeXlsx(findingsTable(result)), createWriteStream(path)),
    );
    return '';
  }
  const document = await renderAs(format, result);
  if (output === undefined) return document;
  await writeOutput(output, (path) => writeFile(path, document));
  return '';
};

const examples = `
DIR holds raw answers of Microsoft Graph: users.json and subscribedSkus.json, and if there are any
subscriptions.json, groups.json, mailboxSettings.json and reports/NAME.csv (getOffice365ActiveUserDetail.csv, …).
Each may be packed with gzip. Without --prices, Microsoft's list prices apply, and the evidence says "reference".
The rules and the names of a policy are in docs/licences.md.

Examples, on files of this repository:
  trimtab licences audit examples/licences/tenant --as-of 2026-06-30
  trimtab licences audit examples/licences/tenant --as-of 2026-06-30 \\
    --prices examples/licences/prices.csv --policy examples/licences/policy.json --json
  trimtab licences audit examples/licences/tenant --as-of 2026-06-30 --format html --output report.html`;

/** `trimtab licences audit DIR --as-of DATE [--prices FILE] [--policy FILE] [--json]` */
export const licencesAuditCommand = (): Command =>
  withExitCodes(
    new Command('audit')
      .description('Find wasted Microsoft 365 licences in an export of Microsoft Graph.')
      .argument('<dir>', 'folder of raw Microsoft Graph answers')
      .option(
        '--as-of <date>',
        'day of the audit, such as 2026-06-30 (today, if left out)',
        systemClock.now().toISOString().slice(0, 10),
      )
      .option('--prices <file>', 'CSV skuPartNumber,currency,monthlyPrice; "-" is standard input')
      .option('--policy <file>', 'JSON with exclusions and parameters; "-" is standard input')
      .option('--catalogue <file>', 'a catalogue made by "trimtab catalog import"')
      .addOption(new Option('--format <format>', 'how to write the audit').choices([...formats]))
      .option('--output <file>', 'write to a file instead of standard output')
      .option('--json', 'print one JSON document instead of tables')
      .addHelpText('after', examples)
      .action((folder: string, options: Options) =>
        runInProcess(async (io) => {
          const format = chosenFormat(options);
          await requireOutput(options.output);
          return deliver(format, await auditFolder(folder, options, io), options.output);
        }),
      ),
  );
