import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireChromium } from './chromium.ts';

/** `npm test`: types, lint, dependency rules, unit, integration and browser tests, and one line that counts them. */

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'trimtab-report-'));
const counted = { passed: 0, failed: 0 };

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const run = (command: string, args: readonly string[], env: Record<string, string> = {}): boolean => {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', ...env },
  });
  return status === 0;
};

const step = (title: string, command: string, args: readonly string[]): void => {
  console.log(`\n── ${title}`);
  counted[run(command, args) ? 'passed' : 'failed'] += 1;
};

const tests = (title: string, projects: readonly string[], env: Record<string, string> = {}): void => {
  console.log(`\n── ${title}`);
  const report = join(reports, `${projects.join('-')}.json`);
  const selected = projects.flatMap((project) => ['--project', project]);
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const succeeded = run(bin('vitest'), ['run', ...selected, ...reporting], env);
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report);
  counted.passed += numPassedTests;
  // A file that does not load, or an error outside any test, fails without failing a test.
  counted.failed += succeeded ? numFailedTests : Math.max(1, numFailedTests);
};

const readReport = (file: string): { numPassedTests?: number; numFailedTests?: number } => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

step('Types', bin('tsc'), ['-p', 'tsconfig.json']);
step('Types of the console', bin('tsc'), ['-p', 'tsconfig.web.json']);
step('Format and lint', bin('biome'), ['check', '.']);
step('Direction rules', bin('depcruise'), [
  'src',
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'err',
]);
step('Nothing unused', bin('knip'), []);
step('Console builds', bin('vite'), ['build', '--logLevel', 'warn']);
tests('Unit and integration', ['unit', 'integration']);
tests('Browser', ['e2e'], { CHROMIUM_PATH: requireChromium() });

rmSync(reports, { recursive: true, force: true });
console.log(`\n${counted.passed} passed, ${counted.failed} failed`);
process.exitCode = counted.failed === 0 ? 0 : 1;
