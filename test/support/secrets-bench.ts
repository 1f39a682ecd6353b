import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '../../src/platform/postgres/client.ts';
import { createKeyring, type Keyring } from '../../src/platform/secrets/keyring.ts';
import {
  type MasterKeyOptions,
  type MasterKeys,
  openMasterKeys,
} from '../../src/platform/secrets/master-keys.ts';
import { createVault, type SecretInfo, type Vault } from '../../src/platform/secrets/vault.ts';
import { newId } from '../../src/shared/ids.ts';
import { systemClock } from '../../src/shared/time.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** What one process has of the secrets kernel. */
interface SecretsProcess {
  readonly options: MasterKeyOptions;
  readonly masterKeys: MasterKeys;
  readonly keyring: Keyring;
  readonly vault: Vault;
}

/** A database and a folder of keys, with a process at work on them. */
export interface SecretsBench {
  readonly database: TestDatabase;
  readonly secretsFolder: string;
  /** The process that `put` and `get` use. */
  readonly running: SecretsProcess;
  /** Another process, or the same one after a restart: nothing in its memory yet. */
  start(given?: { readonly masterKeyFile?: string }): SecretsProcess;
  put(organisationId: string, name: string, value: string): Promise<SecretInfo>;
  get(organisationId: string, id: string, vault?: Vault): Promise<string>;
  asSuperuser(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** `2 active`, by organisation and number. */
  keyStates(): Promise<string[]>;
  close(): Promise<void>;
}

/** Makes a bench of its own. */
export const createSecretsBench = async (): Promise<SecretsBench> => {
  const database = await createTestDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'trimtab-secrets-'));
  const secretsFolder = path.join(folder, 'secrets');
  const start: SecretsBench['start'] = (given = {}) => {
    const options = { secretsFolder, randomBytes, ...given };
    const masterKeys = openMasterKeys(options);
    const keyring = createKeyring({ masterKeys, clock: systemClock, randomBytes });
    return { options, masterKeys, keyring, vault: createVault({ keyring, clock: systemClock, newId }) };
  };
  const running = start();
  const asSuperuser: SecretsBench['asSuperuser'] = (statement) =>
    withClient(database.superuserUrl, async (client) => (await client.query(statement)).rows);
  return {
    database,
    secretsFolder,
    running,
    start,
    put: (organisationId, name, value) =>
      database.tenancy.write({ organisationId }, (tx) =>
        running.vault.put(tx, { organisationId, purpose: 'connection.refresh-token', name, value }),
      ),
    get: (organisationId, id, vault = running.vault) =>
      database.tenancy.read({ organisationId }, (tx) => vault.get(tx, id)),
    asSuperuser,
    keyStates: async () => {
      const rows = await asSuperuser('select number, state from data_key order by organisation_id, number');
      return rows.map(({ number, state }) => `${number} ${state}`);
    },
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
};
