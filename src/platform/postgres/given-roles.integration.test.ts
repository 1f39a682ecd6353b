import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { AppError } from '../../shared/errors.ts';
import { withClient, withCredentials } from './client.ts';
import { connectPostgres } from './connect.ts';
import { runtimeRole } from './roles.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let db: TestDatabase;
let databaseName: string;
let madeRoles: string[];

beforeEach(async () => {
  db = await createTestDatabase({ migrated: false });
  databaseName = new URL(db.ownerUrl).pathname.slice(1);
  madeRoles = [`${runtimeRole}_${databaseName}`];
});
afterEach(async () => {
  await db.close();
  await asSuperuser(
    inject('postgres').superuserUrl,
    ...madeRoles.map((role) => `drop role if exists ${role}`),
  );
});

const asSuperuser = (url: string, ...statements: string[]): Promise<void> =>
  withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });

const connect = (databaseUrl: string, databaseOwnerUrl?: string, key = 1) =>
  connectPostgres({
    dataFolder: '/nonexistent/trimtab',
    databaseUrl,
    databaseOwnerUrl,
    masterKey: () => new Uint8Array(32).fill(key),
    clock: { now: () => new Date() },
    log,
  });

const makeRole = async (suffix: string, attributes: string): Promise<string> => {
  const role = `${suffix}_${databaseName}`;
  madeRoles.unshift(role);
  await asSuperuser(db.superuserUrl, `create role ${role} login password 'given' ${attributes}`);
  return withCredentials(db.superuserUrl, role, 'given');
};

const userOf = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ user: string }>('select session_user as user');
    return rows[0]?.user ?? '';
  });

describe('a given server', () => {
  test('with the URL of a superuser, the runtime gets a role of its own that may do nothing yet', async () => {
    const connection = await connect(db.superuserUrl);
    expect(connection).toMatchObject({ server: 'given', ownerUrl: db.superuserUrl });
    expect(await userOf(connection.runtimeUrl)).toBe(`${runtimeRole}_${databaseName}`);
    await asSuperuser(connection.ownerUrl, 'create table t (id int)', `grant select on t to ${runtimeRole}`);
    await withClient(connection.runtimeUrl, async (client) => {
      await client.query('select * from t');
      await expect(client.query('insert into t values (1)')).rejects.toThrow(/permission denied/);
    });
    await connection.stop();
  });

  test('every process of the installation arrives at the same password; a new master key renews it', async () => {
    const [first, second] = await Promise.all([connect(db.superuserUrl), connect(db.superuserUrl)]);
    expect(second.runtimeUrl).toBe(first.runtimeUrl);
    const renewed = await connect(db.superuserUrl, undefined, 2);
    expect(renewed.runtimeUrl).not.toBe(first.runtimeUrl);
    expect(await userOf(renewed.runtimeUrl)).toBe(`${runtimeRole}_${databaseName}`);
    await expect(userOf(first.runtimeUrl)).rejects.toThrow(/password authentication failed/);
  });

  test('an owner that is no superuser suffices when it may create roles', async () => {
    const url = await makeRole('owner', 'createrole');
    await asSuperuser(
      db.superuserUrl,
      `alter database ${databaseName} owner to ${new URL(url).username}`,
      `grant ${runtimeRole} to ${new URL(url).username} with admin option, inherit false, set false`,
    );
    const connection = await connect(url);
    expect(await userOf(connection.runtimeUrl)).toBe(`${runtimeRole}_${databaseName}`);
    // The role it granted must be gone before its grantor can be.
    await asSuperuser(db.superuserUrl, `revoke ${runtimeRole} from ${runtimeRole}_${databaseName} cascade`);
    await asSuperuser(db.superuserUrl, `alter database ${databaseName} owner to postgres`);
    madeRoles.reverse();
  });

  test('an owner that may not create roles is told what to do instead', async () => {
    const url = await makeRole('owner', '');
    await asSuperuser(db.superuserUrl, `alter database ${databaseName} owner to ${new URL(url).username}`);
    await expect(connect(url)).rejects.toMatchObject({
      code: 'unavailable',
      fix: expect.stringContaining('DATABASE_OWNER_URL'),
    });
  });

  test('a role that may not create tables is told that DATABASE_OWNER_URL is missing', async () => {
    const url = await makeRole('weak', '');
    await asSuperuser(
      db.superuserUrl,
      `grant connect on database ${databaseName} to ${new URL(url).username}`,
    );
    await expect(connect(url)).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining('may not create tables'),
      fix: expect.stringContaining('DATABASE_OWNER_URL'),
    });
  });

  test('two roles that an administrator made are used as they are', async () => {
    const url = await makeRole('web', `in role ${runtimeRole}`);
    const connection = await connect(url, db.ownerUrl);
    expect(connection).toMatchObject({ ownerUrl: db.ownerUrl, runtimeUrl: url });
  });

  test('a runtime role without a part in trimtab_app is told the statement', async () => {
    const url = await makeRole('web', '');
    await asSuperuser(
      db.superuserUrl,
      `grant connect on database ${databaseName} to ${new URL(url).username}`,
    );
    await expect(connect(url, db.ownerUrl)).rejects.toMatchObject({
      fix: expect.stringContaining(`GRANT ${runtimeRole} TO`),
    });
  });

  test.for([
    ['is a superuser', 'superuser'],
    ['has BYPASSRLS', 'bypassrls'],
    ['owns a table, by another role', 'in role trimtab_owner'],
  ])('a runtime role that %s is refused', async ([, attributes]) => {
    const url = await makeRole('web', `${attributes}`);
    await asSuperuser(db.superuserUrl, `grant ${runtimeRole} to ${new URL(url).username}`);
    await asSuperuser(db.ownerUrl, 'create table owned (id int)');
    await expect(connect(url, db.ownerUrl)).rejects.toThrow(/row-level security would not hold/);
  });

  test('what cannot be reached is named without its password', async () => {
    const failure = await connect('postgresql://someone:canary@127.0.0.1:1/db').catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(AppError);
    expect(JSON.stringify({ ...(failure as AppError) })).not.toContain('canary');
    expect(failure).toMatchObject({ detail: expect.stringContaining('127.0.0.1:1') });
  });
});
