import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landTenant } from '../../../test/support/licences-landed.ts';
import { createTestServer, type Seat, type TestServer } from '../../../test/support/test-server.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { generateTenant } from '../../emulators/microsoft/tenant/tenant.ts';
import { newId } from '../../shared/ids.ts';
import { firstKeptDay, forgetOld, wakeFindings } from './retention.ts';

let server: TestServer;
let owner: Seat;
beforeAll(async () => {
  server = await createTestServer({ services: ['web', 'worker'] });
  owner = await server.asRole('owner');
});
afterAll(() => server.close());

const tenant = generateTenant({ seed: 3, users: 60, asOf: '2026-06-30' });

const makeConnection = async ({ organisationId }: Seat): Promise<string> => {
  const connectionId = newId();
  await server.owner.query(
    `insert into connection (id, organisation_id, kind, name, cloud, level, mode, state, registration, created_at)
      values ($1, $2, 'microsoft', 'Test', 'global', 'administrator', 'application', 'connected', 'installation', now())`,
    [connectionId, organisationId],
  );
  return connectionId;
};

/** A tenant that was read and waits to be judged anew: the next change of a price or of the policy does it. */
const makeTenant = async (seat: Seat): Promise<string> => {
  const connectionId = await makeConnection(seat);
  const syncId = await landTenant(server.owner, {
    organisationId: seat.organisationId,
    connectionId,
    tenant,
  });
  await server.owner.query(
    `insert into licence_judgement (connection_id, organisation_id, sync_id, sync_started_at, as_of, judged_at, users, problems)
      values ($1, $2, $3, '2026-06-01', '2026-06-01', now(), 0, '[]')`,
    [connectionId, seat.organisationId, syncId],
  );
  return connectionId;
};

const path = (seat: Seat, rest: string): string => `/organisations/${seat.organisationId}/licences/${rest}`;

const setPrice = (seat: Seat, sku: string, monthlyPrice: string, currency = 'EUR') =>
  seat.client.call('PUT', path(seat, `prices/${encodeURIComponent(sku)}`), {
    body: { currency, monthlyPrice },
  });

interface Finding {
  readonly id: string;
  readonly state: string;
  readonly price_source: string;
  readonly monthly_saving: string | null;
}

const findings = async (connectionId: string, where = 'true'): Promise<Finding[]> =>
  (
    await server.owner.query<Finding>(
      `select id, state, price_source, monthly_saving from finding where connection_id = $1 and ${where} order by id`,
      [connectionId],
    )
  ).rows;

const auditOf = async (action: string): Promise<{ after: Record<string, unknown> }[]> =>
  (
    await server.owner.query(
      'select after from audit_entry where organisation_id = $1 and action = $2 order by sequence',
      [owner.organisationId, action],
    )
  ).rows;

let connectionId: string;
/** Until no run of the organisation is under way; a failed one is shown. */
const idle = async (seat = owner): Promise<void> => {
  const states = async () =>
    (
      await server.owner.query<{ kind: string; state: string; problem: unknown }>(
        `select kind, state, problem from run where organisation_id = $1 and state in ('queued', 'running')`,
        [seat.organisationId],
      )
    ).rows;
  await waitFor(states, (rows) => rows.length === 0);
};

describe('a price', () => {
  beforeAll(async () => {
    connectionId = await makeTenant(owner);
  });

  it('that is set judges the landed facts again, without a request', async () => {
    const answer = await setPrice(owner, 'SPE_E3', '29.10');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({
      source: 'contract',
      skuPartNumber: 'SPE_E3',
      name: 'Microsoft 365 E3',
      monthlyPrice: '29.10',
      isEffective: true,
      changedBy: owner.person.name,
    });
    await idle();
    const priced = await findings(
      connectionId,
      `sku_part_number = 'SPE_E3' and rule in ('W01', 'W02', 'W03')`,
    );
    expect(priced.length).toBeGreaterThan(0);
    expect(new Set(priced.map(({ price_source }) => price_source))).toEqual(new Set(['contract']));
    expect((await auditOf('licence-price.set')).at(-1)?.after).toMatchObject({ monthlyPrice: '29.1' });
  });

  it('of a SKU that nobody knows is refused: the name may be mistyped', async () => {
    const answer = await setPrice(owner, 'SPE_E33', '29');
    expect(answer.status).toBe(404);
    expect(answer.json<{ detail: string }>().detail).toContain('SPE_E33');
  });

  it('that is set again replaces itself, whatever the case of the SKU', async () => {
    await setPrice(owner, 'spe_e3', '28');
    const { prices } = (await owner.client.call('GET', path(owner, 'prices'))).json<{
      prices: { source: string; skuPartNumber: string; monthlyPrice: string; isEffective: boolean }[];
    }>();
    const own = prices.filter(({ skuPartNumber }) => skuPartNumber.toUpperCase() === 'SPE_E3');
    expect(own.map(({ source, monthlyPrice, isEffective }) => [source, monthlyPrice, isEffective])).toEqual([
      ['contract', '28.00', true],
      ['reference', '39.00', false],
    ]);
  });

  it('that is removed lets the next one count', async () => {
    const listed = (await owner.client.call('GET', path(owner, 'prices'))).json<{
      prices: { id: string | null; skuPartNumber: string }[];
    }>();
    const id = listed.prices.find(({ id: each, skuPartNumber }) => each && skuPartNumber === 'spe_e3')?.id;
    expect((await owner.client.call('DELETE', path(owner, `prices/${id}`))).status).toBe(204);
    await idle();
    const [finding] = await findings(
      connectionId,
      `sku_part_number = 'SPE_E3' and rule in ('W01', 'W02', 'W03')`,
    );
    expect(finding?.price_source).toBe('reference');
    expect((await owner.client.call('DELETE', path(owner, `prices/${id}`))).status).toBe(404);
  });

  it('of another organisation is not there to be removed', async () => {
    const other = await server.asRole('owner');
    await setPrice(other, 'SPE_E5', '50');
    const { rows } = await server.owner.query('select id from licence_price where organisation_id = $1', [
      other.organisationId,
    ]);
    expect((await owner.client.call('DELETE', path(owner, `prices/${rows[0].id}`))).status).toBe(404);
  });

  it('and what waits to be judged is judged once, however many prices change', async () => {
    const runs = async (): Promise<number> =>
      Number(
        (
          await server.owner.query(
            `select count(*) as n from run where organisation_id = $1 and kind = 'licences.judge'`,
            [owner.organisationId],
          )
        ).rows[0].n,
      );
    const before = await runs();
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => setPrice(owner, 'SPE_E3', String(20 + index))),
    );
    await idle();
    expect((await runs()) - before).toBeLessThan(12);
    const [{ monthly_price: price }] = (
      await server.owner.query(`select monthly_price from licence_price where organisation_id = $1`, [
        owner.organisationId,
      ])
    ).rows;
    const { rows } = await server.owner.query(
      `select unit_price from licence_sku where connection_id = $1 and part_number = 'SPE_E3'`,
      [connectionId],
    );
    expect(rows).toEqual([{ unit_price: price }]);
  });
});

describe('a price list', () => {
  const send = (csv: string, source = 'partner') =>
    owner.client.call('POST', path(owner, 'prices/import'), { body: { csv, source, fileName: 'list.csv' } });
  const stored = async () =>
    (
      await server.owner.query(
        `select source, sku_part_number, monthly_price from licence_price where organisation_id = $1 order by 1, 2`,
        [owner.organisationId],
      )
    ).rows;

  it('replaces all prices of its source and names SKUs that nobody knows', async () => {
    const first = await send('skuPartNumber,currency,monthlyPrice\nSPE_E5,EUR,55\nNO_SUCH_SKU,EUR,1.5\n');
    expect(first.json()).toEqual({ prices: 2, replaced: 0, unknownSkus: ['NO_SUCH_SKU'] });
    const header = '\ufeffSKUPARTNUMBER,Currency,MonthlyPrice,termEndDate,termDuration,billingPlan';
    const second = await send(`${header}\r\n"SPE_E5",EUR,54.25,2027-01-31,p1y,Annual\r\n`);
    expect(second.json()).toEqual({ prices: 1, replaced: 2, unknownSkus: [] });
    expect((await stored()).filter(({ source }) => source === 'partner')).toEqual([
      { source: 'partner', sku_part_number: 'SPE_E5', monthly_price: '54.25' },
    ]);
    await idle();
  });

  it('with errors changes nothing and names every bad row with its column', async () => {
    const before = await stored();
    const answer = await send(
      [
        'skuPartNumber,currency,monthlyPrice,termDuration',
        'SPE_E3,euro,39,',
        'SPE_E5,EUR,60,P1Y',
        'SPE_F1,EUR,-8,',
        'VISIOCLIENT,EUR',
        'SPE_E5,EUR,61,',
        'POWER_BI_PRO,EUR,10,P2Y',
      ].join('\n'),
    );
    expect(answer.status).toBe(400);
    const { detail, meta } = answer.json<{
      detail: string;
      meta: { rows: { row: number; column: string | null }[] };
    }>();
    expect(meta.rows.map(({ row, column }) => [row, column])).toEqual([
      [1, 'currency'],
      [3, 'monthlyPrice'],
      [4, null],
      [5, 'skuPartNumber'],
      [6, 'termDuration'],
    ]);
    for (const place of [
      'row 1, column currency',
      'row 3, column monthlyPrice',
      'row 4:',
      'row 6, column termDuration',
    ])
      expect(detail).toContain(place);
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['no header', 'a,b\n1,2\n'],
    ['nothing', '\n'],
    ['quotes that never end', 'skuPartNumber,currency,monthlyPrice\n"SPE_E3,EUR,1\n'],
  ])('with %s is refused', async (_name, csv) => {
    expect((await send(csv)).status).toBe(400);
  });
});

describe('the policy', () => {
  it('is refused with the place that is wrong', async () => {
    const bad = (policy: object) => owner.client.call('PUT', path(owner, 'policy'), { body: { policy } });
    const answer = await bad({ parameters: { inactiveDays: 'many' } });
    expect(answer.status).toBe(400);
    expect(answer.json<{ detail: string }>().detail).toContain('$.parameters.inactiveDays');
    expect((await bad({ exclude: { people: [] } })).json<{ detail: string }>().detail).toContain(
      '$.exclude.people',
    );
  });

  it('that is set has the facts judged by it, and the log names nobody', async () => {
    const before = await findings(connectionId, `rule = 'W02' and state <> 'gone'`);
    expect(before.length).toBeGreaterThan(0);
    const name = tenant.users[0]?.userPrincipalName;
    const policy = { ...tenant.policy, protect: { users: [name] }, parameters: { inactiveDays: 3000 } };
    const answer = await owner.client.call('PUT', path(owner, 'policy'), { body: { policy } });
    expect(answer.json()).toMatchObject({ effective: { parameters: { inactiveDays: 3000, staleDays: 30 } } });
    expect(answer.json<{ runIds: string[] }>().runIds).toHaveLength(1);
    await idle();
    expect(await findings(connectionId, `rule = 'W02' and state <> 'gone'`)).toEqual([]);
    const read = await owner.client.call('GET', path(owner, 'policy'));
    expect(read.json()).toMatchObject({ policy, changedBy: owner.person.name });
    expect(JSON.stringify(await auditOf('licence-policy.set'))).not.toContain(name);
    await owner.client.call('PUT', path(owner, 'policy'), { body: { policy: { ...tenant.policy } } });
    await idle();
  });
});

describe('triage', () => {
  const triage = (findingIds: readonly string[], decision: object, seat = owner) =>
    seat.client.call('POST', path(seat, 'findings/triage'), { body: { findingIds, decision } });
  const day = (ahead: number): string =>
    new Date(server.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const fresh = async (count: number): Promise<string[]> =>
    (await findings(connectionId, `state in ('new', 'open', 'reopened')`))
      .slice(0, count)
      .map(({ id }) => id);

  it('snoozes, dismisses and reopens, each with its event and evidence', async () => {
    const [id = ''] = await fresh(1);
    expect((await triage([id], { kind: 'snooze', until: day(30), note: 'after the merger' })).json()).toEqual(
      {
        changed: 1,
        skipped: [],
      },
    );
    await triage([id], { kind: 'dismiss', reason: 'needed', note: 'lab' });
    await triage([id], { kind: 'reopen' });
    const { rows } = await server.owner.query(
      'select from_state, to_state, by_name, reason, until::text from finding_event where finding_id = $1 order by sequence',
      [id],
    );
    const by_name = owner.person.name;
    expect(rows.slice(-3)).toEqual([
      {
        from_state: expect.any(String),
        to_state: 'snoozed',
        by_name,
        reason: 'after the merger',
        until: day(30),
      },
      { from_state: 'snoozed', to_state: 'dismissed', by_name, reason: 'needed: lab', until: null },
      { from_state: 'dismissed', to_state: 'open', by_name, reason: null, until: null },
    ]);
    expect((await auditOf('finding.snoozed')).at(-1)?.after).toEqual({
      count: 1,
      findingIds: [id],
      until: day(30),
    });
  });

  it('lets the savings of the day follow: what it takes out of the findings is no longer to be saved', async () => {
    const undecided = `state in ('new', 'open', 'reopened') and superseded_by is null`;
    const ofFindings = async () =>
      (
        await server.owner.query(
          `select sku_part_number as sku, count(*)::int as findings,
            coalesce(sum(monthly_saving) filter (where saving_kind = 'freed-seat'), 0)::float as freed
          from finding where connection_id = $1 and ${undecided} group by 1 order by 1`,
          [connectionId],
        )
      ).rows;
    const ofDay = async () =>
      (
        await server.owner.query(
          `select part_number as sku, findings, coalesce((savings->>'freed-seat')::float, 0) as freed
          from licence_sku_day d join licence_judgement j using (connection_id)
          where connection_id = $1 and day = j.as_of and findings > 0 order by 1`,
          [connectionId],
        )
      ).rows;
    const everyDay = async () =>
      (
        await server.owner.query(
          `select day::text, sku_id, part_number, is_paid, bought, assigned, active, stale, inactive, never, unknown,
            monthly_cost, currency, savings, findings from licence_sku_day where connection_id = $1 order by 1, 2`,
          [connectionId],
        )
      ).rows;
    const ids = (
      await findings(connectionId, `${undecided} and saving_kind = 'freed-seat' and monthly_saving > 0`)
    )
      .slice(0, 3)
      .map(({ id }) => id);
    expect(ids).toHaveLength(3);
    const before = await everyDay();
    await triage(ids, { kind: 'dismiss', reason: 'needed' });
    expect(await everyDay()).not.toEqual(before);
    expect(await ofDay()).toEqual(await ofFindings());
    await triage(ids, { kind: 'reopen' });
    expect(await ofDay()).toEqual(await ofFindings());
    expect(await everyDay()).toEqual(before);
  });

  it('does all or, where one finding is not there, none', async () => {
    const [id = ''] = await fresh(1);
    const before = await findings(connectionId);
    expect((await triage([id, newId()], { kind: 'dismiss', reason: 'wrong' })).status).toBe(404);
    const other = await server.asRole('owner');
    expect((await triage([id], { kind: 'dismiss', reason: 'wrong' }, other)).status).toBe(404);
    expect(await findings(connectionId)).toEqual(before);
  });

  it('says which findings a decision does not apply to', async () => {
    const [open = '', gone = ''] = await fresh(2);
    await server.owner.query(`update finding set state = 'gone' where id = $1`, [gone]);
    const answer = await triage([open, gone], { kind: 'dismiss', reason: 'exception' });
    expect(answer.json()).toEqual({ changed: 1, skipped: [{ findingId: gone, state: 'gone' }] });
  });

  it.each([0, -1, 731 + 5])('snoozes to no day %i days ahead', async (ahead) => {
    const [id = ''] = await fresh(1);
    expect((await triage([id], { kind: 'snooze', until: day(ahead) })).status).toBe(400);
  });

  it('is for those who decide: an analyst may not', async () => {
    const analyst = await server.asRole('analyst', owner.organisationId);
    const [id = ''] = await fresh(1);
    const answer = await triage([id], { kind: 'reopen' }, analyst);
    expect(answer.status).toBe(403);
  });

  it('ends by itself on the day of a snooze', async () => {
    const [id = ''] = await fresh(1);
    await triage([id], { kind: 'snooze', until: day(1) });
    const wake = (at: Date) =>
      server.kernel.tenancy.write({ organisationId: owner.organisationId }, (tx) =>
        wakeFindings(tx, { organisationId: owner.organisationId, at, newId }),
      );
    expect(await wake(server.clock.now())).toBe(0);
    expect(await wake(new Date(`${day(1)}T00:00:00Z`))).toBe(1);
    expect((await findings(connectionId, `id = '${id}'`))[0]?.state).toBe('open');
  });
});

describe('the cheapest mix', () => {
  it('is computed, proven and exported with today’s and the proposed SKUs', async () => {
    const at = path(owner, `connections/${connectionId}/mix`);
    expect((await owner.client.call('GET', at)).json()).toMatchObject({ result: null, isOutdated: false });
    expect((await owner.client.call('GET', `${at}/export`)).status).toBe(404);
    const bad = await owner.client.call('POST', at, { body: { policy: { keepSecurity: 'no' } } });
    expect(bad.status).toBe(400);
    expect(bad.json<{ detail: string }>().detail).toContain('$.keepSecurity');
    const asked = await owner.client.call('POST', at, { body: { policy: { keepUnknown: true } } });
    expect(asked.status).toBe(202);
    await idle();
    const mix = (await owner.client.call('GET', at)).json<{
      result: { isProven: boolean; users: number; monthlySaving: string };
      isOutdated: boolean;
    }>();
    expect(mix).toMatchObject({
      isOutdated: false,
      policy: { keepUnknown: true },
      result: { isProven: true },
    });
    const { text } = await owner.client.call('GET', `${at}/export`);
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe('User,User id,Today,Proposed,Changes');
    expect(lines).toHaveLength(mix.result.users + 1);
  });

  it('is outdated by another price until it is computed anew, which happens by itself', async () => {
    const at = path(owner, `connections/${connectionId}/mix`);
    const computedAt = async () =>
      (await owner.client.call('GET', at)).json<{ computedAt: string; isOutdated: boolean }>();
    const before = await computedAt();
    await setPrice(owner, 'SPE_E5', '12');
    await waitFor(computedAt, (now) => now.computedAt !== before.computedAt && !now.isOutdated);
  });

  it('of another organisation’s tenant is not there', async () => {
    const other = await server.asRole('owner');
    const at = path(other, `connections/${connectionId}/mix`);
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', '/export'],
    ] as const)
      expect(
        (await other.client.call(method, `${at}${rest}`, method === 'POST' ? { body: {} } : {})).status,
      ).toBe(404);
  });
});

describe('after 24 months', () => {
  it.each([
    ['2026-06-30T12:00:00Z', '2024-06-30'],
    ['2026-02-28T12:00:00Z', '2024-02-28'],
    ['2024-02-29T12:00:00Z', '2022-02-28'],
  ])('on %s, %s is the first day that is kept', (now, first) => {
    expect(firstKeptDay(new Date(now))).toBe(first);
  });

  it('snapshots, findings that are gone and their events are forgotten, and nothing else', async () => {
    const seat = await server.asRole('owner');
    const other = await makeTenant(seat);
    await setPrice(seat, 'SPE_E3', '1');
    await idle(seat);
    const [kept, gone, late] = await findings(other);
    await server.owner.query(`update finding set state = 'gone', last_seen_on = '2024-06-29' where id = $1`, [
      gone?.id,
    ]);
    await server.owner.query(`update finding set state = 'gone', last_seen_on = '2024-06-30' where id = $1`, [
      late?.id,
    ]);
    await server.owner.query(`update finding set state = 'open', last_seen_on = '2024-01-01' where id = $1`, [
      kept?.id,
    ]);
    await server.owner.query(`update finding_event set at = '2024-06-29T23:59:59Z' where finding_id = $1`, [
      kept?.id,
    ]);
    for (const table of ['licence_sku_day', 'licence_workload_day']) {
      const { rows } = await server.owner.query(`select * from ${table} where connection_id = $1 limit 1`, [
        other,
      ]);
      for (const day of ['2024-06-29', '2024-06-30']) {
        const row = { ...rows[0], day };
        const columns = Object.keys(row);
        await server.owner.query(
          `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
          Object.values(row).map((value) =>
            value !== null && typeof value === 'object' && !(value instanceof Date)
              ? JSON.stringify(value)
              : value,
          ),
        );
      }
    }
    const ids = (await findings(other)).map(({ id }) => id);
    await server.kernel.tenancy.write({ organisationId: seat.organisationId }, (tx) =>
      forgetOld(tx, '2024-06-30'),
    );
    expect((await findings(other)).map(({ id }) => id)).toEqual(ids.filter((id) => id !== gone?.id));
    for (const table of ['licence_sku_day', 'licence_workload_day']) {
      const { rows } = await server.owner.query(
        `select distinct day::text as day from ${table} where connection_id = $1 order by 1`,
        [other],
      );
      expect(
        rows.map(({ day }) => day),
        table,
      ).toEqual(['2024-06-30', '2026-06-30']);
    }
    const { rows } = await server.owner.query(
      'select count(*)::int as n from finding_event where finding_id = $1',
      [kept?.id],
    );
    expect(rows[0].n).toBe(0);
  });
});
