import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { loadConfig } from './load-config.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'trimtab-config-'));
const problemsOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.meta.problems;
  }
  return undefined;
};

test('defaults suffice, and paths become absolute', () => {
  const config = loadConfig({ env: {}, cwd: '/srv' });
  expect(config).toMatchObject({
    dataDir: '/srv/data',
    host: '127.0.0.1',
    port: 8420,
    databaseUrl: undefined,
  });
});

test('the environment wins over the file', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'trimtab.json'), JSON.stringify({ port: 1000, logLevel: 'warn' }));
  expect(loadConfig({ env: { TRIMTAB_PORT: '2000' }, cwd })).toMatchObject({ port: 2000, logLevel: 'warn' });
});

test('all problems are listed at once, and a secret is never among them', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'trimtab.json'), JSON.stringify({ prot: 1 }));
  const env = { TRIMTAB_PORT: '99999', DATABASE_URL: 'mysql://u:canary@h/d', TRIMTAB_TLS_CERT: 'cert.pem' };
  const problems = problemsOf(() => loadConfig({ env, cwd })) as string[];
  expect(problems).toHaveLength(4);
  expect(problems.join()).toMatch(/prot.*TRIMTAB_PORT.*DATABASE_URL.*TRIMTAB_TLS_KEY/s);
  expect(problems.join()).not.toContain('canary');
});

test('a configuration file that was named but is not there is a problem', () => {
  expect(problemsOf(() => loadConfig({ env: { TRIMTAB_CONFIG: 'no.json' }, cwd: folder() }))).toHaveLength(1);
});
