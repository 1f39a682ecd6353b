import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditResultSchema, type Finding, ruleIds } from '../../shared/licences/audit-result.ts';
import { Exact } from '../../shared/money.ts';
import { strength } from './rules/count-once.ts';
import {
  asOf,
  audit,
  daysAgo,
  type Export,
  found,
  type Held,
  idOf,
  instantAgo,
  prices,
  sku,
  user,
} from './tenant-fixture.ts';

const skuNames = [...Object.keys(prices), 'FLOW_FREE', 'PROJECTPROFESSIONAL', 'SPB'];

const heldBy = fc.uniqueArray(fc.constantFrom(...skuNames), { maxLength: 5 }).chain((names) =>
  fc.tuple(
    ...names.map((name) =>
      fc.record({
        sku: fc.constant(name),
        since: fc.integer({ min: 1, max: 400 }),
        groups: fc.option(fc.subarray(['g1', 'g2'], { minLength: 1 }), { nil: undefined }),
        direct: fc.boolean(),
      }),
    ),
  ),
);

const people = fc
  .array(
    fc.record({
      held: heldBy,
      accountEnabled: fc.boolean(),
      userType: fc.constantFrom('Member', 'Guest'),
      created: fc.integer({ min: 0, max: 900 }),
      left: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
      signedIn: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
      used: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
      purpose: fc.constantFrom('user', 'shared', 'room'),
      calls: fc.integer({ min: 0, max: 1 }),
      desktop: fc.constantFrom('Yes', 'No'),
      bytes: fc.constantFrom('1000', '1999999999', '60000000000'),
    }),
    { maxLength: 8 },
  )
  .map((all): Export => {
    const name = (index: number) => ({ 'User Principal Name': `U${index}@example.com` });
    return {
      users: all.map((each, index) =>
        user(
          `u${index}`,
          each.held.map(({ groups, ...rest }): Held => (groups ? { ...rest, groups } : rest)),
          {
            accountEnabled: each.accountEnabled,
            userType: each.userType,
            createdDateTime: instantAgo(each.created),
            employeeLeaveDateTime: each.left === undefined ? null : instantAgo(each.left),
            signInActivity:
              each.signedIn === undefined
                ? null
                : { lastSuccessfulSignInDateTime: instantAgo(each.signedIn) },
          },
        ),
      ),
      skus: skuNames.map((each) => sku(each)),
      purposes: Object.fromEntries(all.map(({ purpose }, index) => [`id-u${index}`, purpose])),
      reports: {
        getOffice365ActiveUserDetail: all.map(({ used }, index) => ({
          ...name(index),
          'Teams Last Activity Date': used === undefined ? '' : daysAgo(used),
        })),
        getTeamsUserActivityUserDetail: all.map(({ calls }, index) => ({
          ...name(index),
          'Call Count': String(calls),
          'Meetings Organized Count': '0',
          'Report Period': '180',
        })),
        getM365AppUserDetail: all.map(({ desktop }, index) => ({
          ...name(index),
          Windows: desktop,
          Mac: 'No',
          'Report Period': '180',
        })),
        getMailboxUsageDetail: all.map(({ bytes }, index) => ({
          ...name(index),
          'Storage Used (Byte)': bytes,
          'Has Archive': 'False',
        })),
      },
    };
  });

const counted = (findings: readonly Finding[]) =>
  findings.filter(
    ({ subject, supersededBy, rule }) => subject.kind === 'user' && !supersededBy && strength.includes(rule),
  );

/** Part numbers of the seats that a finding takes or replaces. */
const seatsOf = ({ action, skuPartNumber }: Finding): readonly string[] =>
  Array.isArray(action.from) ? action.from.map(String) : [skuPartNumber];

describe('an audit', () => {
  it('counts no seat twice', () => {
    fc.assert(
      fc.property(people, (given) => {
        const taken = counted(audit(given).findings).flatMap((finding) =>
          seatsOf(finding).map((seat) => `${finding.subject.id} ${seat}`),
        );
        expect(new Set(taken).size).toBe(taken.length);
      }),
      { numRuns: 150 },
    );
  });

  it('saves no more on a user than the user costs', () => {
    fc.assert(
      fc.property(people, (given) => {
        const { findings } = audit({ ...given, policy: { freeSkus: [] } });
        for (const each of given.users ?? []) {
          const { id, assignedLicenses } = each as { id: string; assignedLicenses: { skuId: string }[] };
          const list = new Map(Object.entries(prices).map(([name, price]) => [idOf(name), price]));
          const cost = assignedLicenses.reduce(
            (sum, { skuId }) => sum.plus(list.get(skuId) ?? 0),
            new Exact(0),
          );
          const saved = findings
            .filter(({ subject }) => subject.id === id)
            .reduce((sum, { monthlySaving }) => sum.plus(monthlySaving ?? 0), new Exact(0));
          expect(saved.lte(cost)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('does not care about the order of what it reads', () => {
    const reversed = (given: Export): Export => ({
      ...given,
      users: [...(given.users ?? [])].reverse(),
      skus: [...(given.skus ?? [])].reverse(),
      prices: Object.fromEntries(Object.entries(prices).reverse()),
      reports: Object.fromEntries(
        Object.entries(given.reports ?? {})
          .reverse()
          .map(([name, rows]) => [name, [...rows].reverse()]),
      ),
    });
    fc.assert(
      fc.property(people, (given) => {
        expect(JSON.stringify(audit(reversed(given)))).toBe(JSON.stringify(audit(given)));
      }),
      { numRuns: 100 },
    );
  });

  it('adds up: totals are the sums of the findings, and its shape is the contract', () => {
    fc.assert(
      fc.property(people, (given) => {
        const result = audit(given);
        expect(auditResultSchema.parse(result)).toEqual(result);
        for (const { currency, savingByKind } of result.totals) {
          for (const [kind, total] of Object.entries(savingByKind)) {
            const sum = result.findings
              .filter((finding) => finding.currency === currency && finding.savingKind === kind)
              .reduce((before, { monthlySaving }) => before.plus(monthlySaving ?? 0), new Exact(0));
            expect(sum.eq(total)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('orders findings by rule, subject label and SKU', () => {
    fc.assert(
      fc.property(people, (given) => {
        const keys = audit(given).findings.map(
          ({ rule, subject, skuPartNumber }) => `${rule}\u0000${subject.label}\u0000${skuPartNumber}`,
        );
        expect(keys).toEqual([...keys].sort());
      }),
      { numRuns: 50 },
    );
  });
});

describe('guards', () => {
  const left = { employeeLeaveDateTime: instantAgo(5) };
  const skus = [sku('SPE_E3')];
  const w06 = (
    policy: object,
    more: Readonly<Record<string, unknown>> = {},
    held: Held = { sku: 'SPE_E3' },
  ) => found('W06', { users: [user('ann', [held], { ...left, ...more })], skus, policy }).length;
  it.each<[string, object]>([
    ['excluded by name', { exclude: { users: ['ANN@example.com'] } }],
    ['excluded by id', { exclude: { users: ['ID-ANN'] } }],
    ['protected', { protect: { users: ['ann@example.com'] } }],
    ['holding an excluded SKU', { exclude: { skus: ['spe_e3'] } }],
    ['holding a free SKU', { freeSkus: ['SPE_E3'] }],
  ])('pass over a user %s', (_what, policy) => {
    expect(w06(policy)).toBe(0);
    expect(w06({})).toBe(1);
  });
  it('pass over members of excluded groups that license them', () => {
    const held = { sku: 'SPE_E3', groups: ['g1'] };
    expect(w06({ exclude: { groups: ['G1'] } }, {}, held)).toBe(0);
    expect(w06({ exclude: { groups: ['g2'] } }, {}, held)).toBe(1);
  });
  it.each([
    [29, 0],
    [30, 1],
  ])('give accounts created %i days ago %i findings', (days, count) => {
    expect(w06({}, { createdDateTime: instantAgo(days) })).toBe(count);
  });
  it('pass over Company SKUs', () => {
    const users = [user('ann', [{ sku: 'SPE_E3' }], left)];
    expect(found('W06', { users, skus: [sku('SPE_E3', { appliesTo: 'Company' })] })).toEqual([]);
  });
  it('leave SKUs that are only on trial to O04', () => {
    const users = [user('ann', [{ sku: 'SPE_E3', groups: ['g1'], direct: true }], left)];
    const trial = { id: 's1', skuId: idOf('SPE_E3'), isTrial: true, status: 'Enabled' };
    const { findings, totals } = audit({ users, skus, subscriptions: [trial] });
    expect(findings.map(({ rule }) => rule)).toEqual(['O04']);
    expect(totals[0]?.monthlySpend).toBe('0.00');
    const bought = { ...trial, id: 's2', isTrial: false };
    expect(found('W06', { users, skus, subscriptions: [trial, bought] })).toHaveLength(1);
  });
});

describe('prices', () => {
  const given: Export = {
    users: [user('ann', [{ sku: 'SPE_E3' }], { employeeLeaveDateTime: instantAgo(5), userType: 'Guest' })],
    skus: [sku('SPE_E3')],
  };
  it('that are unknown stay unknown, also where another rule counts the seat', () => {
    const { findings, totals, problems } = audit({ ...given, prices: {} });
    expect(
      findings.map(({ rule, monthlySaving, supersededBy }) => [rule, monthlySaving, supersededBy]),
    ).toEqual([
      ['W05', null, 'W06'],
      ['W06', null, null],
    ]);
    expect(totals).toEqual([]);
    expect(problems).toContainEqual(expect.objectContaining({ code: 'unpriced-sku' }));
  });
  it('of the reference list are called so', () => {
    const [finding] = found('W06', { ...given, prices: 'reference' });
    expect(finding).toMatchObject({ monthlySaving: '39.00', currency: 'USD' });
    expect(finding?.evidence).toContainEqual({ source: 'reference', field: 'monthlyPrice', value: '39' });
  });
  it('keep every digit', () => {
    const [finding] = found('W06', { ...given, prices: { SPE_E3: '10.123456' } });
    expect(finding?.monthlySaving).toBe('10.123456');
  });
});

describe('sources', () => {
  const row = (name: string, more: Readonly<Record<string, string>> = {}) => ({
    'User Principal Name': name,
    'Is Deleted': 'False',
    'Teams Last Activity Date': '',
    ...more,
  });
  const source = (...rows: readonly ReturnType<typeof row>[]) => {
    const users = [user('ann', [])];
    return audit({ users, skus: [], reports: { getOffice365ActiveUserDetail: rows } });
  };
  it('count rows without deleted users, and the share that maps', () => {
    const deleted = row('gone@example.com', { 'Is Deleted': 'True' });
    expect(source(row('Ann@example.com'), row('x@example.com'), row('(Unknown)'), deleted).sources).toEqual([
      {
        name: 'getOffice365ActiveUserDetail',
        refreshedOn: daysAgo(2),
        rows: 3,
        fresh: true,
        concealed: false,
        mappedShare: '0.3333',
      },
    ]);
  });
  it('with hashes for names are concealed, and the problem says what to do', () => {
    const { sources, problems } = source(
      row('0123456789ABCDEF0123456789ABCDEF'),
      row('FEDCBA9876543210FEDCBA9876543210'),
    );
    expect(sources[0]?.concealed).toBe(true);
    const detail = expect.stringContaining('Org settings');
    expect(problems).toContainEqual({
      code: 'concealed-names',
      source: 'getOffice365ActiveUserDetail',
      detail,
    });
  });
  it('that are stale or missing are problems', () => {
    const { problems } = source(row('ann@example.com', { 'Report Refresh Date': daysAgo(8) }));
    const codes = problems.map(({ code, source: name }) => `${code} ${name}`);
    expect(codes).toContain('stale-report getOffice365ActiveUserDetail');
    expect(codes).toContain('missing-source subscriptions');
    expect(codes).toContain('missing-source getM365AppUserDetail');
  });
  it('name SKUs that the catalogue does not know by their part number', () => {
    const unknown = {
      ...sku('SPE_E3'),
      skuId: '11111111-2222-4333-8444-555555555555',
      skuPartNumber: 'NEW_SUITE',
    };
    const held = user('ann', [{ sku: '11111111-2222-4333-8444-555555555555' }], { userType: 'Guest' });
    const { findings, problems } = audit({ users: [held], skus: [unknown], prices: { NEW_SUITE: '5' } });
    expect(findings[0]).toMatchObject({ rule: 'W05', skuPartNumber: 'NEW_SUITE', monthlySaving: '5.00' });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'unknown-sku' }));
  });
});

describe('names that mean nothing', () => {
  it('are problems, so that a typing error protects nobody unnoticed', () => {
    const { problems } = audit({
      users: [user('ann', [{ sku: '11111111-2222-4333-8444-555555555555' }])],
      skus: [],
      prices: { SPE_E33: '1', SPE_E3: '1' },
      policy: {
        protect: { users: ['break.glas@example.com', 'ann@example.com'] },
        exclude: { skus: ['VISIO', 'spb'] },
      },
    });
    const named = problems.filter(({ code }) => code.startsWith('unknown-'));
    expect(named.map(({ code, source, detail }) => [code, source, detail.split(' ')[0]])).toEqual([
      ['unknown-sku', 'policy', 'VISIO'],
      ['unknown-sku', 'prices', 'SPE_E33'],
      ['unknown-sku', 'users', '11111111-2222-4333-8444-555555555555'],
      ['unknown-user', 'policy', 'break.glas@example.com'],
    ]);
  });
});

it('a time of the year 1 is no sign-in', () => {
  const users = [
    user('ann', [{ sku: 'SPE_E3' }], { signInActivity: { lastSignInDateTime: '0001-01-01T00:00:00Z' } }),
  ];
  expect(audit({ users, skus: [sku('SPE_E3')] }).findings.map(({ rule }) => rule)).toEqual(['W03']);
});

it('every rule but those of no seat has a place in the order of strength', () => {
  const outside = ruleIds.filter((rule) => !strength.includes(rule));
  expect([asOf, ...outside]).toEqual([asOf, 'D01', 'G01', 'O01', 'O02', 'O03', 'O04', 'W04']);
});
