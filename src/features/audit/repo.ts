import { sql } from 'kysely';
import type { Entry } from '../../platform/audit/entry.ts';
import { type AuditTables, entryOf } from '../../platform/audit/tables.ts';
import type { Tx } from '../../platform/postgres/database.ts';

export interface AuditFilter {
  readonly organisationId: string;
  /** The beginning of an action; letters, digits, dots and dashes. */
  readonly action: string | undefined;
  readonly actorId: string | undefined;
  readonly targetId: string | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** Only entries with a smaller number. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** The newest entries that match, newest first. */
export const listEntries = async (tx: Tx, filter: AuditFilter): Promise<Entry[]> => {
  const { organisationId, action, actorId, targetId, from, to, before, limit } = filter;
  const rows = await tx
    .withTables<AuditTables>()
    .selectFrom('auditEntry')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .$if(action !== undefined, (query) => query.where(beginsWith(action ?? '')))
    .$if(actorId !== undefined, (query) => query.where('actorId', '=', actorId ?? ''))
    .$if(targetId !== undefined, (query) => query.where('targetId', '=', targetId ?? ''))
    .$if(from !== undefined, (query) => query.where('at', '>=', from ?? new Date(0)))
    .$if(to !== undefined, (query) => query.where('at', '<', to ?? new Date(0)))
    .$if(before !== undefined, (query) => query.where('sequence', '<', String(before)))
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute();
  return rows.map(entryOf);
};

/**
 * As a range, because row-level security keeps LIKE, which may leak through its errors, from using an index.
 * "~" sorts behind everything that an action is made of.
 */
const beginsWith = (prefix: string) =>
  sql<boolean>`action collate "C" >= ${prefix} and action collate "C" < ${`${prefix}~`}`;
