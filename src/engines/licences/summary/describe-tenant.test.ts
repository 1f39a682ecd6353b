import { describe, expect, it } from 'vitest';
import { audit, daysAgo, type Export, idOf, inputOf, sku, user } from '../tenant-fixture.ts';
import { describeTenant, type TenantDescription } from './describe-tenant.ts';

const described = (given: Export): TenantDescription => {
  const steps = describeTenant({ ...inputOf(given), usage: new Map() });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

const userOf = (given: Export, at = 0) => {
  const tenant = described(given);
  const found = tenant.users[at];
  if (!found) throw new Error('no such user');
  return tenant.describe(found);
};

const workload = (given: Export, name: string) =>
  userOf(given).workloads.find((each) => each.workload === name);

describe('a tenant', () => {
  it('is judged exactly as the audit judges it', () => {
    const given: Export = {
      users: [
        user('ann', [{ sku: 'SPE_E5' }, { sku: 'POWER_BI_PRO' }], { accountEnabled: false }),
        user('bob', [{ sku: 'SPE_E3', groups: ['g1'], direct: true }]),
      ],
      skus: [sku('SPE_E5'), sku('SPE_E3'), sku('POWER_BI_PRO')],
    };
    expect(described(given).result).toEqual(audit(given));
  });

  it('lets others work while it is judged, a step after some hundred users', () => {
    const users = Array.from({ length: 1200 }, (_, index) => user(`u${index}`, [{ sku: 'SPE_E3' }]));
    const steps = describeTenant({ ...inputOf({ users, skus: [sku('SPE_E3')] }), usage: new Map() });
    let pauses = 0;
    while (!steps.next().done) pauses += 1;
    expect(pauses).toBe(2);
  });
});

describe('a SKU', () => {
  it.each([
    ['paid', {}, {}],
    ['free', {}, { policy: { freeSkus: ['SPE_E3'] } }],
    ['excluded', {}, { policy: { exclude: { skus: ['SPE_E3'] } } }],
    ['company', { appliesTo: 'Company' }, {}],
    ['trial', {}, { subscriptions: [{ id: 's1', skuId: idOf('SPE_E3'), isTrial: true }] }],
  ] as const)('stands as %s', (standing, more, rest) => {
    expect(described({ skus: [sku('SPE_E3', more)], ...rest }).skus[0]).toMatchObject({ standing });
  });

  it('has its seats, and its holders by activity', () => {
    const signedIn = (days: number) => ({
      signInActivity: { lastSuccessfulSignInDateTime: `${daysAgo(days)}T00:00:00Z` },
    });
    const e3 = [{ sku: 'SPE_E3' }];
    const { skus } = described({
      users: [
        user('a', e3, signedIn(1)),
        user('b', e3, signedIn(45)),
        user('c', e3, signedIn(200)),
        user('d', e3, { signInActivity: null }),
        user('e', [{ sku: 'SPE_E3', state: 'Error', error: 'CountViolation' }], signedIn(1)),
      ],
      skus: [sku('SPE_E3', { consumedUnits: 4, prepaidUnits: { enabled: 9, warning: 2, suspended: 1 } })],
    });
    expect(skus).toMatchObject([
      {
        partNumber: 'SPE_E3',
        bought: 9,
        warning: 2,
        suspended: 1,
        assigned: 4,
        holders: { active: 1, stale: 1, inactive: 1, never: 1, unknown: 0 },
      },
    ]);
  });

  it('that only a user names is shown as well, without a price', () => {
    const { skus } = described({ users: [user('a', [{ sku: 'not-in-any-table' }])], skus: [sku('SPE_E3')] });
    expect(skus.map(({ partNumber, assigned, bought }) => [partNumber, assigned, bought])).toEqual([
      ['SPE_E3', 10, 10],
      ['not-in-any-table', 1, 0],
    ]);
    expect(skus[1]?.price).toBeUndefined();
  });
});

describe('a user', () => {
  it('costs what its paid seats cost, each currency by itself, and says where a price is missing', () => {
    const given: Export = {
      users: [user('ann', [{ sku: 'SPE_E3' }, { sku: 'VISIOCLIENT' }, { sku: 'FLOW_FREE' }, { sku: 'EMS' }])],
      skus: ['SPE_E3', 'VISIOCLIENT', 'FLOW_FREE', 'EMS'].map((each) => sku(each)),
      prices: { SPE_E3: '39.5 EUR', VISIOCLIENT: '15 USD', FLOW_FREE: '99 EUR' },
    };
    expect(userOf(given)).toMatchObject({
      costs: [
        { currency: 'EUR', amount: '39.50' },
        { currency: 'USD', amount: '15.00' },
      ],
      hasUnpriced: true,
    });
  });

  it('shows each licence with the ways it came and the plans that are off', () => {
    const given: Export = {
      users: [
        user('ann', [{ sku: 'SPE_E3', groups: ['g1'], direct: true, since: 10, disabled: ['TEAMS1'] }]),
      ],
      skus: [sku('SPE_E3')],
      groups: [{ id: 'g1', displayName: 'Everyone' }],
    };
    const [licence] = userOf(given).licences;
    const way = { state: 'Active', error: 'None', since: daysAgo(10) };
    expect(licence).toMatchObject({
      skuId: idOf('SPE_E3'),
      isHeld: true,
      ways: [
        { ...way, groupId: null, groupName: null },
        { ...way, groupId: 'g1', groupName: 'Everyone' },
      ],
    });
    expect(licence?.disabledPlans).toHaveLength(1);
  });
});

describe('a workload of a user', () => {
  const name = { 'User Principal Name': 'ann@example.com' };
  const holding = (held: Parameters<typeof user>[1], reports: Export['reports'] = {}): Export => ({
    users: [user('ann', held)],
    skus: [sku('SPE_E3')],
    reports,
  });

  it.each([
    ['SPE_E3', ['apps', 'exchange', 'oneDrive', 'sharePoint', 'teams', 'yammer']],
    ['STANDARDPACK', ['exchange', 'oneDrive', 'sharePoint', 'teams', 'yammer']],
    ['EXCHANGESTANDARD', ['exchange']],
    ['Microsoft_365_Copilot', ['copilot']],
    ['OFFICESUBSCRIPTION', ['apps', 'oneDrive']],
    ['POWER_BI_PRO', []],
    ['EMS', []],
  ])('comes with %s: %j', (held, expected) => {
    const licensed = userOf(holding([{ sku: held }])).workloads.filter((each) => each.licensed);
    expect(licensed.map((each) => each.workload).sort()).toEqual(expected);
  });

  it('does not come with a plan that is off, or a seat that ended in an error', () => {
    expect(workload(holding([{ sku: 'SPE_E3', disabled: ['TEAMS1'] }]), 'teams')?.licensed).toBe(false);
    expect(workload(holding([{ sku: 'SPE_E3', state: 'Error' }]), 'teams')?.licensed).toBe(false);
  });

  it('was used on the latest day of any report, which is named', () => {
    const reports = {
      getOffice365ActiveUserDetail: [
        { ...name, 'Teams Last Activity Date': daysAgo(9), 'Yammer Last Activity Date': '' },
      ],
      getTeamsUserActivityUserDetail: [{ ...name, 'Last Activity Date': daysAgo(4) }],
    };
    expect(workload(holding([{ sku: 'SPE_E3' }], reports), 'teams')).toMatchObject({
      lastActivityOn: daysAgo(4),
      covered: true,
      source: 'getTeamsUserActivityUserDetail',
    });
    // Covered and never used is not the same as unknown.
    expect(workload(holding([{ sku: 'SPE_E3' }], reports), 'yammer')).toMatchObject({
      lastActivityOn: null,
      covered: true,
    });
    expect(workload(holding([{ sku: 'SPE_E3' }], reports), 'copilot')).toMatchObject({
      lastActivityOn: null,
      covered: false,
      source: null,
    });
  });
});
