import { sql } from 'kysely';
import type { Database, Tx } from '../postgres/database.ts';

/** The organisation of what belongs to the installation itself (set-up, sign-in): the nil UUID. */
export const installationId = '00000000-0000-0000-0000-000000000000';

/** Whose rows a transaction may see: row-level security reads these as `app.*` settings. */
export interface Scope {
  readonly organisationId: string;
  /** Absent for the system and for API keys. */
  readonly userId?: string | undefined;
  /** SHA-256 (hex) of a secret token that is being redeemed: makes its own row visible, nothing else. */
  readonly tokenHash?: string | undefined;
}

export interface Tenancy {
  /** Runs in a READ ONLY transaction that sees this organisation only. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs in a transaction that sees and may change this organisation only. It does not check for an
   * audit entry: features use the request's `context.change` or a job's `change`, which do.
   */
  write<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Sets the organisation and person for the rest of the transaction (row-level security reads them). */
export const enterScope = async (tx: Tx, scope: Scope): Promise<void> => {
  await sql`select set_config('app.organisation_id', ${scope.organisationId}, true),
    set_config('app.user_id', ${scope.userId ?? ''}, true),
    set_config('app.token_hash', ${scope.tokenHash ?? ''}, true)`.execute(tx);
};

/** Builds the two doors to tenant data over a pool of the runtime role. */
export const createTenancy = (db: Database): Tenancy => ({
  read: (scope, work) =>
    db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await enterScope(tx, scope);
        return work(tx);
      }),
  write: (scope, work) =>
    db.transaction().execute(async (tx) => {
      await enterScope(tx, scope);
      return work(tx);
    }),
});
