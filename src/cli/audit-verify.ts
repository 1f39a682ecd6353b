import { Command } from 'commander';
import { findAuditKey } from '../platform/audit/audit-key.ts';
import { checkpointFileOf } from '../platform/audit/checkpoint-file.ts';
import { type AuditReport, verifyAudit } from '../platform/audit/verify-audit.ts';
import { dataFolderAt } from '../platform/postgres/data-folder.ts';
import type { Kernel } from '../server/kernel.ts';
import { withInstallation } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { renderTable } from './table.ts';

interface Options {
  readonly checkpoints?: string;
  readonly json?: true;
}

/** `trimtab audit verify [--checkpoints FILE] [--json]`; exit code 1 when the log was tampered with. */
export const auditVerifyCommand = (): Command =>
  withExitCodes(new Command('verify'))
    .description('Check that no entry of the audit log was changed, removed, moved or cut off')
    .option(
      '--checkpoints <file>',
      'a copy of the checkpoints that was kept elsewhere, in place of the data folder’s',
    )
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab audit verify\n  trimtab audit verify --json\n  trimtab audit verify --checkpoints /mnt/elsewhere/checkpoints.jsonl\n\nExit code 1 when something is wrong. It works beside a running server.\n',
    )
    .action(async ({ checkpoints, json }: Options) => {
      let broken = false;
      await runInProcess(async () => {
        const report = await withInstallation((kernel) => verify(kernel, checkpoints));
        broken = !report.ok;
        return json ? `${JSON.stringify(report)}\n` : renderReport(report);
      });
      if (broken) process.exitCode = 1;
    });

const verify = async ({ db, tenancy, config }: Kernel, checkpointFile?: string): Promise<AuditReport> =>
  verifyAudit({
    db,
    tenancy,
    checkpointFile: checkpointFile ?? checkpointFileOf(config.dataDir),
    key: await findAuditKey(dataFolderAt(config.dataDir).secrets),
  });

/** The report for a person. */
export const renderReport = (report: AuditReport): string => {
  const counts = `${report.entries} entries in ${report.chains} chains, ${report.checkpoints} signed checkpoints`;
  const waiting =
    report.checkpointsNotInFile === 0
      ? ''
      : `${report.checkpointsNotInFile} checkpoints are not in the file yet; the server adds them within a minute.\n`;
  if (report.ok) return `The audit log is whole: ${counts}.\n${waiting}`;
  const faults = renderTable(
    [
      { header: 'Fault' },
      { header: 'Chain' },
      { header: 'Entry', align: 'right' },
      { header: 'Checkpoint', align: 'right' },
      { header: 'What' },
    ],
    report.faults.map(({ kind, chain, sequence, checkpoint, detail }) => [
      kind,
      chain ?? '',
      sequence === null ? '' : String(sequence),
      checkpoint === null ? '' : String(checkpoint),
      detail,
    ]),
  );
  return `THE AUDIT LOG WAS TAMPERED WITH: ${report.faults.length} ${report.faults.length === 1 ? 'fault' : 'faults'} in ${counts}.\n\n${faults}\n${waiting}`;
};
