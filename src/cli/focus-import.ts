import { Command, Option } from 'commander';
import { importFromCommand } from '../server/command-import.ts';
import { withInstallation } from './installation.ts';
import { createProgress } from './progress.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

interface Options {
  readonly organisation?: string;
  readonly mode: 'replace' | 'append';
  readonly json?: boolean;
}

const render = (result: Record<string, unknown>): string => {
  const { name } = result.organisation as { name: string };
  if (result.state === 'unchanged')
    return `These bytes are in the lake of ${name} already; nothing changed.\n`;
  const rejected =
    Number(result.rowsRejected) > 0 ? `, ${result.rowsRejected} rejected (see the imports page)` : '';
  const replaced =
    Number(result.replacedRows) > 0 ? `; ${result.replacedRows} earlier rows were replaced` : '';
  return `${result.rowsImported} of ${result.rowsRead} rows imported for ${name}${rejected}${replaced}.\n`;
};

/** `trimtab focus import`: files of this machine into the lake of an organisation. */
export const focusImportCommand = (): Command =>
  withExitCodes(new Command('import'))
    .description(
      'Import cost exports into the lake: FOCUS 1.0–1.3, Azure actual and amortised cost, AWS CUR 2.0',
    )
    .argument(
      '<file...>',
      'the files of one delivery (CSV, CSV.gz, Parquet; "-" is standard input): all of them are imported, or none',
    )
    .option('--organisation <name or id>', 'whose costs they are; not needed where there is one organisation')
    .addOption(
      new Option('--mode <mode>', 'replace: a billing period delivered again replaces the earlier one')
        .choices(['replace', 'append'])
        .default('replace'),
    )
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples, on files of this repository:\n  trimtab focus import examples/focus/two-clouds.csv\n  gzip -c examples/focus/commitments-1.3.csv | trimtab focus import - --mode append --json\n\nIt works beside a running server, and without one. Ctrl+C leaves the import to the server.\n',
    )
    .action((paths: string[], options: Options) =>
      runInProcess(async (io, signal) => {
        const progress = createProgress(io);
        const onProgress = (fraction: number, message: string): void =>
          progress.show(message || 'Waiting', fraction);
        const { organisation, mode } = options;
        const result = await withInstallation((kernel) =>
          importFromCommand(kernel, { paths, stdin: io.stdin, organisation, mode, signal, onProgress }),
        );
        progress.clear();
        return options.json ? `${JSON.stringify(result)}\n` : render(result);
      }),
    );
