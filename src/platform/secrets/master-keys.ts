import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf } from '../postgres/client.ts';
import { readOrCreateSecret } from '../postgres/secret-file.ts';
import { type LocalMasterKey, localMasterKey, type MasterKey } from './master-key.ts';

/** All master keys that are at hand. */
export interface MasterKeys {
  /** The one that wraps new data keys. Read anew each time, so that a running server follows a change. */
  current(): Promise<LocalMasterKey>;
  /** The one that wrapped an older data key. */
  find(id: string): Promise<MasterKey | undefined>;
}

export interface MasterKeyOptions {
  /** `<dataDir>/secrets`: `master.key`, and earlier keys as `master-<id>.key`. */
  readonly secretsFolder: string;
  /** Base64 of 32 bytes (TRIMTAB_MASTER_KEY); then the data folder's own key is not used. */
  readonly masterKey?: string | undefined;
  /** A file with the same (TRIMTAB_MASTER_KEY_FILE). */
  readonly masterKeyFile?: string | undefined;
  readonly randomBytes: (size: number) => Buffer;
}

export const masterKeyFileName = 'master.key';

/** The name under which a master key is kept for what it has wrapped. */
export const keptFileName = (id: string): string => `master-${id}.key`;

/**
 * Finds the master keys: from the environment, from a file elsewhere, or from the data folder, where one is made
 * (0600) at the first use.
 */
export const openMasterKeys = (options: MasterKeyOptions): MasterKeys => {
  const { secretsFolder, randomBytes } = options;
  const current = async (): Promise<LocalMasterKey> =>
    localMasterKey(parseMasterKey(await currentText(options), sourceOf(options)), randomBytes);
  return {
    current,
    find: async (id) => {
      const newest = await current();
      if (newest.id === id) return newest;
      const kept = path.join(secretsFolder, keptFileName(id));
      const text = await readFile(kept, 'utf8').catch(ignoreMissing);
      if (text === undefined) return undefined;
      const key = localMasterKey(parseMasterKey(text, kept), randomBytes);
      return key.id === id ? key : undefined;
    },
  };
};

const sourceOf = ({ masterKey, masterKeyFile, secretsFolder }: MasterKeyOptions): string =>
  masterKey === undefined
    ? (masterKeyFile ?? path.join(secretsFolder, masterKeyFileName))
    : 'TRIMTAB_MASTER_KEY';

const currentText = async ({
  masterKey,
  masterKeyFile,
  secretsFolder,
  randomBytes,
}: MasterKeyOptions): Promise<string> => {
  if (masterKey !== undefined) return masterKey;
  if (masterKeyFile !== undefined) return readMasterKeyFile(masterKeyFile);
  const kept = (await readdir(secretsFolder).catch(ignoreMissing)) ?? [];
  // A new key beside old ones would seal what the operator cannot find again in a backup of the keys.
  if (!kept.includes(masterKeyFileName) && kept.some((name) => /^master-[0-9a-f]{16}\.key$/.test(name)))
    throw new AppError('unavailable', {
      detail: `${path.join(secretsFolder, masterKeyFileName)} is missing, but earlier master keys are there.`,
      fix: 'Put the file back from your backup of the keys.',
    });
  return readOrCreateSecret(secretsFolder, masterKeyFileName, () => randomBytes(32).toString('base64'));
};

/** @throws AppError `invalid_input` when the file cannot be read */
export const readMasterKeyFile = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('invalid_input', {
      detail: `The master key file ${file} cannot be read (${errorCodeOf(error) ?? 'unknown error'}).`,
      fix: 'Make one with: openssl rand -base64 32 > FILE && chmod 600 FILE',
    });
  }
};

/**
 * Reads base64 of 32 bytes.
 * @throws AppError `invalid_input` naming the source, never the value
 */
export const parseMasterKey = (text: string, source: string): Buffer => {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  // Buffer.from skips what is not base64; writing it back shows whether anything was skipped.
  if (key.length === 32 && key.toString('base64') === trimmed) return key;
  throw new AppError('invalid_input', {
    detail: `The master key from ${source} is not base64 of 32 bytes.`,
    fix: 'Make one with: openssl rand -base64 32',
  });
};

const ignoreMissing = (error: unknown): undefined => {
  if (errorCodeOf(error) !== 'ENOENT') throw error;
  return undefined;
};
