import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../test/support/client.ts';
import { startServerProcess } from '../../test/support/server-process.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { generateFocusCsv } from '../import/generate.ts';

/** The program with an owner and a month of charges. */
export interface BenchInstallation {
  readonly url: string;
  readonly organisationId: string;
  readonly cookies: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const importCharges = async (client: Client, at: string, folder: string, rows: number): Promise<void> => {
  const file = join(folder, 'charges.csv');
  await generateFocusCsv(file, rows);
  const upload = await client.call('POST', `${at}/uploads?fileName=charges.csv`, {
    body: new Uint8Array(await readFile(file)),
  });
  const uploadIds = [upload.json<{ id: string }>().id];
  const started = await client.call('POST', `${at}/imports`, { body: { uploadIds } });
  const { importId } = started.json<{ importId: string }>();
  const stateNow = async () =>
    (await client.call('GET', `${at}/imports/${importId}`)).json<{ state: string }>().state;
  await waitFor(stateNow, (state) => state === 'imported', 120_000);
};

/** Starts the program over a new data folder, sets it up and imports so many charges. */
export const startBenchInstallation = async (rows: number): Promise<BenchInstallation> => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  const program = await startServerProcess(join(folder, 'data'));
  const { url } = program;
  const client = createClient(() => url);
  await waitFor(
    async () => program.output(),
    (output) => output.includes('/set-up?token='),
  );
  const token = /set-up\?token=(\S+)/.exec(program.output())?.[1];
  const owner = { name: 'Bench', email: 'bench@example.test', password: 'a stopwatch in the hand' };
  const organisation = { organisationName: 'Bench', organisationKind: 'customer' };
  const made = await client.call('POST', '/set-up', { body: { token, ...owner, ...organisation } });
  const { organisationId } = made.json<{ organisationId: string }>();
  await importCharges(client, `/organisations/${organisationId}`, folder, rows);
  return {
    url,
    organisationId,
    cookies: client.cookies,
    close: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
