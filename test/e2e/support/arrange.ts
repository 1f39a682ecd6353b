import { readFile } from 'node:fs/promises';
import type { Client } from '../../support/client.ts';
import { focusCsv } from '../../support/focus-csv.ts';
import { waitFor } from '../../support/wait-for.ts';
import { samplePath } from './focus-sample.ts';

/** Brings a file in through the API, for journeys that begin after an import. */
const importBytes = async (
  client: Client,
  organisationId: string,
  name: string,
  content: Uint8Array,
): Promise<void> => {
  const at = `/organisations/${organisationId}`;
  const upload = await client.call('POST', `${at}/uploads?fileName=${name}`, { body: content });
  const uploadIds = [upload.json<{ id: string }>().id];
  const started = await client.call('POST', `${at}/imports`, { body: { uploadIds } });
  const { importId } = started.json<{ importId: string }>();
  const stateNow = async () =>
    (await client.call('GET', `${at}/imports/${importId}`)).json<{ state: string }>().state;
  await waitFor(stateNow, (state) => state === 'imported', 60_000);
};

/** The FinOps Foundation's sample. */
export const importSample = async (client: Client, organisationId: string): Promise<void> =>
  importBytes(client, organisationId, 'focus_sample.csv', await readFile(samplePath));

/** Three charges of 1.50 in a month. */
export const importMonth = async (client: Client, organisationId: string, period: string): Promise<void> => {
  const text = focusCsv({ period, rows: 3, cost: '1.5' });
  await importBytes(client, organisationId, `${period}.csv`, Buffer.from(text));
};
