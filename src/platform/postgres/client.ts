import pg from 'pg';

/** Opens one connection, hands it to `work` and closes it, whatever happens. For set-up, not for requests. */
export const withClient = async <T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
  connectionTimeoutMillis = 10_000,
): Promise<T> => {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis,
    application_name: 'trimtab-setup',
  });
  // A connection that breaks while idle emits 'error'; the next query reports it, so nothing is lost here.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** The SQLSTATE of an error PostgreSQL reported, or the code of a system error such as `ECONNREFUSED`. */
export const errorCodeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Builds a connection URL; every part is escaped. */
export const postgresUrl = (parts: {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  readonly database: string;
}): string => {
  const credentials = `${encodeURIComponent(parts.user)}:${encodeURIComponent(parts.password)}`;
  return `postgresql://${credentials}@127.0.0.1:${parts.port}/${encodeURIComponent(parts.database)}`;
};

/** The same server and credentials, another database. */
export const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
};

/** The same server and database, other credentials. */
export const withCredentials = (url: string, user: string, password: string): string => {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.toString();
};

/** The version of the server as it says it, without the packager's addition: `18.4`. */
export const serverVersion = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ version: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version`,
  );
  return rows[0]?.version ?? '';
};
