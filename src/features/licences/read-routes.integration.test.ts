import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLicenceRows } from '../../../test/support/licence-rows.ts';
import { createTestServer, type Seat, type TestServer } from '../../../test/support/test-server.ts';
import { createShippedCatalogue, shippedCatalogueData } from '../../engines/licences/catalogue/shipped.ts';
import { newId } from '../../shared/ids.ts';
import type {
  FindingDetail,
  FindingRow,
  Inventory,
  LicenceOverview,
  LicenceUser,
  LicenceUserDetail,
  Renewal,
  Usage,
} from '../../shared/licences/contract.ts';
import { readRoutes } from './read-routes.ts';

let server: TestServer;
let analyst: Seat;
let stranger: Seat;
let at: string;
let contoso: string;
let fabrikam: string;
let rows: ReturnType<typeof createLicenceRows>;

const e3 = { sku_id: '05e9a617-0261-4cee-bb44-138d3ef5d965', part_number: 'SPE_E3' };

beforeAll(async () => {
  const catalogue = createShippedCatalogue(shippedCatalogueData());
  server = await createTestServer({
    server: {
      // The routes of the product with a clock that stands still.
      extend: (composed) => {
        const clock = { now: () => new Date('2026-06-30T12:00:00Z') };
        const own = readRoutes({ catalogue, clock });
        const ids = new Set(own.map(({ endpoint }) => endpoint.id));
        const others = composed.routes.filter(({ endpoint }) => !ids.has(endpoint.id));
        return { ...composed, routes: [...others, ...own] };
      },
    },
  });
  analyst = await server.asRole('analyst');
  stranger = await server.asRole('owner');
  at = `/organisations/${analyst.organisationId}/licences`;
  rows = createLicenceRows(server.owner, analyst.organisationId);
  contoso = await rows.connection();
  fabrikam = await rows.connection({ name: 'Fabrikam', is_concealed: true });
});
afterAll(() => server.close());

const get = async <T>(path: string, seat = analyst): Promise<T> => {
  const answer = await seat.client.call('GET', `${at}${path}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json<T>();
};

describe('the inventory', () => {
  beforeAll(async () => {
    const sync = await rows.sync(contoso);
    await rows.source(sync, { name: 'users' });
    await rows.source(sync, {
      name: 'getMailboxUsageDetail',
      state: 'missing',
      reason: JSON.stringify({ code: 'forbidden', detail: 'no' }),
    });
    await rows.sku(contoso, { ...e3, name: 'Microsoft 365 E3' });
    await rows.sku(fabrikam, {
      ...e3,
      name: 'Microsoft 365 E3',
      currency: 'USD',
      unit_price: '36.05',
      bought: 3,
      assigned: 4,
    });
    await rows.sku(contoso, {
      sku_id: 'free',
      part_number: 'FLOW_FREE',
      name: 'Flow',
      standing: 'free',
      unit_price: null,
      currency: null,
      price_source: 'unpriced',
    });
    await rows.subscription(contoso, { sku_id: e3.sku_id, next_event_on: '2026-08-15' });
    await rows.subscription(contoso, { sku_id: e3.sku_id, next_event_on: '2027-01-01' });
    await rows.finding(contoso, { monthly_saving: '39', subject_id: 'u1' });
    await rows.finding(contoso, { monthly_saving: '0', superseded_by: 'W01', rule: 'W02', subject_id: 'u1' });
    await rows.finding(contoso, { state: 'dismissed', subject_id: 'u2' });
    await rows.finding(contoso, {
      rule: 'O01',
      subject_kind: 'sku',
      subject_id: 'SPE_E3',
      subject_label: 'SPE_E3',
      quantity: '2',
      monthly_saving: '78',
      saving_kind: 'cash-at-renewal',
    });
  });

  it('has cost, waste by kind and the next renewal of each SKU, and never adds kinds or currencies', async () => {
    const { skus, totals } = await get<Inventory>('/skus');
    const own = skus.find((sku) => sku.connectionId === contoso && sku.skuPartNumber === 'SPE_E3');
    expect(own).toMatchObject({
      bought: 10,
      assigned: 8,
      spare: 2,
      monthlyCost: '390.00',
      findings: 2,
      renewsOn: '2026-08-15',
      waste: [
        {
          currency: 'EUR',
          byKind: { 'freed-seat': '39.00', 'cash-at-renewal': '78.00', 'avoided-purchase': '0.00' },
        },
      ],
    });
    expect(totals.monthlyCost).toEqual([
      { currency: 'EUR', amount: '390.00' },
      { currency: 'USD', amount: '108.15' },
    ]);
    expect(totals).toMatchObject({ bought: 13, assigned: 12, findings: 2, unpricedSkus: 0 });
  });

  it('says a negative spare where more are assigned than bought, and no cost for what is free', async () => {
    const { skus } = await get<Inventory>('/skus');
    expect(skus.find((sku) => sku.connectionId === fabrikam)?.spare).toBe(-1);
    expect(skus.find((sku) => sku.skuPartNumber === 'FLOW_FREE')?.monthlyCost).toBeNull();
  });

  it('names the sources that are missing, and leaves out a tenant that was never synced', async () => {
    const { facts } = await get<Inventory>('/skus');
    expect(facts.map(({ connectionId }) => connectionId)).toEqual([contoso]);
    expect(facts[0]?.weakSources).toEqual([{ name: 'getMailboxUsageDetail', reason: 'forbidden' }]);
  });

  it('says of a tenant whether it is still read: the figures of a revoked one no longer change', async () => {
    const stateOf = async () => (await get<Inventory>('/skus')).facts[0]?.connectionState;
    expect(await stateOf()).toBe('connected');
    await server.owner.query(`update connection set state = 'revoked' where id = $1`, [contoso]);
    expect(await stateOf()).toBe('revoked');
    await server.owner.query(`update connection set state = 'connected' where id = $1`, [contoso]);
  });

  it('is empty for another organisation, even with the id of the connection', async () => {
    const path = `/organisations/${stranger.organisationId}/licences/skus?connectionId=${contoso}`;
    const answer = await stranger.client.call('GET', path);
    expect(answer.json<Inventory>()).toMatchObject({ skus: [], facts: [], totals: { users: 0, bought: 0 } });
  });

  it('leaves as CSV, with the export in the audit log', async () => {
    const answer = await analyst.client.call('GET', `${at}/skus/export?format=csv`);
    expect(answer.text).toContain('Microsoft 365 E3,SPE_E3,');
    const { rows: entries } = await server.owner.query(
      `select action from audit_entry where organisation_id = $1 and action = 'licences.exported'`,
      [analyst.organisationId],
    );
    expect(entries).toHaveLength(1);
  });
});

describe('renewals', () => {
  it('come soonest first, and share the spare seats of their SKU: none is saved twice', async () => {
    const small = await rows.subscription(contoso, {
      sku_id: e3.sku_id,
      seats: 1,
      next_event_on: '2026-07-10',
    });
    const { renewals } = await get<{ renewals: Renewal[] }>(`/renewals?connectionId=${contoso}`);
    expect(renewals.map(({ date }) => date)).toEqual(['2026-07-10', '2026-08-15', '2027-01-01']);
    expect(renewals[0]).toMatchObject({
      daysLeft: 10,
      seats: 1,
      spareSeats: 1,
      monthlySaving: '39.00',
      monthlyCost: '39.00',
    });
    expect(renewals[1]).toMatchObject({ spareSeats: 1, monthlySaving: '39.00', freeableSeats: 1 });
    expect(renewals[2]).toMatchObject({ spareSeats: 0, monthlySaving: null });
    await server.owner.query('delete from licence_subscription where id = $1', [small]);
  });

  it('leave as a calendar whose lines are at most 75 octets', async () => {
    const name = `Produkt; mit, „Zeichen“ ${'ä'.repeat(120)}`;
    await rows.sku(contoso, { sku_id: 'long', part_number: 'LONG', name });
    await rows.subscription(contoso, { sku_id: 'long', next_event_on: '2026-12-31' });
    const { text } = await analyst.client.call('GET', `${at}/renewals/export?format=ics`);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const unfolded = text.replaceAll('\r\n ', '');
    expect(unfolded).toContain(`SUMMARY:Produkt\\; mit\\, „Zeichen“ ${'ä'.repeat(120)}\\, 10 seats: renews`);
    expect(unfolded).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101');
    await server.owner.query(`delete from licence_sku where sku_id = 'long'`);
    await server.owner.query(`delete from licence_subscription where sku_id = 'long'`);
  });
});

describe('users', () => {
  const details = {
    licences: [
      {
        skuId: e3.sku_id,
        isHeld: true,
        ways: [{ groupId: 'g1', groupName: 'Sales', state: 'Active', error: null, since: '2026-01-01' }],
        disabledPlans: ['57ff2da0-773e-42df-b2af-ffb7a2317929', 'no-such-plan'],
      },
    ],
    workloads: [
      {
        workload: 'teams',
        licensed: true,
        lastActivityOn: '2026-06-29',
        covered: true,
        source: 'getTeamsUserActivityUserDetail',
        storageBytes: null,
      },
    ],
    evidence: [{ source: 'users', field: 'lastSuccessfulSignInDateTime', value: '2026-06-29' }],
  };

  beforeAll(async () => {
    const user = (name: string, given: Record<string, unknown> = {}) =>
      rows.user(contoso, {
        principal_name: `${name}@contoso.example`,
        user_id: name,
        sku_ids: [e3.sku_id],
        ...given,
      });
    await user('u1', {
      display_name: '100% Ada_Lovelace',
      department: 'Research',
      details: JSON.stringify(details),
    });
    await user('u2', { department: null, country: 'NL', monthly_cost: '50', state: 'inactive' });
    await user('u3', { department: 'Sales', sku_ids: [], monthly_cost: null, costs: '[]', is_guest: true });
  });

  const names = async (query: string): Promise<string[]> =>
    (await get<{ items: LicenceUser[] }>(`/users?${query}`)).items.map(({ id }) => id);

  it('are filtered by the server, and an empty department means none', async () => {
    expect(await names('department=')).toEqual(['u2']);
    expect(await names('department=&department=Sales')).toEqual(['u2', 'u3']);
    expect(await names('licensed=false')).toEqual(['u3']);
    expect(await names('guest=true')).toEqual(['u3']);
    expect(await names('state=inactive')).toEqual(['u2']);
    expect(await names('rule=W01')).toEqual(['u1']);
    expect(await names(`skuId=${e3.sku_id}`)).toEqual(['u1', 'u2']);
  });

  it('are searched literally: % and _ are characters, not patterns', async () => {
    expect(await names(`search=${encodeURIComponent('100% ada_')}`)).toEqual(['u1']);
    expect(await names(`search=${encodeURIComponent('_')}`)).toEqual(['u1']);
    expect(await names(`search=${encodeURIComponent('%')}`)).toEqual(['u1']);
  });

  it('come page by page without overlap, unknown costs last in either direction', async () => {
    const first = await get<{ items: LicenceUser[]; nextCursor: string; total: number }>(
      '/users?sort=cost&direction=descending&limit=2',
    );
    expect(first.total).toBe(3);
    const second = await get<{ items: LicenceUser[]; nextCursor: null }>(
      `/users?sort=cost&direction=descending&limit=2&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['u2', 'u1', 'u3']);
    expect(second.nextCursor).toBeNull();
    expect((await names('sort=cost&direction=ascending')).at(-1)).toBe('u3');
  });

  it('refuse a cursor of another kind', async () => {
    const answer = await analyst.client.call('GET', `${at}/users?cursor=bm9wZQ`);
    expect(answer.status).toBe(400);
    expect(answer.problem().detail).toContain('cursor');
  });

  it('show how a licence came, its plans with those switched off, and the findings on it', async () => {
    const detail = await get<LicenceUserDetail>(`/connections/${contoso}/users/U1`);
    expect(detail.licences[0]?.ways[0]).toMatchObject({ groupName: 'Sales' });
    const off = detail.licences[0]?.plans.filter(({ disabled }) => disabled).map(({ name }) => name);
    expect(off).toEqual(['TEAMS1', 'no-such-plan']);
    expect(detail.workloads).toEqual(details.workloads);
    expect(detail.findings.map(({ rule }) => rule)).toEqual(['W01', 'W02']);
    expect(detail.user.savings[0]?.byKind['freed-seat']).toBe('39.00');
  });

  it('of another organisation do not exist', async () => {
    const path = `/organisations/${stranger.organisationId}/licences/connections/${contoso}/users/u1`;
    expect((await stranger.client.call('GET', path)).status).toBe(404);
  });

  it('leave as a file with a formula made harmless', async () => {
    await rows.user(contoso, { principal_name: '=HYPERLINK("http://evil")', user_id: 'u9' });
    const { text } = await analyst.client.call('GET', `${at}/users/export?format=csv`);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    await server.owner.query(`delete from licence_user where user_id = 'u9'`);
  });
});

describe('findings', () => {
  const list = (query: string) =>
    get<{ items: FindingRow[]; total: number; savings: unknown[] }>(`/findings?${query}`);

  it('are those that wait for a decision and carry their own saving, unless others are asked for', async () => {
    expect((await list('')).total).toBe(2);
    expect((await list('superseded=true')).total).toBe(3);
    expect((await list('state=dismissed')).items.map(({ subject }) => subject.id)).toEqual(['u2']);
  });

  it('sum by currency and kind over all pages', async () => {
    const { items, savings } = await list('limit=1');
    expect(items).toHaveLength(1);
    expect(savings).toEqual([
      {
        currency: 'EUR',
        byKind: { 'freed-seat': '39.00', 'cash-at-renewal': '78.00', 'avoided-purchase': '0.00' },
      },
    ]);
  });

  it.each(['rule', 'department', 'country', 'costCentre', 'sku', 'savingKind', 'confidence', 'state'])(
    'grouped by %s lose none of them',
    async (by) => {
      const { groups, findings } = await get<{ groups: { findings: number }[]; findings: number }>(
        `/findings/groups?by=${by}`,
      );
      expect(groups.reduce((sum, group) => sum + group.findings, 0)).toBe(findings);
      expect(findings).toBe(2);
    },
  );

  it('show the evidence, what became of them, and the other findings on the same seat', async () => {
    const { items } = await list('rule=W01');
    const id = items[0]?.id ?? '';
    const detail = await get<FindingDetail>(`/findings/${id}`);
    expect(detail.evidence[0]).toMatchObject({ field: 'accountEnabled' });
    expect(detail.related.map(({ rule }) => rule)).toEqual(['W02']);
    expect(detail.rule.title).not.toBe('');
    const path = `/organisations/${stranger.organisationId}/licences/findings/${id}`;
    expect((await stranger.client.call('GET', path)).status).toBe(404);
  });
});

describe('trends', () => {
  beforeAll(async () => {
    for (const day of ['2026-05-30', '2026-05-31', '2026-06-29', '2026-06-30']) {
      await rows.skuDay(contoso, { ...e3, day, bought: day < '2026-06' ? 20 : 10 });
    }
    // Its last sync failed: the day before stands in.
    await rows.skuDay(fabrikam, {
      ...e3,
      day: '2026-06-29',
      bought: 5,
      currency: 'USD',
      monthly_cost: '180.25',
    });
    await rows.workloadDay(contoso);
    await rows.workloadDay(fabrikam, { licensed: 2, active: 2 });
  });

  it('have one point a day, in which a tenant that missed a day is not missing', async () => {
    const { step, points } = await get<{ step: string; points: { day: string; bought: number }[] }>(
      '/history?from=2026-06-01&to=2026-06-30',
    );
    expect(step).toBe('day');
    expect(points.map(({ day, bought }) => [day, bought])).toEqual([
      ['2026-06-29', 15],
      ['2026-06-30', 15],
    ]);
  });

  it('have the last of each month over long periods', async () => {
    const { step, points } = await get<{ step: string; points: { day: string; bought: number }[] }>(
      '/history',
    );
    expect(step).toBe('month');
    expect(points.map(({ day, bought }) => [day, bought])).toEqual([
      ['2026-05-31', 20],
      ['2026-06-30', 15],
    ]);
  });

  it('of workloads make averages anew over several tenants', async () => {
    const { workloads } = await get<Usage>('/usage');
    expect(workloads).toHaveLength(1);
    expect(workloads[0]).toMatchObject({
      licensed: 10,
      active: 7,
      storageBytes: 16_000_000_000,
      storagePerUserBytes: 1_600_000_000,
    });
    expect(workloads[0]?.figures).toEqual([{ name: 'Send Count', total: 200, perActiveUser: 28.57 }]);
  });
});

describe('the overview', () => {
  it('has spend, savings by kind, findings by rule and the renewals ahead', async () => {
    const overview = await get<LicenceOverview>('/overview');
    expect(overview).toMatchObject({ users: 3, licensedUsers: 2, findings: 2, newFindings: 0 });
    expect(overview.byRule.map(({ rule }) => rule).sort()).toEqual(['O01', 'W01']);
    expect(overview.renewals.map(({ date }) => date)).toEqual(['2026-08-15', '2027-01-01']);
    expect(overview.trend.at(-1)).toMatchObject({ day: '2026-06-30', bought: 15 });
  });

  it('is empty, not an error, for an organisation without a tenant', async () => {
    const answer = await stranger.client.call(
      'GET',
      `/organisations/${stranger.organisationId}/licences/overview`,
    );
    expect(answer.status).toBe(200);
    expect(answer.json<LicenceOverview>()).toMatchObject({ connections: [], findings: 0, trend: [] });
  });

  it('is nothing that a member without the permission may see', async () => {
    const member = await server.asRole('member', analyst.organisationId);
    expect((await member.client.call('GET', `${at}/overview`)).status).toBe(403);
    expect((await member.client.call('GET', `${at}/findings/${newId()}`)).status).toBe(403);
  });
});
