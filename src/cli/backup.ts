import { resolve } from 'node:path';
import { Command } from 'commander';
import { verifyBackup } from '../platform/backup/verify-backup.ts';
import { backupInstallation } from '../server/backup.ts';
import { commandLog, processConfig } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

interface Options {
  readonly includeKeys?: boolean;
  readonly verify?: boolean;
  readonly json?: boolean;
}

/** `trimtab backup FILE`: everything of an installation in one archive, while it works. */
export const backupCommand = (): Command =>
  withExitCodes(new Command('backup'))
    .description('Write everything of this installation into one archive, or check an archive')
    .argument('<file>', 'the archive (.tar); it must not exist')
    .option('--include-keys', 'also the keys of secrets/; whoever has that archive can open every secret')
    .option('--verify', 'only read an archive from end to end and compare its sums')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab backup /backups/trimtab-2026-11-22.tar\n  trimtab backup --verify /backups/trimtab-2026-11-22.tar\n\nIt works beside a running server. Without --include-keys keep a copy of the keys\n(secrets/master*.key and secrets/audit-key.pem in the data folder) elsewhere.\n',
    )
    .action((given: string, options: Options) =>
      runInProcess(async () =>
        options.verify ? verify(resolve(given), options) : write(resolve(given), options),
      ),
    );

const verify = async (file: string, { json }: Options): Promise<string> => {
  const { header, tables, entries } = await verifyBackup(file);
  if (json) return `${JSON.stringify({ file, ...header, tables: tables.length, entries: entries.length })}\n`;
  const keys = header.includesKeys ? 'with keys' : 'without keys';
  return `${file} is whole: made ${header.createdAt} by Trimtab ${header.program}, ${tables.length} tables, ${entries.length} entries, ${keys}.\n`;
};

const write = async (file: string, { includeKeys = false, json }: Options): Promise<string> => {
  const config = processConfig();
  const done = await backupInstallation({ config, log: commandLog(config), file, includeKeys });
  if (json) return `${JSON.stringify(done)}\n`;
  const keys = includeKeys
    ? 'with keys: keep it as safe as them'
    : 'without keys: keep secrets/master*.key and secrets/audit-key.pem elsewhere';
  return `Backed up ${done.rows} rows of ${done.tables} tables and ${done.files} files to ${file}, ${keys}.\n`;
};
