import { mkdtempSync } from 'node:fs';
import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { writeDemandOf } from './commitments-demand-work.ts';
import { measureCharges } from './commitments-metrics-work.ts';
import { summariseFiles } from './focus-summary-work.ts';
import type { CommandIo } from './run-command.ts';

const source = 'examples/focus/commitments-1.3.csv';
const folder = mkdtempSync(join(tmpdir(), 'repeated-'));
const at = (name: string): string => join(folder, name);
const { signal } = new AbortController();

beforeAll(async () => {
  const text = await readFile(source, 'utf8');
  await writeFile(at('a.csv'), text);
  await copyFile(at('a.csv'), at('copy.csv'));
  await symlink(at('a.csv'), at('link.csv'));
  const last = text.lastIndexOf('0');
  await writeFile(at('same-size.csv'), `${text.slice(0, last)}1${text.slice(last + 1)}`);
});

const heard = async (work: (io: CommandIo) => Promise<unknown>, stdin = ''): Promise<string> => {
  const stderr = new PassThrough({ encoding: 'utf8' });
  await work({ stdin: Readable.from([stdin]), stdout: new PassThrough(), stderr, interactive: false });
  return stderr.read() ?? '';
};

it('says that a file was given twice: by its path, by another path, by content, on standard input', async () => {
  const summed = (names: readonly string[], stdin?: string) =>
    heard((io) => summariseFiles(names, io, signal), stdin);
  const a = at('a.csv');
  const said = 'trimtab: The same file was given more than once, and its rows count each time: ';
  expect(await summed([a, a])).toBe(`${said}${a}.\n  Name it once.\n`);
  for (const other of ['copy.csv', 'link.csv']) {
    expect(await summed([a, at(other)])).toContain(`${said}${at(other)} (as ${a}).`);
  }
  expect(await summed([a, '-'], await readFile(a, 'utf8'))).toContain(`standard input (as ${a})`);
  expect(await summed([a, at('same-size.csv')])).toBe('');
  expect(await summed([a])).toBe('');
});

it('says so of charges too: metrics and demand', async () => {
  const names = [at('a.csv'), at('copy.csv')];
  expect(await heard((io) => measureCharges(names, {}, { io, signal }))).toContain('more than once');
  const demand = {
    output: at('demand.csv'),
    currency: undefined,
    pools: undefined,
    from: undefined,
    until: undefined,
  };
  expect(await heard((io) => writeDemandOf(names, demand, { io, signal }))).toContain('more than once');
  expect(await heard((io) => measureCharges([source], {}, { io, signal }))).toBe('');
});
