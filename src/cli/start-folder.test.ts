import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { goToCaller } from './start-folder.ts';

const run = (folder: string, script: string, args: readonly string[]) =>
  spawnSync(process.execPath, ['src/main.ts', ...args], {
    env: { ...process.env, npm_lifecycle_event: script, INIT_CWD: folder, TRIMTAB_DATA: 'no-installation' },
    encoding: 'utf8',
  });

it('counts paths from the folder in which "npm run trimtab" was called, and the data folder from the checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caller-'));
  copyFileSync('examples/reconciliation/september.json', join(folder, 'own.json'));
  expect(run(folder, 'trimtab', ['reconcile', 'own.json']).stdout).toContain('EUR: rated 293.39');
  expect(run(folder, 'test', ['reconcile', 'own.json']).stderr).toContain('There is no such file');
  const lake = run(folder, 'trimtab', ['commitments', 'metrics', '--lake']);
  expect(lake.stderr).toContain(`${resolve('no-installation')}: There is no installation here`);
});

it('stays where it is without npm, under another script, and where the folder is gone', () => {
  const went: string[] = [];
  const change = (folder: string): void => {
    if (folder === '/gone') throw new Error('ENOENT');
    went.push(folder);
  };
  expect(goToCaller({}, change)).toBe(false);
  expect(goToCaller({ INIT_CWD: '/a' }, change)).toBe(false);
  expect(goToCaller({ npm_lifecycle_event: 'test', INIT_CWD: '/a' }, change)).toBe(false);
  expect(goToCaller({ npm_lifecycle_event: 'trimtab', INIT_CWD: '/gone' }, change)).toBe(false);
  expect(goToCaller({ npm_lifecycle_event: 'trimtab', INIT_CWD: '/a' }, change)).toBe(true);
  expect(went).toEqual(['/a']);
});
