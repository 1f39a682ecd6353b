import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { scramVerifier } from './scram.ts';

/** The role that owns the database and runs migrations. Never used to serve a request. */
export const ownerRole = 'trimtab_owner';
/**
 * The role that migrations grant to and policies name. In the embedded server the runtime signs in as it; in
 * a given one the login role is a member of it, so that two installations can share a server.
 */
export const runtimeRole = 'trimtab_app';

export interface LoginRole {
  readonly name: string;
  readonly password: string;
  /** `bypassrls` only for the owner: migrations, backup and restore must see every row or fail. */
  readonly bypassesRowSecurity: boolean;
}

/**
 * Creates a login role, or gives it this password again. The password travels as a SCRAM verifier, so that a
 * server that logs statements never sees it. Attributes are only named where they differ: to mention them
 * takes rights that the owner of a given database need not have.
 */
export const ensureLoginRole = async (client: pg.Client, role: LoginRole): Promise<void> => {
  const name = client.escapeIdentifier(role.name);
  const secret = `login password ${client.escapeLiteral(scramVerifier(role.password))}`;
  const wanted = role.bypassesRowSecurity ? 'bypassrls' : 'nobypassrls';
  const { rows } = await client.query<{ bypasses: boolean }>(
    'select rolbypassrls as bypasses from pg_roles where rolname = $1',
    [role.name],
  );
  const existing = rows[0];
  if (existing === undefined) await client.query(`create role ${name} with ${secret} ${wanted}`);
  else {
    const change = existing.bypasses === role.bypassesRowSecurity ? '' : wanted;
    await client.query(`alter role ${name} with ${secret} ${change}`);
  }
};

/** Takes from everybody what PostgreSQL gives by default, and lets the runtime role in. */
export const closeDatabase = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${runtimeRole}`);
  await client.query('revoke all on schema public from public');
  await client.query(`grant usage on schema public to ${runtimeRole}`);
};

interface Powers {
  readonly role: string;
  readonly reaches: string;
  readonly superuser: boolean;
  readonly bypassesRowSecurity: boolean;
  readonly ownedTable: string | null;
}

/**
 * Refuses to serve over a connection that could see through row-level security: as superuser, with
 * BYPASSRLS, or as owner of a table; also where it could only become such a role (SET ROLE).
 * @throws AppError `unavailable` naming the role and the statement that mends it.
 */
export const assertRuntimeRole = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<Powers>(`
    select session_user as role, r.rolname as reaches, r.rolsuper as superuser,
      r.rolbypassrls as "bypassesRowSecurity", t.name as "ownedTable"
    from pg_roles r
    left join lateral (
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm')
        and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'
      limit 1
    ) t on true
    where pg_has_role(session_user, r.oid, 'member')
      and (r.rolsuper or r.rolbypassrls or t.name is not null)
    order by (r.rolname = session_user) desc, r.rolname limit 1`);
  const found = rows[0];
  if (found === undefined) return;
  const through = found.reaches === found.role ? '' : ` can become ${found.reaches}, which`;
  const power = found.superuser
    ? 'is a superuser'
    : found.bypassesRowSecurity
      ? 'has BYPASSRLS'
      : `owns the table ${found.ownedTable}`;
  throw new AppError('unavailable', {
    detail: `The runtime role ${found.role}${through} ${power}: row-level security would not hold.`,
    fix:
      found.reaches === found.role
        ? `Give the runtime a role of its own (see docs/operations.md), or: ALTER ROLE ${found.role} NOSUPERUSER NOBYPASSRLS`
        : `REVOKE ${found.reaches} FROM ${found.role}`,
    meta: { role: found.role, reaches: found.reaches },
  });
};
