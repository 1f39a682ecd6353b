import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { requireOutput, writeOutput } from './output-file.ts';

vi.setConfig({ testTimeout: 30_000 });

const run = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, ['src/main.ts', ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trimtab-output-'));
  await mkdir(join(root, 'folder'));
  await writeFile(join(root, 'file'), 'kept');
});
afterAll(() => rm(root, { recursive: true }));

describe('a path that cannot be written is refused with a remedy, before and while writing', () => {
  it.each([
    ['in a folder that does not exist', 'nope/x', 'The folder does not exist'],
    ['that is a folder', 'folder', 'This is a folder'],
    ['below a file', 'file/x', 'a file, not a folder'],
    ['of an absurd length', 'x'.repeat(300), 'too long'],
  ])('one %s', async (_what, name, problem) => {
    const path = join(root, name);
    const refused = {
      code: 'invalid_input',
      detail: expect.stringContaining(problem),
      fix: expect.any(String),
    };
    await expect(requireOutput(path)).rejects.toMatchObject(refused);
    await expect(writeOutput(path, (to) => writeFile(to, 'x'))).rejects.toMatchObject(refused);
  });

  it.each([
    ['licences', 'audit', 'examples/licences/tenant', '--as-of', '2026-06-30'],
    ['licences', 'mix', 'examples/licences/tenant', '--as-of', '2026-06-30', '--format', 'xlsx'],
    ['catalog', 'import', 'examples/licences/product-table.csv'],
  ])('so does trimtab %s %s, with exit code 2', async (...command) => {
    const path = join(root, 'nope/x');
    const { code, stdout, stderr } = await run(...command, '--output', path);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^trimtab: .*nope\/x: The folder does not exist\.\n {2}Make the folder/);
  });

  it('and a wrong option is named as every bad input is', async () => {
    const { code, stdout, stderr } = await run('rate', '--rounding', 'up');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^trimtab: option '--rounding <policy>' argument 'up' is invalid/);
  });

  it.skipIf(process.getuid?.() === 0)('one in a folder of somebody else', async () => {
    await chmod(join(root, 'folder'), 0o500);
    await expect(requireOutput(join(root, 'folder', 'x'))).rejects.toThrow('may not be written');
  });

  it('and nothing is made by looking', async () => {
    await requireOutput(join(root, 'new'));
    await requireOutput(join(root, 'file'));
    await requireOutput(undefined);
    expect(await readdir(root)).toEqual(['file', 'folder']);
  });
});
