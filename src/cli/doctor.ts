import { Command } from 'commander';
import { type Finding, runChecks } from '../server/doctor/check.ts';
import { installationChecks } from '../server/doctor/installation-checks.ts';
import { machineChecks } from '../server/doctor/machine-checks.ts';
import { openKernel } from '../server/kernel.ts';
import { commandLog, processConfig } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';

const marks = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' } as const;

const render = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ check, state, detail, fix }) =>
        `${marks[state]}  ${check.padEnd(12)} ${detail}${fix ? `\n${' '.repeat(22)}→ ${fix}` : ''}\n`,
    )
    .join('');

/** `trimtab doctor`: looks at everything a running installation needs and says what to do. */
export const doctorCommand = (): Command =>
  withExitCodes(new Command('doctor'))
    .description('Check data folder, database, disk, clock, mail and ports, and say what to do')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab doctor\n  trimtab doctor --json\n\nExit code 1 when a check failed; warnings alone exit with 0. It works beside a running server.\n',
    )
    .action(async ({ json }: { json?: boolean }) => {
      let broken = false;
      await runInProcess(async () => {
        const findings = await examine();
        broken = findings.some(({ state }) => state === 'failed');
        return json ? `${JSON.stringify({ findings })}\n` : render(findings);
      });
      if (broken) process.exitCode = 1;
    });

const examine = async (): Promise<Finding[]> => {
  const config = processConfig();
  const machine = await runChecks(machineChecks(config));
  if (machine.some(({ check, state }) => check === 'Data folder' && state === 'failed')) return machine;
  try {
    const kernel = await openKernel({ config, log: commandLog(config), as: 'visit', migrate: false });
    try {
      return [...machine, ...(await runChecks(installationChecks(kernel)))];
    } finally {
      await kernel.close();
    }
  } catch (error) {
    const fix = (error as { fix?: string }).fix;
    return [
      ...machine,
      { check: 'Database', state: 'failed', detail: (error as Error).message, ...(fix ? { fix } : {}) },
    ];
  }
};
