import { createLicenceRows } from '../../support/licence-rows.ts';
import type { Installation } from './installation.ts';

/** What stands in a tenant that a journey looks at. */
export interface ArrangedTenant {
  readonly connectionId: string;
  /** Ids of the findings that wait for a decision. */
  readonly findings: Readonly<Record<'inactive' | 'disabled' | 'spare', string>>;
}

const e3 = {
  sku_id: '05e9a617-0261-4cee-bb44-138d3ef5d965',
  part_number: 'SPE_E3',
  name: 'Microsoft 365 E3',
};

/** A name as long as names get, which no page may break on. */
export const longName =
  'Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine Senior (extern, Facility Management, Standort Niederösterreich-Süd)';

const details = {
  licences: [
    {
      skuId: e3.sku_id,
      isHeld: true,
      ways: [
        { groupId: null, groupName: null, state: 'Active', error: null, since: '2024-02-01' },
        { groupId: 'g1', groupName: 'LIC-E3', state: 'Active', error: null, since: '2025-01-01' },
      ],
      disabledPlans: [],
    },
  ],
  workloads: [
    {
      workload: 'exchange',
      licensed: true,
      lastActivityOn: '2026-02-01',
      covered: true,
      source: 'getOffice365ActiveUserDetail',
      storageBytes: 1_500_000_000,
    },
    {
      workload: 'teams',
      licensed: true,
      lastActivityOn: null,
      covered: true,
      source: null,
      storageBytes: null,
    },
  ],
  evidence: [{ source: 'audit', field: 'daysIdle', value: '149' }],
};

/** A tenant as a sync and its judging leave it: three users, two SKUs, three findings, two months of history. */
export const arrangeTenant = async (
  { owner }: Installation,
  organisationId: string,
): Promise<ArrangedTenant> => {
  const rows = createLicenceRows(owner, organisationId);
  const connectionId = await rows.connection({ is_concealed: true, is_premium: false });
  await rows.sync(connectionId);
  // The days idle of its users are counted to the day of the facts.
  await owner.query(
    `insert into licence_judgement (connection_id, organisation_id, sync_started_at, as_of, judged_at, users, problems)
     values ($1, $2, '2026-06-30T03:00:00Z', '2026-06-30', '2026-06-30T03:05:00Z', 3, '[]')`,
    [connectionId, organisationId],
  );
  await rows.sku(connectionId, e3);
  await rows.sku(connectionId, {
    sku_id: 'flow',
    part_number: 'FLOW_FREE',
    name: 'Microsoft Power Automate Free',
    standing: 'free',
    bought: 10_000,
    assigned: 3,
    unit_price: null,
    currency: null,
    price_source: 'unpriced',
  });
  await rows.subscription(connectionId, { sku_id: e3.sku_id });
  const user = (id: string, given: Record<string, unknown>) =>
    rows.user(connectionId, {
      user_id: id,
      sku_ids: [e3.sku_id],
      principal_name: `${id}@contoso.example`,
      ...given,
    });
  await user('ada', {
    display_name: 'Ada Lovelace',
    department: 'Research',
    state: 'inactive',
    last_activity_on: '2026-02-01',
    details: JSON.stringify(details),
  });
  await user('grace', { display_name: 'Grace Hopper', department: 'Finance', is_enabled: false });
  await user('hubert', { display_name: longName, department: 'Finance' });
  const findings = {
    inactive: await rows.finding(connectionId, {
      rule: 'W02',
      subject_id: 'ada',
      subject_label: 'ada@contoso.example',
      department: 'Research',
      automation: 'review',
      evidence: JSON.stringify([
        { source: 'users', field: 'signInActivity.lastSuccessfulSignInDateTime', value: '2026-02-01' },
      ]),
    }),
    disabled: await rows.finding(connectionId, {
      subject_id: 'grace',
      subject_label: 'grace@contoso.example',
      department: 'Finance',
    }),
    spare: await rows.finding(connectionId, {
      rule: 'O01',
      subject_kind: 'sku',
      subject_id: 'SPE_E3',
      subject_label: 'SPE_E3',
      quantity: '2',
      monthly_saving: '78',
      saving_kind: 'cash-at-renewal',
      action: JSON.stringify({ kind: 'reduceSeats', seats: '2', renewalDate: '2026-08-15' }),
    }),
  };
  for (const day of ['2026-05-31', '2026-06-30']) {
    await rows.skuDay(connectionId, { ...{ sku_id: e3.sku_id }, day });
    await rows.workloadDay(connectionId, { day });
  }
  return { connectionId, findings };
};
