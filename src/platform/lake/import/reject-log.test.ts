import { mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createRejectLog } from './reject-log.ts';

test('what was in a rejected row begins no formula in a spreadsheet, and stays one field', async () => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'trimtab-rejects-')), 'rejects.csv');
  const log = createRejectLog(file);
  await log.add({ file: '=cmd.csv', row: 1, column: '+A', value: '=HYPERLINK("http://x")', reason: '@x' });
  await log.add({ file: 'a.csv', row: 2, column: null, value: 'two\nlines, "quoted"', reason: 'why' });
  await log.close();
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/(^|,|"|\n)[=+@]/m);
  expect(text).toContain('"two\nlines, ""quoted"""');
});
