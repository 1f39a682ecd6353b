import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJudgeBench, type JudgeBench } from '../../../../test/support/licences-judge.ts';
import { type Landing, landTenant } from '../../../../test/support/licences-landed.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';
import { userDetailsSchema } from '../user-details.ts';

let bench: JudgeBench;
beforeAll(async () => {
  bench = await createJudgeBench();
});
afterAll(() => bench.close());

const seed = { seed: 7, users: 120 };
const firstDay = '2026-06-01';
const tenant = generateTenant({ ...seed, asOf: firstDay });
/** The same tenant on a later day of the month. */
const on = (day: number) =>
  generateTenant({ ...seed, asOf: `2026-06-${String(day).padStart(2, '0')}`, present: '2026-06-30' });

interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly sku_part_number: string;
  readonly quantity: string;
  readonly superseded_by: string | null;
  readonly state: string;
  readonly monthly_saving: string | null;
  readonly currency: string | null;
  readonly price_source: string;
  readonly department: string | null;
  readonly evidence: unknown;
}

const findingsOf = async (connectionId: string): Promise<FindingRow[]> =>
  (
    await bench.owner.query<FindingRow>('select * from finding where connection_id = $1 order by id', [
      connectionId,
    ])
  ).rows;

const countStates = async (connectionId: string): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { state } of await findingsOf(connectionId)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

const numberOf = async (query: string, ...values: unknown[]): Promise<number> =>
  Number((await bench.owner.query<{ n: string }>(query, values)).rows[0]?.n);

type Made = Awaited<ReturnType<JudgeBench['organisation']>>;

const begin = async (): Promise<Made> => {
  const made = await bench.organisation();
  await bench.setPolicy(made.organisationId, tenant.policy);
  return made;
};

const land = (made: Made, landing: Partial<Landing> = {}): Promise<string> =>
  landTenant(bench.owner, { ...made, tenant, ...landing });

const judgeDay = async (made: Made, landing: Partial<Landing> = {}) => {
  bench.setNow(`${(landing.tenant ?? tenant).asOf}T04:00:00Z`);
  return bench.judge({ ...made, syncId: await land(made, landing) });
};

const lineOf = (row: FindingRow): string =>
  [
    row.rule,
    row.subject_kind,
    row.subject_id,
    row.sku_part_number,
    Number(row.quantity),
    row.superseded_by,
  ].join(' ');

describe('judging a landed tenant', () => {
  it('finds exactly what was planted in it', async () => {
    const made = await begin();
    const result = await judgeDay(made);
    const rows = await findingsOf(made.connectionId);
    const planted = tenant.planted.map(({ rule, subject, skuPartNumber, quantity, supersededBy }) =>
      [rule, subject.kind, subject.id, skuPartNumber, quantity, supersededBy].join(' '),
    );
    expect(rows.map(lineOf).sort()).toEqual(planted.sort());
    expect(result).toMatchObject({ state: 'judged', users: tenant.users.length, findings: planted.length });
    expect(await countStates(made.connectionId)).toEqual({ new: planted.length });
  });

  it('describes every user with what the directory says, and SKUs with who holds them', async () => {
    const made = await begin();
    await judgeDay(made);
    const { rows: users } = await bench.owner.query('select * from licence_user where connection_id = $1', [
      made.connectionId,
    ]);
    expect(users).toHaveLength(tenant.users.length);
    for (const user of users) {
      const given = tenant.users.find(({ id }) => id === user.user_id);
      expect(user).toMatchObject({
        principal_name: given?.userPrincipalName,
        display_name: given?.displayName,
        department: given?.department,
        cost_centre: given?.employeeOrgData?.costCenter ?? null,
        country: given?.usageLocation ?? given?.country,
        is_enabled: given?.accountEnabled,
        is_guest: given?.userType === 'Guest',
      });
      expect([...user.sku_ids].sort()).toEqual(given?.assignedLicenses.map(({ skuId }) => skuId).sort());
      expect(() => userDetailsSchema.parse(user.details)).not.toThrow();
    }
    const { rows: skus } = await bench.owner.query('select * from licence_sku where connection_id = $1', [
      made.connectionId,
    ]);
    for (const sku of skus) {
      const holders = users.filter(({ sku_ids }) => sku_ids.includes(sku.sku_id));
      for (const state of ['active', 'stale', 'inactive', 'never', 'unknown'])
        expect(sku[state], `${sku.part_number} ${state}`).toBe(
          holders.filter((user) => user.state === state).length,
        );
      const given = tenant.subscribedSkus.find(({ skuId }) => skuId === sku.sku_id);
      expect(sku).toMatchObject({ bought: given?.prepaidUnits.enabled, assigned: given?.consumedUnits });
    }
  });

  it('adds to the findings of a user where the user works', async () => {
    const made = await begin();
    await judgeDay(made);
    const rows = (await findingsOf(made.connectionId)).filter(({ subject_kind }) => subject_kind === 'user');
    for (const row of rows)
      expect(row.department).toBe(tenant.users.find(({ id }) => id === row.subject_id)?.department);
  });

  it('sums the savings of the day as the findings have them', async () => {
    const made = await begin();
    await judgeDay(made);
    const ofFindings = await numberOf(
      `select sum(monthly_saving) as n from finding where connection_id = $1 and saving_kind = 'freed-seat'`,
      made.connectionId,
    );
    const ofDay = await numberOf(
      `select sum((savings->>'freed-seat')::numeric) as n from licence_sku_day where connection_id = $1`,
      made.connectionId,
    );
    expect(ofDay).toBe(ofFindings);
    expect(ofFindings).toBeGreaterThan(0);
  });

  it('again changes nothing, and two at once do not interleave', async () => {
    const made = await begin();
    const syncId = await land(made);
    await Promise.all([bench.judge({ ...made, syncId }), bench.judge({ ...made, syncId })]);
    const before = await findingsOf(made.connectionId);
    await bench.judge({ ...made, syncId });
    expect(await findingsOf(made.connectionId)).toEqual(before);
    const events = await numberOf(
      'select count(*) as n from finding_event where organisation_id = $1',
      made.organisationId,
    );
    expect(events).toBe(before.length);
  });

  it('of an older sync never replaces what a newer one said', async () => {
    const made = await begin();
    const older = await land(made, { tenant: on(2) });
    await bench.owner.query(`update sync set state = 'complete' where id = $1`, [older]);
    await judgeDay(made, { tenant: on(9) });
    const before = await findingsOf(made.connectionId);
    expect(await bench.judge({ ...made, syncId: older })).toEqual({ state: 'superseded' });
    expect(await findingsOf(made.connectionId)).toEqual(before);
  });

  it('that was read before a newer one was judged writes nothing after it', async () => {
    const made = await begin();
    const older = await land(made, { tenant: on(2) });
    let newer: unknown;
    const late = await bench.judge(
      { ...made, syncId: older },
      {
        beforeWriting: async () => {
          await judgeDay(made, { tenant: on(9) });
          newer = await findingsOf(made.connectionId);
        },
      },
    );
    expect(late).toEqual({ state: 'superseded' });
    expect(await findingsOf(made.connectionId)).toEqual(newer);
  });

  it('reaches no sync of another organisation', async () => {
    const foreign = await begin();
    const syncId = await land(foreign);
    const own = await begin();
    expect(await bench.judge({ ...own, syncId })).toEqual({ state: 'superseded' });
    expect(await bench.judge({ ...own, connectionId: foreign.connectionId, syncId })).toEqual({
      state: 'superseded',
    });
    expect(await findingsOf(foreign.connectionId)).toEqual([]);
  });

  it('names the source and the place of an answer that is not as documented', async () => {
    const made = await begin();
    const [first, ...others] = tenant.users;
    const broken = { ...first, userPrincipalName: 7 } as unknown as (typeof tenant.users)[number];
    await expect(judgeDay(made, { users: [...others, broken] })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining(`users, page 1, $.value[${others.length}].userPrincipalName`),
    });
    expect(await findingsOf(made.connectionId)).toEqual([]);
  });
});

describe('a judge that dies in the middle', () => {
  it('leaves the former state, and the next try writes the new one', async () => {
    const made = await begin();
    await judgeDay(made, { tenant: on(2) });
    const state = async () => ({
      findings: await findingsOf(made.connectionId),
      users: (
        await bench.owner.query('select * from licence_user where connection_id = $1 order by id', [
          made.connectionId,
        ])
      ).rows,
      days: await numberOf(
        'select count(*) as n from licence_sku_day where connection_id = $1',
        made.connectionId,
      ),
    });
    const before = await state();
    const syncId = await land(made, { tenant: on(12) });
    const dying = bench.judge(
      { ...made, syncId },
      {
        onJudged: async ({ tx }) => {
          await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
        },
      },
    );
    await expect(dying).rejects.toThrow();
    expect(await state()).toEqual(before);
    expect(await bench.judge({ ...made, syncId })).toMatchObject({ state: 'judged' });
    expect(await state()).not.toEqual(before);
  });
});

describe('findings over several days', () => {
  it('take only allowed steps, and each is noted once', async () => {
    const made = await begin();
    const allowed = new Set([
      ...['null new', 'new open', 'new gone', 'open gone', 'reopened gone', 'gone reopened'],
      ...[
        'snoozed open',
        'snoozed gone',
        'dismissed gone',
        'open snoozed',
        'new snoozed',
        'open dismissed',
        'new dismissed',
      ],
    ]);
    let decided = 0;
    for (const day of [1, 4, 8, 12, 16, 20, 24, 28]) {
      // Every other time, some users are protected: what was found about them is gone, and comes back.
      const hidden = day % 8 === 0 ? tenant.users.slice(0, 60).map(({ id }) => id) : [];
      await bench.setPolicy(made.organisationId, {
        ...tenant.policy,
        protect: { users: [...tenant.policy.protect.users, ...hidden] },
      });
      await judgeDay(made, { tenant: on(day) });
      // People decide about some of them, as triage does.
      for (const [index, row] of (await findingsOf(made.connectionId)).entries()) {
        if (!['new', 'open'].includes(row.state) || index % 7 > 1) continue;
        const [to, until] =
          index % 7 === 0 ? ['snoozed', `2026-06-${String(day + 2).padStart(2, '0')}`] : ['dismissed', null];
        await bench.owner.query('update finding set state = $2, snoozed_until = $3 where id = $1', [
          row.id,
          to,
          until,
        ]);
        await bench.owner.query(
          `insert into finding_event (id, organisation_id, finding_id, at, from_state, to_state)
            values (gen_random_uuid(), $1, $2, now(), $3, $4)`,
          [made.organisationId, row.id, row.state, to],
        );
        decided += 1;
      }
    }
    const { rows: events } = await bench.owner.query(
      'select e.finding_id, e.from_state, e.to_state from finding_event e where e.organisation_id = $1 order by e.sequence',
      [made.organisationId],
    );
    const last = new Map<string, string | null>();
    for (const { finding_id, from_state, to_state } of events) {
      expect(allowed, `${from_state} ${to_state}`).toContain(`${from_state} ${to_state}`);
      expect(last.get(finding_id) ?? null).toBe(from_state);
      last.set(finding_id, to_state);
    }
    for (const { id, state } of await findingsOf(made.connectionId)) expect(last.get(id)).toBe(state);
    const steps = new Set(events.map(({ from_state, to_state }) => `${from_state} ${to_state}`));
    for (const step of ['new open', 'open gone', 'snoozed open', 'gone reopened', 'dismissed gone'])
      expect(steps).toContain(step);
    expect(decided).toBeGreaterThan(10);
  });

  it('come back as reopened when they were gone, with the evidence of then', async () => {
    const made = await begin();
    await judgeDay(made, { tenant: on(2) });
    const [inactive] = (await findingsOf(made.connectionId)).filter(({ rule }) => rule === 'W02');
    // The user is excluded for a while.
    await bench.setPolicy(made.organisationId, {
      ...tenant.policy,
      protect: { users: [...tenant.policy.protect.users, inactive?.subject_id] },
    });
    await judgeDay(made, { tenant: on(3) });
    await bench.setPolicy(made.organisationId, tenant.policy);
    await judgeDay(made, { tenant: on(4) });
    const { rows } = await bench.owner.query(
      'select from_state, to_state, evidence from finding_event where finding_id = $1 order by sequence',
      [inactive?.id],
    );
    expect(rows.map(({ from_state, to_state }) => [from_state, to_state])).toEqual([
      [null, 'new'],
      ['new', 'gone'],
      ['gone', 'reopened'],
    ]);
    expect(rows[0].evidence).toEqual(inactive?.evidence);
    expect(rows[1].evidence).toBeNull();
    // Two more days idle: other evidence.
    expect(rows[2].evidence).not.toEqual(rows[0].evidence);
    expect(rows[2].evidence).not.toBeNull();
  });
});

describe('what was read in part', () => {
  it.each([
    ['users whose reading was cut off', { states: { users: 'partial' } }, 'users-incomplete'],
    ['licences whose reading was cut off', { states: { subscribedSkus: 'partial' } }, 'skus-incomplete'],
    ['far fewer users than before', { users: tenant.users.slice(0, 40) }, 'far-fewer-users'],
  ] as const)('makes nothing gone: %s', async (_name, landing, code) => {
    const made = await begin();
    await judgeDay(made);
    const before = await findingsOf(made.connectionId);
    const later = { ...landing, startedAt: new Date('2026-06-02T03:00:00Z') };
    expect(await judgeDay(made, later)).toMatchObject({ state: 'kept', code });
    expect(await findingsOf(made.connectionId)).toEqual(before);
    const kept = await bench.owner.query(
      'select kept, users from licence_judgement where connection_id = $1',
      [made.connectionId],
    );
    expect(kept.rows[0]).toMatchObject({ kept: { code }, users: tenant.users.length });
  });

  it('is believed when two days in a row say the same', async () => {
    const made = await begin();
    await judgeDay(made);
    const few = (day: number) => {
      const users = on(day).users.slice(0, 40);
      return { tenant: on(day), users };
    };
    expect(await judgeDay(made, few(2))).toMatchObject({ state: 'kept' });
    expect(await judgeDay(made, few(3))).toMatchObject({ state: 'judged', users: 40 });
    expect((await countStates(made.connectionId)).gone).toBeGreaterThan(0);
  });

  it('leaves the findings of a rule whose report could not be read this time', async () => {
    const made = await begin();
    await judgeDay(made, { tenant: on(2) });
    const of = async () => (await findingsOf(made.connectionId)).filter(({ rule }) => /^R0[18]$/.test(rule));
    const before = await of();
    expect(before.length).toBeGreaterThan(0);
    await judgeDay(made, { tenant: on(3), states: { 'getTeamsUserActivityUserDetail.D180': 'failed' } });
    expect((await of()).map(({ state }) => state)).not.toContain('gone');
    await judgeDay(made, { tenant: on(4), states: { 'getTeamsUserActivityUserDetail.D180': 'missing' } });
    expect((await of()).every(({ state }) => state === 'gone')).toBe(true);
  });

  it('is judged where nothing was known before', async () => {
    const made = await begin();
    expect(await judgeDay(made, { states: { groups: 'missing', users: 'partial' } })).toMatchObject({
      state: 'judged',
    });
  });
});

describe('prices', () => {
  const savingsOf = async (connectionId: string, sku: string) =>
    (await findingsOf(connectionId)).filter(
      ({ sku_part_number, rule, superseded_by }) =>
        sku_part_number === sku && /^W0[1-36]$/.test(rule) && superseded_by === null,
    );
  /** A SKU that many hold. */
  const wasted = 'SPE_E3';

  it('count in the order of trust, and a finding says whose it rests on', async () => {
    const made = await begin();
    const syncId = await land(made);
    const judged = async (): Promise<FindingRow[]> => {
      await bench.judge({ ...made, syncId });
      return savingsOf(made.connectionId, wasted);
    };
    const first = await judged();
    expect(first.length).toBeGreaterThan(0);
    for (const row of first)
      expect(row).toMatchObject({ price_source: 'reference', currency: 'USD', monthly_saving: '39.00' });
    await bench.setPrice(made.organisationId, 'partner', wasted.toLowerCase(), '31.5', 'EUR');
    for (const row of await judged())
      expect(row).toMatchObject({ price_source: 'partner', currency: 'EUR', monthly_saving: '31.50' });
    await bench.setPrice(made.organisationId, 'contract', wasted, '29.10', 'EUR');
    const last = await judged();
    for (const row of last)
      expect(row).toMatchObject({ price_source: 'contract', monthly_saving: '29.10', state: 'new' });
    expect(JSON.stringify(last[0]?.evidence)).toContain('"source":"contract"');
    const { rows } = await bench.owner.query(
      'select unit_price, currency, price_source from licence_sku where connection_id = $1 and part_number = $2',
      [made.connectionId, wasted],
    );
    expect(rows).toEqual([{ unit_price: '29.1', currency: 'EUR', price_source: 'contract' }]);
  });

  it('that nobody knows stay unknown: null, not zero', async () => {
    const made = await begin();
    await judgeDay(made);
    const { rows } = await bench.owner.query(
      `select part_number from licence_sku where connection_id = $1 and price_source = 'unpriced' and standing = 'paid'`,
      [made.connectionId],
    );
    const unpriced = new Set(rows.map(({ part_number }) => part_number));
    const findings = (await findingsOf(made.connectionId)).filter(
      ({ sku_part_number, rule }) => unpriced.has(sku_part_number) && /^W0[1-3]$/.test(rule),
    );
    for (const row of findings) expect(row).toMatchObject({ monthly_saving: null, price_source: 'unpriced' });
    const cost = await bench.owner.query(
      `select monthly_cost, is_paid from licence_sku_day where connection_id = $1 and part_number = any($2)`,
      [made.connectionId, [...unpriced]],
    );
    for (const row of cost.rows) expect(row).toEqual({ monthly_cost: null, is_paid: true });
  });

  it('that change while a tenant is judged are the ones that count', async () => {
    const made = await begin();
    const syncId = await land(made);
    let tries = 0;
    await bench.judge(
      { ...made, syncId },
      {
        beforeWriting: async () => {
          tries += 1;
          if (tries === 1) await bench.setPrice(made.organisationId, 'contract', wasted, '5');
        },
      },
    );
    expect(tries).toBe(2);
    for (const row of await savingsOf(made.connectionId, wasted)) expect(row.monthly_saving).toBe('5.00');
  });
});

describe('the use of workloads', () => {
  it('is counted for licensed users, and shown as missing where no report was read', async () => {
    const made = await begin();
    await judgeDay(made, { states: { 'getYammerActivityUserDetail.D180': 'missing' } });
    const { rows } = await bench.owner.query('select * from licence_workload_day where connection_id = $1', [
      made.connectionId,
    ]);
    const of = (workload: string) => rows.find((row) => row.workload === workload);
    expect(rows).toHaveLength(7);
    for (const row of rows) {
      expect(row.active + row.never).toBeLessThanOrEqual(row.licensed);
      const users = await numberOf(
        `select count(*) as n from licence_user, jsonb_array_elements(details->'workloads') w
          where connection_id = $1 and w->>'workload' = $2 and (w->>'licensed')::boolean`,
        made.connectionId,
        row.workload,
      );
      expect(row.licensed, row.workload).toBe(users);
    }
    expect(of('exchange')).toMatchObject({ figures: { periodDays: 180, missing: null, concealed: false } });
    expect(of('exchange').figures.storageBytes).toBeGreaterThan(0);
    expect(of('teams').figures.figures.length).toBeGreaterThan(3);
    expect(of('yammer').figures).toMatchObject({ missing: 'test', figures: [] });
  });

  it('is counted by rows where names are concealed, and nobody is called inactive by it', async () => {
    const made = await begin();
    await judgeDay(made, { concealed: true });
    const { rows } = await bench.owner.query(
      `select active, figures from licence_workload_day where connection_id = $1 and workload = 'teams'`,
      [made.connectionId],
    );
    expect(rows[0]).toMatchObject({ figures: { concealed: true } });
    expect(rows[0].active).toBeGreaterThan(0);
  });
});
