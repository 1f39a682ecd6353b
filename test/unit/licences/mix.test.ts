import { describe, expect, it } from 'vitest';
import { coversPlans } from '../../../src/engines/licences/catalogue/covers.ts';
import { mixOf, reportsOf, type Seen } from '../../../src/engines/licences/mix/mix-fixture.ts';
import {
  catalogue,
  daysAgo,
  type Export,
  prices,
  sku,
  user,
} from '../../../src/engines/licences/tenant-fixture.ts';
import { createHighs } from '../../../src/platform/solver/highs.ts';
import { type MixResult, mixResultSchema } from '../../../src/shared/licences/mix-result.ts';
import type { LinearSolver } from '../../../src/shared/solver.ts';

const solver = await createHighs();
const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `u${String(at).padStart(4, '0')}`);
const people = (count: number, held: string): readonly object[] =>
  names(count).map((name) => user(name, [{ sku: held }]));
const seen = (count: number, use: Seen = {}) =>
  reportsOf(Object.fromEntries(names(count).map((name) => [name, use])));
const plan = async (given: Export, policy: object = {}, planFor?: string): Promise<MixResult> => {
  const { result } = await mixOf(solver, given, policy, planFor);
  expect(mixResultSchema.parse(result)).toEqual(result);
  return result;
};
const only = (result: MixResult) => {
  expect(result.classes).toHaveLength(1);
  const [first] = result.classes;
  if (!first) throw new Error('no class');
  return first;
};
const choice = (result: MixResult, name: string) => result.choices.find((each) => each.choice === name);
const released = { keepSecurity: false, keepUnknown: false };
const withoutBusiness = { deny: ['O365_BUSINESS_ESSENTIALS', 'O365_BUSINESS_PREMIUM'] };

describe('what reports show decides what is needed', () => {
  it('gives 118 users of web and mail a frontline licence', async () => {
    const result = await plan(
      { users: people(118, 'SPE_E3'), skus: [sku('SPE_E3')], reports: seen(118) },
      { ...released, ...withoutBusiness },
    );
    expect(only(result)).toMatchObject({
      users: 118,
      summary: 'web and mail only',
      from: ['SPE_E3'],
      to: ['SPE_F1'],
    });
    // 118 × 40 and 118 × 8 by the prices of the fixture.
    expect(result).toMatchObject({
      currentMonthlyCost: '4720.00',
      optimalMonthlyCost: '944.00',
      bound: '944.00',
    });
    expect(result).toMatchObject({ isProven: true, gap: '0.000000', monthlySaving: '3776.00' });
    expect(result.savings).toEqual([{ kind: 'freed-seat', from: '2026-06-30', monthlySaving: '3776.00' }]);
  });

  it('gives a mailbox only to SKUs that carry the right to one: Microsoft 365 F1 does not', async () => {
    const given = { users: people(1, 'SPE_E3'), reports: seen(1), prices: { ...prices, M365_F1_COMM: '3' } };
    expect(only(await plan(given, { ...released, ...withoutBusiness })).to).toEqual(['SPE_F1']);
  });

  it.each<readonly [string, Seen, readonly string[]]>([
    ['desktop apps', { desktop: true }, ['O365_BUSINESS_ESSENTIALS', 'OFFICESUBSCRIPTION']],
    ['a mailbox below 2 GB', {}, ['O365_BUSINESS_ESSENTIALS']],
    ['a mailbox of 50 GB', { mailboxBytes: 50e9 }, ['EXCHANGEENTERPRISE', 'SPE_F1']],
    ['an archive', { archive: true }, ['EXCHANGEENTERPRISE', 'SPE_F1']],
    [
      'a mailbox just below 50 GB and files of 2 GB',
      { mailboxBytes: 50e9 - 1, filesBytes: 2e9 },
      ['STANDARDPACK'],
    ],
  ])('an E3 with %s', async (_, use, expected) => {
    const policy =
      expected.includes('STANDARDPACK') || expected.includes('SPE_F1')
        ? { ...released, ...withoutBusiness }
        : released;
    const result = await plan({ users: people(1, 'ENTERPRISEPACK'), reports: seen(1, use) }, policy);
    expect(only(result).to).toEqual(expected);
  });

  it('gives a frontline SKU to nobody who uses desktop apps, though it would be cheaper beside another', async () => {
    const given = { users: people(1, 'SPE_E3'), prices: { SPE_E3: '40', ENTERPRISEPACK: '25', SPE_F1: '8' } };
    const policy = { ...released, baseline: [{ everyone: true, families: ['AAD_PREMIUM'] }] };
    expect(only(await plan({ ...given, reports: seen(1, { desktop: true }) }, policy)).to).toEqual([
      'SPE_E3',
    ]);
    expect(only(await plan({ ...given, reports: seen(1) }, policy)).to).toEqual(['SPE_F1']);
  });

  it('keeps today’s plans of users whom no source covers', async () => {
    const result = await plan(
      { users: [user('a', [{ sku: 'SPE_E3' }], { signInActivity: null })] },
      released,
    );
    expect(only(result)).toMatchObject({ to: ['SPE_E3'], summary: 'use unknown: today’s plans stay' });
    expect(result.problems.map(({ code }) => code)).toContain('missing-source');
  });

  it('needs no plan that is switched off, and says which plans are given up', async () => {
    const users = [user('u0000', [{ sku: 'SPE_E5', disabled: ['MCOEV'] }])];
    const result = await plan({ users, reports: seen(1, { desktop: true, calls: 9 }) }, released);
    const shown = only(result);
    expect(shown.need.map(({ plan: name }) => name)).not.toContain('MCOEV');
    expect(shown.need.map(({ plan: name }) => name)).toContain('MCOMEETADV');
    // 4 + 7 + 12; Office 365 E3 with the add-on would be 29.
    expect(shown.to).toEqual(['MCOMEETADV', 'O365_BUSINESS_ESSENTIALS', 'OFFICESUBSCRIPTION']);
    expect(shown.givesUp).toContain('AAD_PREMIUM_P2');
    expect(shown.givesUp).not.toContain('MCOEV');
  });

  it('says what must be switched on in a licence that stays', async () => {
    const users = [
      user('u0000', [{ sku: 'SPE_E3', disabled: ['OFFICESUBSCRIPTION'] }, { sku: 'OFFICESUBSCRIPTION' }]),
    ];
    const result = await plan({ users, reports: seen(1, { desktop: true }) });
    expect(only(result)).toMatchObject({ to: ['SPE_E3'], switchOn: ['OFFICESUBSCRIPTION'] });
  });

  it('keeps an add-on beside what it is sold with, when nothing else of the suite is used', async () => {
    const users = [user('u0000', [{ sku: 'SPE_E3' }, { sku: 'Microsoft_365_Copilot' }]), user('other', [])];
    const row = {
      'User Principal Name': 'other@example.com',
      'Storage Used (Byte)': '9',
      'Report Period': '180',
    };
    const result = await plan(
      {
        users,
        reports: {
          ...seen(1, { idle: 200 }),
          getMailboxUsageDetail: [row],
          getOneDriveUsageAccountDetail: [{ ...row, 'Owner Principal Name': 'other@example.com' }],
        },
      },
      released,
    );
    expect(only(result).to).toEqual(['EXCHANGESTANDARD', 'Microsoft_365_Copilot']);
  });
});

describe('what policy decides', () => {
  it('keeps security unless it is released, and says what that costs', async () => {
    const given = { users: people(10, 'ENTERPRISEPACK'), reports: seen(10) };
    const kept = await plan(given);
    const free = await plan(given, { keepSecurity: false });
    expect(only(kept).to).toEqual(['ENTERPRISEPACK']);
    expect(only(free).to).toEqual(['O365_BUSINESS_ESSENTIALS']);
    expect(choice(kept, 'keepSecurity')).toMatchObject({
      setting: 'true',
      monthlyPrice: '180.00',
      monthlyPriceUncommitted: '180.00',
    });
    expect(choice(free, 'keepSecurity')).toBeUndefined();
  });

  it('keeps the licences of users who are away, or releases them', async () => {
    const users = [
      user('gone', [{ sku: 'SPE_E3' }], { accountEnabled: false }),
      user('idle', [{ sku: 'SPE_E5' }], {
        signInActivity: { lastSuccessfulSignInDateTime: `${daysAgo(200)}T00:00:00Z` },
      }),
    ];
    const kept = await plan({ users });
    expect(kept).toMatchObject({ optimalMonthlyCost: '100.00', monthlySaving: '0.00' });
    expect(choice(kept, 'inactive')?.monthlyPrice).toBe('100.00');
    expect(await plan({ users }, { inactive: 'release' })).toMatchObject({ optimalMonthlyCost: '0.00' });
  });

  it('keeps a large shared mailbox even then', async () => {
    const users = [user('u0000', [{ sku: 'SPE_E3' }], { accountEnabled: false })];
    const given = { users, purposes: { 'id-u0000': 'shared' }, reports: seen(1, { mailboxBytes: 60e9 }) };
    expect(only(await plan(given, { inactive: 'release' })).to).toEqual(['EXCHANGEENTERPRISE']);
  });

  it('gives everyone the baseline in the cheapest way, and prices it', async () => {
    const given = {
      users: people(4, 'STANDARDPACK'),
      reports: seen(4),
      prices: { ...prices, AAD_PREMIUM_P2: '9', AAD_PREMIUM: '6' },
    };
    const result = await plan(given, {
      ...withoutBusiness,
      baseline: [{ everyone: true, families: ['AAD_PREMIUM'] }],
    });
    // M365 F3 (8) holds Entra P1; E1 with the add-on would be 16.
    expect(only(result).to).toEqual(['SPE_F1']);
    const stronger = await plan(given, {
      ...withoutBusiness,
      baseline: [{ everyone: true, sku: 'AAD_PREMIUM_P2' }],
    });
    expect(only(stronger).to).toEqual(['AAD_PREMIUM_P2', 'SPE_F1']);
    expect(choice(stronger, 'baseline')?.monthlyPrice).toBe('36.00');
  });

  it('gives a baseline to whom its group licenses, and to nobody else', async () => {
    const users = [
      user('a', [{ sku: 'STANDARDPACK', groups: ['g1'] }]),
      user('b', [{ sku: 'STANDARDPACK' }]),
    ];
    const result = await plan(
      { users, prices: { ...prices, AAD_PREMIUM_P2: '9' } },
      { baseline: [{ group: 'G1', families: ['AAD_PREMIUM_P2'] }] },
    );
    expect(result.classes.map(({ labels, to }) => [labels[0], to.includes('AAD_PREMIUM_P2')])).toEqual(
      expect.arrayContaining([
        ['a@example.com', true],
        ['b@example.com', false],
      ]),
    );
  });

  it('accepts that less is enough', async () => {
    const given = { users: people(1, 'ENTERPRISEPACK'), reports: seen(1, { desktop: true }) };
    const result = await plan(given, { ...released, enough: { OFFICESUBSCRIPTION: 'OFFICE_BUSINESS' } });
    expect(only(result).to).toEqual(['O365_BUSINESS_PREMIUM']);
  });

  it('leaves protected users their licences, denied or not', async () => {
    const given = {
      users: people(2, 'SPE_E3'),
      reports: seen(2),
      policy: { protect: { users: ['u0000@example.com'] } },
    };
    const result = await plan(given, { ...released, deny: ['SPE_E3'] });
    const guarded = result.classes.find(({ isGuarded }) => isGuarded);
    expect(guarded).toMatchObject({ labels: ['u0000@example.com'], to: ['SPE_E3'] });
    expect(result.classes.find(({ isGuarded }) => !isGuarded)?.to).toEqual(['O365_BUSINESS_ESSENTIALS']);
  });

  it('keeps today’s licences where nothing allowed meets a need, and says so', async () => {
    const result = await plan({ users: people(1, 'SPE_E5') }, { deny: ['SPE_E5'] });
    expect(only(result)).toMatchObject({ to: ['SPE_E5'] });
    expect(only(result).unmet).toContain('WINDEFATP');
    expect(result.problems.map(({ code }) => code)).toContain('unmet-need');
  });

  it('refuses a baseline of a plan that nobody knows, naming the place', async () => {
    const attempt = plan(
      { users: people(1, 'SPE_E3') },
      { baseline: [{ everyone: true, families: ['AAD_PREMIUN'] }] },
    );
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_input', meta: { place: 'baseline[0]' } });
  });
});

describe('limits, commitments and prices', () => {
  const needsBusiness = {
    users: people(301, 'STANDARDPACK'),
    reports: seen(310, { mailboxBytes: 3e9, filesBytes: 3e9 }),
  };

  it('gives 300 of 301 users a Business SKU, and one another', async () => {
    const result = await plan(needsBusiness, { keepSecurity: false });
    expect(result.classes.map(({ users, to }) => [users, to])).toEqual([
      [300, ['O365_BUSINESS_ESSENTIALS']],
      [1, ['STANDARDPACK']],
    ]);
    expect(result).toMatchObject({ optimalMonthlyCost: '2110.00', bound: '2110.00', isProven: true });
    expect(choice(result, 'businessSeatLimit')?.monthlyPrice).toBe('3.00');
  });

  it('lets those stay who are there already: of equally cheap plans the one with the fewest changes', async () => {
    const held = (at: number): string => (at % 2 === 0 ? 'O365_BUSINESS_ESSENTIALS' : 'STANDARDPACK');
    const users = names(310).map((name, at) => user(name, [{ sku: held(at) }]));
    const result = await plan({ users, reports: needsBusiness.reports }, { keepSecurity: false });
    const moves = result.classes.map((each) => [each.users, each.from.join(), each.to.join()]);
    expect(moves).toEqual([
      [145, 'STANDARDPACK', 'O365_BUSINESS_ESSENTIALS'],
      [155, 'O365_BUSINESS_ESSENTIALS', 'O365_BUSINESS_ESSENTIALS'],
      [10, 'STANDARDPACK', 'STANDARDPACK'],
    ]);
  });

  it('changes nothing for a SKU of the same price', async () => {
    const given = { users: people(2, 'SPE_E3'), prices: { SPE_E3: '40', SPE_E5: '40' } };
    expect(only(await plan(given)).to).toEqual(['SPE_E3']);
  });

  it('counts all Business SKUs together where policy says so', async () => {
    const users = [...people(200, 'O365_BUSINESS_ESSENTIALS'), ...people(400, 'ENTERPRISEPACK').slice(200)];
    const reports = { ...seen(400, { mailboxBytes: 3e9, filesBytes: 3e9 }) };
    const apart = await plan({ users, reports, prices: { ...prices, SPB: '6.50' } }, released);
    const together = await plan(
      { users, reports, prices: { ...prices, SPB: '6.50' } },
      { ...released, businessSeatScope: 'together' },
    );
    const business = (result: MixResult) =>
      result.skus
        .filter(({ skuPartNumber }) => /BUSINESS|SPB/.test(skuPartNumber))
        .reduce((sum, { seatsAfter }) => sum + seatsAfter, 0);
    expect([business(apart), business(together)]).toEqual([400, 300]);
  });

  it('says when needs lie beyond the limit of Business seats', async () => {
    const only7 = { O365_BUSINESS_ESSENTIALS: '7' };
    const result = await plan({ users: people(301, 'O365_BUSINESS_ESSENTIALS'), prices: only7 });
    expect(result.optimalMonthlyCost).toBe('2107.00');
    expect(result.problems.map(({ code }) => code)).toContain('business-seat-limit');
  });

  it('pays committed seats until their term ends, and dates what is saved then', async () => {
    const bought = { prepaidUnits: { enabled: 12, warning: 0, suspended: 0, lockedOut: 0 } };
    const given = {
      users: people(10, 'ENTERPRISEPACK'),
      skus: [sku('ENTERPRISEPACK', bought)],
      reports: seen(10),
      prices: { ...prices, ENTERPRISEPACK: '25 EUR 2026-12-31' },
    };
    const result = await plan(given, released);
    expect(only(result).to).toEqual(['ENTERPRISEPACK']);
    expect(result).toMatchObject({
      currentMonthlyCost: '300.00',
      optimalMonthlyCost: '300.00',
      monthlySaving: '0.00',
    });
    expect(result.steps).toEqual([
      { from: '2026-12-31', ended: ['ENTERPRISEPACK'], monthlyCost: '70.00', bound: '70.00', isProven: true },
    ]);
    expect(result.savings).toEqual([
      { kind: 'cash-at-renewal', from: '2026-12-31', monthlySaving: '230.00' },
    ]);
    expect(result.skus).toContainEqual(
      expect.objectContaining({
        skuPartNumber: 'ENTERPRISEPACK',
        seatsCommitted: 12,
        committedUntil: '2026-12-31',
      }),
    );
    const later = await plan(given, released, '2026-12-31');
    expect(only(later).to).toEqual(['O365_BUSINESS_ESSENTIALS']);
    expect(later.optimalMonthlyCost).toBe('70.00');
  });

  it('holds seats of a subscription up to its renewal', async () => {
    const subscription = {
      id: 's',
      skuId: catalogue.byPartNumber('ENTERPRISEPACK')?.id,
      isTrial: false,
      status: 'Enabled',
      totalLicenses: 4,
      nextLifecycleDateTime: '2026-09-01T00:00:00Z',
    };
    const given = { users: people(10, 'ENTERPRISEPACK'), reports: seen(10), subscriptions: [subscription] };
    const result = await plan(given, released);
    expect(result).toMatchObject({ optimalMonthlyCost: '142.00' });
    expect(result.steps.map(({ from, monthlyCost }) => [from, monthlyCost])).toEqual([
      ['2026-09-01', '70.00'],
    ]);
  });

  it('adds prices exactly, digit for digit', async () => {
    const given = { users: people(3, 'ENTERPRISEPACK'), prices: { ENTERPRISEPACK: '0.100001' } };
    expect(await plan(given)).toMatchObject({
      currentMonthlyCost: '0.300003',
      optimalMonthlyCost: '0.300003',
    });
  });

  it('leaves unpriced SKUs and those of another currency alone, and lists them', async () => {
    const users = [user('a', [{ sku: 'SPE_E3' }, { sku: 'VISIOCLIENT' }, { sku: 'POWER_BI_PRO' }])];
    const result = await plan({ users, prices: { SPE_E3: '40', POWER_BI_PRO: '14 USD' } });
    expect(result.unpriced).toEqual([
      { skuPartNumber: 'POWER_BI_PRO', seats: 1, reason: 'priced in USD' },
      { skuPartNumber: 'VISIOCLIENT', seats: 1, reason: 'no price' },
    ]);
    expect(only(result)).toMatchObject({ kept: ['POWER_BI_PRO', 'VISIOCLIENT'], to: ['SPE_E3'] });
  });

  it('claims no proof that the solver does not give', async () => {
    const unsure: LinearSolver = {
      solve: async (programme, options) => {
        const solution = await solver.solve(programme, options);
        return { ...solution, bound: solution.bound - 3, status: 'limit' };
      },
    };
    const { result } = await mixOf(unsure, needsBusiness, { keepSecurity: false });
    expect(result).toMatchObject({
      isProven: false,
      optimalMonthlyCost: '2110.00',
      bound: '2107.00',
      gap: '0.001422',
    });
    expect(result.problems.map(({ code }) => code)).toContain('not-proven');
    expect(choice(result, 'businessSeatLimit')?.monthlyPrice).toBeNull();
  });

  it('refuses to plan without any price', async () => {
    await expect(plan({ users: people(1, 'SPE_E3'), prices: {} })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });
});

describe('whatever the mix gives', () => {
  it('covers every need, by the audit’s own rule of covering', async () => {
    const held = [
      ['SPE_E5'],
      ['SPE_E3', 'VISIOCLIENT'],
      ['ENTERPRISEPACK', 'EMS', 'MCOEV'],
      ['STANDARDPACK', 'POWER_BI_PRO'],
      ['SPE_F1'],
    ];
    const uses: readonly Seen[] = [
      {},
      { desktop: true },
      { mailboxBytes: 60e9 },
      { calls: 3, desktop: true },
      { idle: 120 },
    ];
    const everyone = names(25).map((name, at) =>
      user(
        name,
        (held[at % 5] ?? []).map((each) => ({ sku: each })),
      ),
    );
    const reports = reportsOf(
      Object.fromEntries(names(25).map((name, at) => [name, uses[Math.floor(at / 5)] ?? {}])),
    );
    for (const policy of [
      {},
      { keepSecurity: false },
      released,
      { baseline: [{ everyone: true, sku: 'EMS' }] },
    ]) {
      const result = await plan({ users: everyone, reports }, policy);
      expect(result.isProven).toBe(true);
      for (const { need, to, unmet } of result.classes) {
        expect(unmet).toEqual([]);
        const skus = to.flatMap((name) => catalogue.byPartNumber(name) ?? []);
        const needed = need.map(({ plan: name }) => ({ id: name, key: name, name, isUserFacing: true }));
        expect(
          coversPlans(
            catalogue.order,
            skus.map((each) => ({ sku: each })),
            needed,
          ).covered,
        ).toBe(true);
      }
    }
  });
});
