import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { type RatedFiles, rateFiles } from '../../src/cli/rate-work.ts';
import type { RateResult } from '../../src/shared/rating/rate-result.ts';

const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};

const folder = mkdtempSync(join(tmpdir(), 'rate-'));
let number = 0;

/** Writes a file: text and bytes as they are, other values as JSON. */
export const rateFile = async (content: unknown): Promise<string> => {
  number += 1;
  const path = join(folder, `${number}.json`);
  await writeFile(
    path,
    typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
  );
  return path;
};

/** Runs `trimtab rate` on files. */
export const rateOnFiles = async (
  rateCard: string,
  usage: string | readonly string[],
  more: Record<string, string> = {},
): Promise<RateResult> => (await ratedFiles(rateCard, usage, more)).result;

/** As `rateOnFiles`, with what the rate card calls its meters. */
export const ratedFiles = (
  rateCard: string,
  usage: string | readonly string[],
  more: Record<string, string> = {},
  stderr: PassThrough = io.stderr,
): Promise<RatedFiles> =>
  rateFiles(
    { rateCard, usage: [usage].flat(), periodStart: '1', rounding: 'half-up', ...more },
    { ...io, stderr },
  );

export const meterId = '1d7518e5-bc2f-4a93-9057-1b3047856645';
export const partnerCard = (meter: Record<string, unknown> = {}) => ({
  currency: 'USD',
  meters: [{ id: meterId, rates: { 0: 1 }, ...meter }],
});
export const partnerRecord = (given: Record<string, unknown> = {}) => ({
  usageStartTime: '2026-01-10T00:00:00Z',
  resource: { id: meterId },
  quantity: 5,
  instanceData: { resourceUri: '/subscriptions/s1/resourceGroups/x' },
  ...given,
});
export const commerceRecord = (given: Record<string, unknown> = {}) => ({
  properties: {
    subscriptionId: 's1',
    meterId,
    usageStartTime: '2026-01-10T00:00:00+00:00',
    quantity: 150,
    ...given,
  },
});
