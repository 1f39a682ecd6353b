import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOutput, writeOutput } from './output-file.ts';

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
