import type pg from 'pg';
import { newId } from '../../src/shared/ids.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a connected tenant as a sync and its judging leave them; what a test does not name has a plain value. */
export const createLicenceRows = (owner: pg.Pool, organisationId: string) => {
  const write = async (table: string, row: Row): Promise<void> => {
    const columns = Object.keys(row);
    const places = columns.map((_column, index) => `$${index + 1}`);
    await owner.query(
      `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    );
  };
  const insert = async (table: string, row: Row): Promise<string> => {
    const id = newId();
    await write(table, { id, organisation_id: organisationId, ...row });
    return id;
  };

  const connection = async (given: Row = {}): Promise<string> => {
    const id = await insert('connection', {
      kind: 'microsoft',
      name: 'Contoso',
      cloud: 'global',
      level: 'administrator',
      mode: 'delegated',
      state: 'connected',
      tenant_id: newId(),
      tenant_name: 'Contoso Ltd',
      registration: 'installation',
      is_premium: true,
      is_concealed: false,
      created_at: new Date('2026-01-01T00:00:00Z'),
      ...given,
    });
    return id;
  };

  const sync = (connectionId: string, given: Row = {}): Promise<string> =>
    insert('sync', {
      connection_id: connectionId,
      state: 'complete',
      as_of: '2026-06-30',
      started_at: new Date('2026-06-30T03:00:00Z'),
      finished_at: new Date('2026-06-30T03:05:00Z'),
      ...given,
    });

  const source = (syncId: string, given: Row): Promise<string> =>
    insert('sync_source', { sync_id: syncId, state: 'complete', ...given });

  const user = (connectionId: string, given: Row = {}): Promise<string> => {
    const userId = newId();
    return insert('licence_user', {
      connection_id: connectionId,
      user_id: userId,
      principal_name: `${userId.slice(-6)}@contoso.example`,
      is_enabled: true,
      is_guest: false,
      state: 'active',
      sku_ids: ['sku-e3'],
      details: JSON.stringify({ licences: [], workloads: [], evidence: [] }),
      monthly_cost: '39',
      costs: JSON.stringify([{ currency: 'EUR', amount: '39.00' }]),
      ...given,
    });
  };

  const sku = (connectionId: string, given: Row = {}): Promise<string> =>
    insert('licence_sku', {
      connection_id: connectionId,
      sku_id: 'sku-e3',
      part_number: 'SPE_E3',
      name: 'Microsoft 365 E3',
      standing: 'paid',
      capability_status: 'Enabled',
      bought: 10,
      warning: 0,
      suspended: 0,
      assigned: 8,
      active: 5,
      stale: 1,
      inactive: 1,
      never: 1,
      unknown: 0,
      unit_price: '39',
      currency: 'EUR',
      price_source: 'contract',
      ...given,
    });

  const subscription = (connectionId: string, given: Row = {}): Promise<string> =>
    insert('licence_subscription', {
      connection_id: connectionId,
      subscription_id: newId(),
      sku_id: 'sku-e3',
      status: 'Enabled',
      is_trial: false,
      seats: 10,
      next_event_on: '2026-08-15',
      ...given,
    });

  const finding = (connectionId: string, given: Row = {}): Promise<string> =>
    insert('finding', {
      connection_id: connectionId,
      rule: 'W01',
      subject_kind: 'user',
      subject_id: newId(),
      subject_label: 'ada@contoso.example',
      sku_part_number: 'SPE_E3',
      sku_name: 'Microsoft 365 E3',
      state: 'open',
      quantity: '1',
      monthly_saving: '39',
      currency: 'EUR',
      price_source: 'contract',
      saving_kind: 'freed-seat',
      confidence: 'high',
      automation: 'approve',
      evidence: JSON.stringify([{ source: 'users', field: 'accountEnabled', value: 'false' }]),
      action: JSON.stringify({ kind: 'removeLicence' }),
      first_seen_on: '2026-06-01',
      last_seen_on: '2026-06-30',
      ...given,
    });

  const skuDay = (connectionId: string, given: Row = {}): Promise<void> =>
    write('licence_sku_day', {
      organisation_id: organisationId,
      connection_id: connectionId,
      day: '2026-06-30',
      sku_id: 'sku-e3',
      part_number: 'SPE_E3',
      is_paid: true,
      bought: 10,
      assigned: 8,
      active: 5,
      stale: 1,
      inactive: 1,
      never: 1,
      unknown: 0,
      monthly_cost: '390',
      currency: 'EUR',
      savings: JSON.stringify({ 'freed-seat': '39.00' }),
      findings: 1,
      ...given,
    });

  const workloadDay = (connectionId: string, given: Row = {}): Promise<void> =>
    write('licence_workload_day', {
      organisation_id: organisationId,
      connection_id: connectionId,
      day: '2026-06-30',
      workload: 'exchange',
      licensed: 8,
      active: 5,
      never: 1,
      figures: JSON.stringify({
        periodDays: 30,
        refreshedOn: '2026-06-28',
        missing: null,
        concealed: false,
        figures: [{ name: 'Send Count', total: 100, perActiveUser: 20 }],
        storageBytes: 8_000_000_000,
        quotaBytes: 400_000_000_000,
        recency: [{ bucket: '7', users: 5 }],
      }),
      ...given,
    });

  return { connection, sync, source, user, sku, subscription, finding, skuDay, workloadDay };
};
