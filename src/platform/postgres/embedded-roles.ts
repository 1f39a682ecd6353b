import { postgresUrl, withClient, withDatabase } from './client.ts';
import type { DataFolder } from './data-folder.ts';
import type { RoleUrls } from './role-urls.ts';
import { closeDatabase, ensureLoginRole, ownerRole, runtimeRole } from './roles.ts';
import { readOrCreateSecret, readSecret } from './secret-file.ts';

/** The database of the embedded server. */
export const embeddedDatabase = 'trimtab';

const ownerSecret = 'owner';
const runtimeSecret = 'runtime';

const urlsFor = (port: number, database: string, owner: string, runtime: string): RoleUrls => ({
  ownerUrl: postgresUrl({ user: ownerRole, password: owner, port, database }),
  runtimeUrl: postgresUrl({ user: runtimeRole, password: runtime, port, database }),
});

/**
 * Makes the roles and the database of an embedded server, or puts them right again; every step may be
 * repeated, so a start that was killed half-way is finished by the next one.
 */
export const prepareEmbedded = async (
  superuserUrl: string,
  port: number,
  layout: DataFolder,
): Promise<RoleUrls> => {
  const owner = await readOrCreateSecret(layout.passwords, ownerSecret);
  const runtime = await readOrCreateSecret(layout.passwords, runtimeSecret);
  await withClient(superuserUrl, async (client) => {
    await ensureLoginRole(client, { name: ownerRole, password: owner, bypassesRowSecurity: true });
    await ensureLoginRole(client, { name: runtimeRole, password: runtime, bypassesRowSecurity: false });
    const { rowCount } = await client.query('select from pg_database where datname = $1', [embeddedDatabase]);
    if (rowCount === 0)
      await client.query(`create database ${embeddedDatabase} owner ${ownerRole} template template0`);
  });
  await withClient(withDatabase(superuserUrl, embeddedDatabase), closeDatabase);
  return urlsFor(port, embeddedDatabase, owner, runtime);
};

/** The doors of an embedded server that is running already; undefined when its passwords are not there yet. */
export const embeddedUrls = async (port: number, layout: DataFolder): Promise<RoleUrls | undefined> => {
  const owner = await readSecret(layout.passwords, ownerSecret);
  const runtime = await readSecret(layout.passwords, runtimeSecret);
  if (owner === undefined || runtime === undefined) return undefined;
  return urlsFor(port, embeddedDatabase, owner, runtime);
};
