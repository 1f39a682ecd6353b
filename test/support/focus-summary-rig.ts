import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { summariseFiles } from '../../src/cli/focus-summary-work.ts';
import { type CommandIo, processIo } from '../../src/cli/run-command.ts';
import type { FocusSummary } from '../../src/engines/focus/summary.ts';
import { AppError } from '../../src/shared/errors.ts';

/** Small files for `trimtab focus summary`, in a folder of the test file's own. */
export const folder = mkdtempSync(join(tmpdir(), 'trimtab-summary-'));
/** For `afterAll`. */
export const removeFolder = (): void => rmSync(folder, { recursive: true });

export const names = [
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'ContractedCost',
  'BillingCurrency',
  'ProviderName',
  'ServiceCategory',
  'BillingPeriodStart',
] as const;
export const header = names.join(',');
/** A row whose billed cost is given; text as it stands in the file. */
export const line = (billed = '1', rest = '2,3,4,EUR,AWS,Compute,2026-01-01T00:00:00Z'): string =>
  `${billed},${rest}`;

let files = 0;
export const write = async (content: string | Uint8Array, name = ''): Promise<string> => {
  files += 1;
  const path = join(folder, `${files}${name}.csv`);
  await writeFile(path, content);
  return path;
};
const io = (stdin: Uint8Array | string = ''): CommandIo => ({
  ...processIo(),
  interactive: false,
  stdin: Readable.from([Buffer.from(stdin)]),
});
export const summarisePaths = (
  paths: readonly string[],
  stdin?: Uint8Array | string,
): Promise<FocusSummary> => summariseFiles(paths, io(stdin), new AbortController().signal);
export const summarise = async (content: string | Uint8Array): Promise<FocusSummary> =>
  summarisePaths([await write(content)]);
export const billed = async (...lines: readonly string[]): Promise<string | undefined> =>
  (await summarise([header, ...lines].join('\n'))).totals[0]?.billedCost;
export const failure = async (content: string | Uint8Array): Promise<AppError> => {
  const path = await write(content);
  const error = await summarisePaths([path]).then(
    () => expect.unreachable('expected an error'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  expect(error.code).toBe('invalid_input');
  expect(error.detail).toContain(path);
  return error;
};
