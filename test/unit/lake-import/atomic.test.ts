import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asDiskError, sweepLeftovers } from '../../../src/platform/lake/import/lake-files.ts';
import { focusCsv, runImport, temporaryFolder, writeFixture } from './support.ts';

const everything = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const rows = (count: number): string =>
  focusCsv(Array.from({ length: count }, (_, index) => ({ BilledCost: String(index) })));

test('a cancelled import fails with the reason and leaves nothing', async () => {
  const folder = await temporaryFolder();
  const path = await writeFixture('a.csv', rows(20_000));
  for (const message of [
    'Checking their structure',
    'Converting the rows',
    'Checking the rows against FOCUS',
  ]) {
    const controller = new AbortController();
    const cancelled = runImport([path], {
      organisationFolder: folder,
      signal: controller.signal,
      onProgress: (_, now) => {
        if (now === message) controller.abort(new Error('stopped by the user'));
      },
    });
    await expect(cancelled).rejects.toThrow('stopped by the user');
  }
  expect(await everything(folder)).toEqual([]);
});

test('an import that fails at the last moment leaves nothing', async () => {
  const folder = await temporaryFolder();
  const failing = runImport([await writeFixture('a.csv', rows(10))], {
    organisationFolder: folder,
    checkConformance: () => Promise.reject(new Error('no')),
  });
  await expect(failing).rejects.toThrow('no');
  expect(await everything(folder)).toEqual([]);
});

test('what a crash leaves is swept, what is live or running is not', async () => {
  const folder = await temporaryFolder();
  const path = await writeFixture('a.csv', rows(10));
  const live = await runImport([path], { organisationFolder: folder });
  const replaced = await runImport([path], { organisationFolder: folder });
  const published = await runImport([path], { organisationFolder: folder });
  for (const id of ['crashed', 'running']) {
    await mkdir(join(folder, 'incoming', id, 'scratch'), { recursive: true });
    await writeFile(join(folder, 'incoming', id, 'scratch', 'staged.parquet'), 'half');
  }
  const livePaths = live.slices.flatMap((slice) => slice.files.map((file) => file.path));

  const removed = await sweepLeftovers(folder, livePaths, ['running', published.importId]);

  expect(removed).toEqual([`charges/${replaced.importId}`, 'incoming/crashed'].toSorted());
  expect(await readdir(join(folder, 'charges'))).toEqual([live.importId, published.importId].toSorted());
  expect(await readdir(join(folder, 'incoming'))).toEqual(['running']);
});

test('progress never goes back and ends at one', async () => {
  const seen: number[] = [];
  await runImport([await writeFixture('a.csv', rows(5000))], {
    onProgress: (fraction) => seen.push(fraction),
  });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBeCloseTo(1, 6);
});

test('a full disk is told as such, however it is noticed', () => {
  const errors = [
    Object.assign(new Error('write'), { code: 'ENOSPC' }),
    new Error('IO Error: Could not write file "x": No space left on device'),
  ];
  for (const error of errors)
    expect(asDiskError(error)).toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('full'),
    });
  const other = new Error('something else');
  expect(asDiskError(other)).toBe(other);
});
