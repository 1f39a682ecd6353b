import { installationId, type Tenancy } from '../tenancy/tenancy.ts';
import type { Vault } from './vault.ts';

const purpose = 'installation';

/**
 * A secret that the whole installation shares, such as the one that signs cookies: made at its first use, the same
 * for every process, sealed in the vault. Unlike one derived from the master key it stays when keys change.
 * Returns base64 of 32 bytes.
 */
export const obtainInstallationSecret = async (
  deps: {
    readonly tenancy: Tenancy;
    readonly vault: Vault;
    readonly randomBytes: (size: number) => Buffer;
  },
  name: string,
): Promise<string> => {
  const { tenancy, vault, randomBytes } = deps;
  const scope = { organisationId: installationId };
  const find = (): Promise<string | undefined> =>
    tenancy.read(scope, async (tx) => {
      const known = (await vault.list(tx, purpose)).find((secret) => secret.name === name);
      return known && vault.get(tx, known.id);
    });
  const found = await find();
  if (found !== undefined) return found;
  const value = randomBytes(32).toString('base64');
  const isOurs = await tenancy
    .write(scope, (tx) => vault.put(tx, { organisationId: installationId, purpose, name, value }))
    .then(
      () => true,
      // Another process was faster: its value counts.
      (error: unknown) => (isConflict(error) ? false : Promise.reject(error)),
    );
  return isOurs ? value : ((await find()) ?? value);
};

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'conflict';
