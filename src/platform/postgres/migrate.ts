import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { withClient } from './client.ts';
import type { Log } from './log.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { runtimeRole } from './roles.ts';

export interface MigrateOptions {
  /** A connection as the role that owns the schema. */
  readonly ownerUrl: string;
  /** The folder with `NNNN_name.sql`. */
  readonly folder: string;
  readonly log: Log;
  /** Stops after this number; a restore brings an empty database to the backup's number first. */
  readonly upTo?: number;
}

export interface Migrated {
  /** Names of the files applied now, in order. */
  readonly applied: readonly string[];
  /** The number the database is at; 0 when nothing was ever applied. */
  readonly current: number;
}

interface AppliedRow {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** The advisory lock of the schema: exclusive to migrate, shared to read the schema as it is. */
export const migrationLock = 7_382_645_101;

/**
 * Brings the database to the program's version: applies the missing files, each in a transaction of its own,
 * under an advisory lock, so that several processes may start at once. Forward only.
 *
 * Row security is off inside: a statement on a tenant table either reaches every row, or fails when the owner
 * may not bypass row security. Without that, FORCE ROW LEVEL SECURITY would make an UPDATE touch no row, silently.
 * @throws AppError `conflict` when an applied file was changed or is missing, or the database is newer.
 */
export const migrate = async (options: MigrateOptions): Promise<Migrated> => {
  const files = await readMigrations(options.folder);
  return withClient(options.ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(ledger(client));
    const done = await readApplied(client);
    compare(done, files, options.folder);
    const wanted = files.filter(
      ({ number }) => number > done.length && number <= (options.upTo ?? files.length),
    );
    for (const file of wanted) {
      await apply(client, file);
      options.log.info({ migration: file.name }, 'migration applied');
    }
    return { applied: wanted.map(({ name }) => name), current: done.length + wanted.length };
  });
};

/** The number a database is at, without changing it; 0 when it was never migrated. */
export const currentMigration = async (client: pg.Client | pg.ClientBase): Promise<number> => {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.trimtab_migration') is not null as there`,
  );
  if (rows[0]?.there !== true) return 0;
  const answer = await client.query<{ number: number }>(
    'select coalesce(max(number), 0) as number from public.trimtab_migration',
  );
  return answer.rows[0]?.number ?? 0;
};

const ledger = (client: pg.Client): string => `
  create table if not exists public.trimtab_migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
  );
  comment on table public.trimtab_migration is 'global: which migrations this database has; written by the owner';
  revoke create on schema public from public;
  do $$ begin
    if exists (select from pg_roles where rolname = ${client.escapeLiteral(runtimeRole)}) then
      grant select on public.trimtab_migration to ${client.escapeIdentifier(runtimeRole)};
    end if;
  end $$;`;

const readApplied = async (client: pg.Client): Promise<readonly AppliedRow[]> =>
  (
    await client.query<AppliedRow>(
      'select number, name, sha256 from public.trimtab_migration order by number',
    )
  ).rows;

const compare = (done: readonly AppliedRow[], files: readonly Migration[], folder: string): void => {
  const last = done.at(-1);
  if (done.length > files.length && last !== undefined) {
    throw new AppError('conflict', {
      detail: `The database is newer than this program: it has ${last.name}, the program ends at ${files.at(-1)?.name ?? 'nothing'}.`,
      fix: 'Run the newer release again; an older one cannot work on this database. To go back, restore a backup.',
      meta: { database: last.number, program: files.length },
    });
  }
  for (const [index, row] of done.entries()) {
    const file = files[index];
    if (file?.name === row.name && file.sha256 === row.sha256) continue;
    const how =
      file?.name === row.name ? 'was changed after it was applied' : `is ${file?.name ?? 'missing'} now`;
    throw new AppError('conflict', {
      detail: `Migration ${row.name} in ${folder} ${how}.`,
      fix: 'Bring back the file as it was released; a correction is a new migration.',
      meta: { migration: row.name },
    });
  }
};

const apply = async (client: pg.Client, file: Migration): Promise<void> => {
  try {
    await client.query('begin');
    // A statement that waits for a busy table blocks everybody behind it: rather fail and try again.
    await client.query(`set local lock_timeout = '30s'`);
    await client.query('set local row_security = off');
    await client.query(file.sql);
    await client.query('insert into public.trimtab_migration (number, name, sha256) values ($1, $2, $3)', [
      file.number,
      file.name,
      file.sha256,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('internal', {
      detail: `Migration ${file.name} failed and was undone: ${said}${lineOf(file.sql, cause)}`,
      fix: 'The database is as before. If the message speaks of a lock or of row security, see docs/operations.md.',
      meta: { migration: file.name },
      cause,
    });
  }
};

/** PostgreSQL reports a character position; a person wants the line. */
const lineOf = (sql: string, cause: unknown): string => {
  if (!(cause instanceof Error) || !('position' in cause)) return '';
  const position = Number(cause.position);
  return position > 0 ? ` (line ${sql.slice(0, position).split('\n').length})` : '';
};
