import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

/**
 * The database as the runtime role sees it. It knows no table by itself: each repo names the tables it
 * uses with `db.withTables<{ member: MemberTable }>()`, so that no central list of tables grows.
 * Columns are camelCase in code and snake_case in PostgreSQL.
 */
// biome-ignore lint/complexity/noBannedTypes: "no tables yet" is exactly what is meant
export type Database = Kysely<{}>;
/** A transaction; every function called inside one takes it as its first argument. */
// biome-ignore lint/complexity/noBannedTypes: as above
export type Tx = Transaction<{}>;

export interface DatabaseOptions {
  readonly connectionString: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Told about errors of idle connections (the server went away); the pool reconnects by itself. */
  readonly onIdleError: (error: Error) => void;
}

/** Opens a pool. Numbers from `bigint` and `numeric` columns stay strings; instants are `Date`. */
export const openDatabase = (
  options: DatabaseOptions,
): { db: Database; pool: pg.Pool; close(): Promise<void> } => {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize,
    application_name: options.applicationName,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', options.onIdleError);
  // A connection in a transaction, between two statements, has nobody else who hears that the server died;
  // an 'error' event without a listener would end the program.
  pool.on('connect', (client) => client.on('error', options.onIdleError));
  const db: Database = new Kysely({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { db, pool, close: () => db.destroy() };
};
