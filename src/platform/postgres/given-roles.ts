import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { errorCodeOf, withClient, withCredentials } from './client.ts';
import type { RoleUrls } from './role-urls.ts';
import { closeDatabase, ensureLoginRole, runtimeRole } from './roles.ts';

export interface GivenServer {
  /** DATABASE_URL: the owner, or, beside an owner's URL, the runtime role. */
  readonly databaseUrl: string;
  /** DATABASE_OWNER_URL, where an administrator made both roles. */
  readonly ownerUrl?: string | undefined;
  /** Derives the runtime role's password, so that every process of the installation knows it. */
  readonly masterKey: Uint8Array;
}

interface Situation {
  readonly role: string;
  readonly database: string;
  readonly mayOwn: boolean;
  readonly version: number;
}

const oldestVersion = 16;
/** Any constant works: processes that start together take turns at the roles. */
const advisoryLock = 7_382_645_102;

/**
 * Finds, or makes, the two doors of a server that was given.
 * @throws AppError `unavailable` when the server cannot be reached or is older than 16, or when no role with
 * the rights of an owner is among the URLs; it names the statement or setting that helps.
 */
export const prepareGiven = async (given: GivenServer): Promise<RoleUrls> => {
  if (given.ownerUrl !== undefined) return separateRoles(given.databaseUrl, given.ownerUrl);
  return reach('DATABASE_URL', given.databaseUrl, async (client) => {
    const situation = await lookAt(client, 'DATABASE_URL');
    if (!situation.mayOwn) throw notAnOwner(situation, 'DATABASE_URL');
    const user = loginRoleFor(situation.database);
    const password = derivePassword(given.masterKey, user);
    const runtimeUrl = withCredentials(given.databaseUrl, user, password);
    if (!(await signsIn(runtimeUrl))) await makeRuntimeRole(client, user, password);
    return { ownerUrl: given.databaseUrl, runtimeUrl };
  });
};

const separateRoles = async (runtimeUrl: string, ownerUrl: string): Promise<RoleUrls> => {
  await reach('DATABASE_OWNER_URL', ownerUrl, async (client) => {
    const situation = await lookAt(client, 'DATABASE_OWNER_URL');
    if (!situation.mayOwn) throw notAnOwner(situation, 'DATABASE_OWNER_URL');
  });
  await reach('DATABASE_URL', runtimeUrl, async (client) => {
    const { role, database } = await lookAt(client, 'DATABASE_URL');
    const { rows } = await client.query<{ member: boolean }>(
      `select coalesce((select pg_has_role(session_user, oid, 'usage') from pg_roles where rolname = $1), false) as member`,
      [runtimeRole],
    );
    if (rows[0]?.member === true) return;
    throw new AppError('unavailable', {
      detail: `The role ${role} of DATABASE_URL has no part in ${runtimeRole}, to which the tables are granted.`,
      fix: `As an administrator: CREATE ROLE ${runtimeRole} NOLOGIN; GRANT ${runtimeRole} TO ${client.escapeIdentifier(role)}; GRANT CONNECT ON DATABASE ${client.escapeIdentifier(database)} TO ${runtimeRole};`,
      meta: { role },
    });
  });
  // Where the owner may; else this stays as the administrator arranged it.
  await withClient(ownerUrl, closeDatabase).catch((error: unknown) => {
    if (errorCodeOf(error) !== '42501') throw error;
  });
  return { ownerUrl, runtimeUrl };
};

const lookAt = async (client: pg.Client, setting: string): Promise<Situation> => {
  const { rows } = await client.query<Situation>(`
    select session_user as role, current_database() as database,
      current_setting('server_version_num')::int / 10000 as version,
      r.rolsuper or has_schema_privilege(session_user, 'public', 'create') as "mayOwn"
    from pg_roles r where r.rolname = session_user`);
  const situation = rows[0];
  if (situation === undefined)
    throw new AppError('internal', { detail: 'The server does not know its own user.' });
  if (situation.version >= oldestVersion) return situation;
  throw new AppError('unavailable', {
    detail: `The server of ${setting} is PostgreSQL ${situation.version}; Trimtab needs ${oldestVersion} or later.`,
    fix: 'Upgrade that server, or leave DATABASE_URL unset to use the embedded one.',
    meta: { version: situation.version },
  });
};

const notAnOwner = ({ role, database }: Situation, setting: string): AppError =>
  new AppError('unavailable', {
    detail: `The role ${role} of ${setting} may not create tables in the database ${database}.`,
    fix:
      setting === 'DATABASE_URL'
        ? `Make it the owner (ALTER DATABASE ${database} OWNER TO ${role}), or keep it as the runtime role and set DATABASE_OWNER_URL as well.`
        : `Make it the owner: ALTER DATABASE ${database} OWNER TO ${role}`,
    meta: { role, database },
  });

const reach = async <T>(
  setting: string,
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  try {
    return await withClient(url, work);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const said = cause instanceof Error ? cause.message || errorCodeOf(cause) : String(cause);
    throw new AppError('unavailable', {
      detail: `The database of ${setting} at ${new URL(url).host} cannot be used: ${said}`,
      fix: `Check host, port, user, password and database in ${setting}, and that the server lets this machine in.`,
      meta: { host: new URL(url).host },
      cause,
    });
  }
};

/** Roles belong to the whole server, so each installation signs in with its own, named after its database. */
const loginRoleFor = (database: string): string => `${runtimeRole}_${database}`.slice(0, 63);

const derivePassword = (masterKey: Uint8Array, role: string): string =>
  createHmac('sha256', masterKey).update(`trimtab postgres password of ${role}`).digest('base64url');

const signsIn = async (url: string): Promise<boolean> => {
  try {
    await withClient(url, (client) => client.query('select 1'));
    return true;
  } catch (error) {
    // 28000 no such role, 28P01 wrong password, 42501 no right to connect.
    if (['28000', '28P01', '42501'].includes(errorCodeOf(error) ?? '')) return false;
    throw error;
  }
};

const makeRuntimeRole = async (client: pg.Client, user: string, password: string): Promise<void> => {
  await client.query('select pg_advisory_lock($1)', [advisoryLock]);
  try {
    await client.query('begin');
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [runtimeRole]);
    if (rowCount === 0) await client.query(`create role ${runtimeRole} nologin`);
    await ensureLoginRole(client, { name: user, password, bypassesRowSecurity: false });
    await client.query(`grant ${runtimeRole} to ${client.escapeIdentifier(user)}`);
    await closeDatabase(client);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw new AppError('unavailable', {
      detail: `The role of DATABASE_URL could not make the runtime role ${user}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Give it CREATEROLE, or make both roles yourself and set DATABASE_URL (runtime) and DATABASE_OWNER_URL (owner); docs/operations.md has the statements.',
      cause,
    });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLock]).catch(() => undefined);
  }
};
