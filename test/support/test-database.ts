import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { inject } from 'vitest';
import { withClient, withDatabase } from '../../src/platform/postgres/client.ts';
import { openDatabase } from '../../src/platform/postgres/database.ts';
import { closeDatabase, ownerRole } from '../../src/platform/postgres/roles.ts';
import { createTenancy, type Tenancy } from '../../src/platform/tenancy/tenancy.ts';

type OpenDatabase = ReturnType<typeof openDatabase>;

/** A database of its own, cloned from the migrated template. */
export interface TestDatabase {
  /** Owner of every table, BYPASSRLS: for arranging and inspecting. */
  readonly ownerUrl: string;
  /** What the product serves with. */
  readonly runtimeUrl: string;
  /** Sees through everything and may do everything. */
  readonly superuserUrl: string;
  /** A pool as the runtime role. */
  readonly database: OpenDatabase;
  readonly tenancy: Tenancy;
  /** Ends every session and drops the database. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** `false` gives an empty database without any migration. */
  readonly migrated?: boolean;
  readonly poolSize?: number;
}

/** How long sessions that are being closed may take, in milliseconds. */
const leaveMs = 3000;

/** A session that is cut off in the middle of a statement would fail a test that is over. */
const waitUntilLeft = async (client: pg.Client, name: string): Promise<void> => {
  const until = Date.now() + leaveMs;
  while (Date.now() < until) {
    const { rows } = await client.query(`select 1 from pg_stat_activity where datname = $1 limit 1`, [name]);
    if (rows.length === 0) return;
    await setTimeout(25);
  }
};

/** One for each test file: `beforeAll(async () => { db = await createTestDatabase(); })`, `afterAll(() => db.close())`. */
export const createTestDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const server = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const source = options.migrated === false ? 'template0' : server.template;
  await withClient(server.superuserUrl, (client) =>
    client.query(`create database ${name} owner ${ownerRole} template ${source}`),
  );
  const superuserUrl = withDatabase(server.superuserUrl, name);
  // A clone does not inherit the rights on the database itself.
  await withClient(superuserUrl, closeDatabase);
  const runtimeUrl = withDatabase(server.runtimeUrl, name);
  const database = openDatabase({
    connectionString: runtimeUrl,
    poolSize: options.poolSize ?? 8,
    applicationName: 'trimtab-test',
    onIdleError: () => undefined,
  });
  return {
    ownerUrl: withDatabase(server.ownerUrl, name),
    runtimeUrl,
    superuserUrl,
    database,
    tenancy: createTenancy(database.db),
    close: async () => {
      await database.close();
      await withClient(server.superuserUrl, async (client) => {
        await waitUntilLeft(client, name);
        await client.query(`drop database ${name} with (force)`);
      });
    },
  };
};
