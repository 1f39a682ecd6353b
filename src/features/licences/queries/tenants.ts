import { sql } from 'kysely';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { ConnectionState } from '../../../shared/connections/contract.ts';
import { ofConnection } from './scope.ts';

export interface TenantRow {
  readonly id: string;
  readonly name: string;
  readonly state: ConnectionState;
  readonly tenantName: string | null;
  readonly isPremium: boolean | null;
  readonly isConcealed: boolean | null;
  /** Of the latest complete sync; null before the first. */
  readonly asOf: string | null;
  readonly syncedAt: Date | null;
  readonly weakSources: readonly { readonly name: string; readonly reason: string }[];
  readonly users: number;
  readonly licensedUsers: number;
}

/** Connected tenants with their latest complete sync, how complete it was, and how many users it saw. */
export const listTenants = async (
  tx: Tx,
  { connectionId }: { readonly connectionId?: string | undefined },
): Promise<readonly TenantRow[]> => {
  const { rows } = await sql<TenantRow>`
    select c.id, c.name, c.state, c.tenant_name, c.is_premium, c.is_concealed,
      s.as_of::text as as_of, s.finished_at as synced_at,
      coalesce((select jsonb_agg(jsonb_build_object('name', o.name,
          'reason', coalesce(o.reason->>'code', case when o.concealed then 'concealed' else o.state end)) order by o.name)
        from sync_source o
        where o.sync_id = s.id and (o.state <> 'complete' or o.concealed)), '[]') as weak_sources,
      (select count(*)::int from licence_user u where u.connection_id = c.id) as users,
      (select count(*)::int from licence_user u where u.connection_id = c.id and cardinality(u.sku_ids) > 0) as licensed_users
    from connection c
    left join lateral (
      select y.id, y.as_of, y.finished_at from sync y
      where y.connection_id = c.id and y.state = 'complete'
      order by y.started_at desc, y.id desc limit 1) s on true
    where c.kind = 'microsoft' and ${ofConnection('c.id', connectionId)}
    order by c.created_at, c.id`.execute(tx);
  return rows;
};
