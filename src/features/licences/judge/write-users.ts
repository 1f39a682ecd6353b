import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import { jsonOf, recordsAs } from '../insert-records.ts';
import type { Batch } from '../pack-rows.ts';

const columns = {
  id: 'uuid',
  fingerprint: 'text',
  organisation_id: 'uuid',
  connection_id: 'uuid',
  user_id: 'text',
  principal_name: 'text',
  display_name: 'text',
  is_enabled: 'boolean',
  is_guest: 'boolean',
  is_on_premises: 'boolean',
  department: 'text',
  job_title: 'text',
  country: 'text',
  cost_centre: 'text',
  created_on: 'date',
  leaves_on: 'date',
  mailbox_purpose: 'text',
  state: 'text',
  last_activity_on: 'date',
  sku_ids: 'text[]',
  details: 'jsonb',
  monthly_cost: 'numeric',
  costs: 'jsonb',
};

const names = Object.keys(columns);
/** What stays of a row that is written anew. */
const fixed = new Set(['id', 'organisation_id', 'connection_id', 'user_id']);

/** The users that are kept, as the JSON of `[user id, fingerprint]`; one value, however many there are. */
export const readKnownUsers = async (tx: Tx, connectionId: string): Promise<string> => {
  const { rows } = await sql<{ known: string }>`
    select coalesce(json_agg(json_build_array(user_id, fingerprint)), '[]')::text as known
    from licence_user where connection_id = ${connectionId}`.execute(tx);
  return rows[0]?.known ?? '[]';
};

/** Writes users who are new or changed. */
export const upsertUsers = async (tx: Tx, { rows }: Batch): Promise<void> => {
  const list = sql.join(names.map((name) => sql.ref(name)));
  const changes = names
    .filter((name) => !fixed.has(name))
    .map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  await sql`insert into licence_user (${list}) select ${list} from ${recordsAs('r', columns, rows)}
    on conflict (connection_id, user_id) do update set ${sql.join(changes)}`.execute(tx);
};

/** Deletes users who are gone: a JSON list of their ids. */
export const deleteUsers = async (tx: Tx, connectionId: string, { rows }: Batch): Promise<void> => {
  await sql`delete from licence_user where connection_id = ${connectionId}
    and user_id in (select json_array_elements_text(${jsonOf(rows)}))`.execute(tx);
};
