import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { readOrCreateSecret } from '../postgres/secret-file.ts';
import { localMasterKey } from './master-key.ts';
import {
  keptFileName,
  type MasterKeyOptions,
  masterKeyFileName,
  openMasterKeys,
  parseMasterKey,
  readMasterKeyFile,
} from './master-keys.ts';

/**
 * Makes the key in `file` the master key of the data folder and keeps the earlier one as `master-<id>.key`, which
 * opens what it wrapped until `rotateKeys` is done, and backups made before. Running servers follow at once.
 * Doing it again changes nothing. Returns the id of the new key.
 * @throws AppError `conflict` when the master key is given by the environment, which only its operator can change
 */
export const adoptMasterKey = async (options: MasterKeyOptions, file: string): Promise<string> => {
  const { secretsFolder, randomBytes } = options;
  const text = await readMasterKeyFile(file);
  const adopted = localMasterKey(parseMasterKey(text, file), randomBytes);
  const current = await openMasterKeys(options).current();
  if (adopted.id === current.id) return adopted.id;
  if (options.masterKey !== undefined || options.masterKeyFile !== undefined)
    throw givenFromOutside(path.join(secretsFolder, keptFileName(current.id)));
  const earlier = await readMasterKeyFile(path.join(secretsFolder, masterKeyFileName));
  await readOrCreateSecret(secretsFolder, keptFileName(current.id), () => earlier.trim());
  await replaceFile(path.join(secretsFolder, masterKeyFileName), `${text.trim()}\n`, randomBytes);
  return adopted.id;
};

const replaceFile = async (
  file: string,
  content: string,
  randomBytes: (size: number) => Buffer,
): Promise<void> => {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    await handle
      .writeFile(content)
      .then(() => handle.sync())
      .finally(() => handle.close());
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
  const folder = await open(path.dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
};

const givenFromOutside = (kept: string): AppError =>
  new AppError('conflict', {
    detail:
      'The master key is given by TRIMTAB_MASTER_KEY or TRIMTAB_MASTER_KEY_FILE, which this command cannot change.',
    fix: `Copy the present key to ${kept}, give the new key by the same variable, restart, and run \`trimtab secrets rotate\` without --master-key-file.`,
  });
