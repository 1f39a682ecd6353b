import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';

/** The schemas that belong to the product: ours, and pg-boss's. */
export const backedUpSchemas = ['public', 'pgboss'] as const;

/**
 * Readies a session for copying data out or in: text that any server reads the same, no time limits, and row
 * security off, so that a statement reaches every row or fails.
 */
export const prepareSession = async (client: pg.Client): Promise<void> => {
  await client.query(`
    set row_security = off;
    set client_encoding = 'UTF8';
    set datestyle = 'ISO, YMD';
    set intervalstyle = 'postgres';
    set extra_float_digits = 1;
    set bytea_output = 'hex';
    set timezone = 'UTC';
    set statement_timeout = 0;
    set lock_timeout = 0;
    set idle_in_transaction_session_timeout = 0;
    set client_min_messages = warning;`);
};

/**
 * Row-level security is forced, for the owner as well. The embedded server's owner may bypass it; with a
 * given server an administrator must allow it once.
 * @throws AppError `forbidden` with the statement to run.
 */
export const assertSeesEverything = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ role: string; allowed: boolean }>(
    'select rolname as role, rolsuper or rolbypassrls as allowed from pg_roles where rolname = session_user',
  );
  const found = rows[0];
  if (found === undefined || found.allowed) return;
  throw new AppError('forbidden', {
    detail: `The owner role ${found.role} may not bypass row-level security, so it does not see every row.`,
    fix: `As an administrator of the server: ALTER ROLE ${client.escapeIdentifier(found.role)} BYPASSRLS; it serves migrations, backup and restore only.`,
    meta: { role: found.role },
  });
};
