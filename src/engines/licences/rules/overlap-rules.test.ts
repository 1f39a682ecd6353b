import { describe, expect, it } from 'vitest';
import { audit, type Export, found, type Held, idOf, sku, user } from '../tenant-fixture.ts';

const holding = (...held: readonly (string | Held)[]): Export => {
  const list = held.map((each) => (typeof each === 'string' ? { sku: each } : each));
  return { users: [user('ann', list)], skus: list.map((each) => sku(each.sku)) };
};
const parts = (rule: 'D02' | 'D03' | 'D04', given: Export) =>
  found(rule, given).map(({ skuPartNumber, monthlySaving }) => [skuPartNumber, monthlySaving]);

describe('D02 add-on in suite', () => {
  it.each([
    ['EMS', 'SPE_E3', '9.00'],
    ['POWER_BI_PRO', 'SPE_E5', '14.00'],
    ['EXCHANGEENTERPRISE', 'ENTERPRISEPACK', '8.00'],
    ['EXCHANGESTANDARD', 'ENTERPRISEPACK', '5.00'],
    ['MCOMEETADV', 'ENTERPRISEPREMIUM', '4.00'],
  ])('finds %s beside %s', (addOn, suite, saving) => {
    expect(parts('D02', holding(addOn, suite))).toEqual([[addOn, saving]]);
    expect(found('D02', holding(addOn, suite))[0]).toMatchObject({
      automation: 'approve',
      confidence: 'high',
    });
  });
  it.each([
    ['VISIOCLIENT', 'SPE_E5'],
    ['Microsoft_365_Copilot', 'SPE_E5'],
    ['POWER_BI_PRO', 'SPE_E3'],
    ['EXCHANGEENTERPRISE', 'STANDARDPACK'],
  ])('leaves %s beside %s', (addOn, suite) => {
    expect(parts('D02', holding(addOn, suite))).toEqual([]);
  });
  it('counts what is switched on only, on both sides', () => {
    const off = { sku: 'SPE_E5', disabled: ['BI_AZURE_P2'] };
    expect(parts('D02', holding('POWER_BI_PRO', off))).toEqual([]);
    const part = { sku: 'VISIOCLIENT', disabled: ['VISIOONLINE', 'VISIO_CLIENT_SUBSCRIPTION'] };
    expect(parts('D02', holding(part, 'SPE_E3'))).toEqual([['VISIOCLIENT', '15.00']]);
    const empty = { sku: 'POWER_BI_PRO', disabled: ['BI_AZURE_P2'] };
    expect(parts('D02', holding(empty, 'SPE_E5'))).toEqual([]);
  });
  it('lets other SKUs cover together', () => {
    const few = parts('D02', holding('EMS', 'AAD_PREMIUM_P2', 'INTUNE_A'));
    expect(few.map(([partNumber]) => partNumber)).not.toContain('EMS');
    expect(parts('D02', holding('EMS', 'AAD_PREMIUM_P2', 'INTUNE_A', 'RIGHTSMANAGEMENT_CE'))).toEqual([
      ['EMS', '9.00'],
    ]);
  });
  it('never lets two SKUs excuse each other', () => {
    const findings = found('D02', holding('VISIOCLIENT', 'VISIO_PLAN2_DEPT'));
    expect(findings).toHaveLength(1);
  });
  it('lets no trial cover anything', () => {
    const given = holding('POWER_BI_PRO', 'SPE_E5');
    const subscriptions = [{ id: 's', skuId: idOf('SPE_E5'), isTrial: true }];
    expect(parts('D02', { ...given, subscriptions })).toEqual([]);
  });
});

describe('D03 suite in suite', () => {
  it.each([
    ['ENTERPRISEPACK', 'SPE_E3', '25.00'],
    ['SPE_E3', 'SPE_E5', '40.00'],
    ['STANDARDPACK', 'ENTERPRISEPACK', '10.00'],
  ])('finds %s beside %s', (lesser, greater, saving) => {
    expect(parts('D03', holding(lesser, greater))).toEqual([[lesser, saving]]);
    expect(parts('D02', holding(lesser, greater))).toEqual([]);
  });
  it('leaves Business Premium beside Microsoft 365 E3', () => {
    expect(parts('D03', holding('SPB', 'SPE_E3'))).toEqual([]);
  });
  it('finds both lesser ones of three', () => {
    const expected = [
      ['ENTERPRISEPACK', '25.00'],
      ['SPE_E3', '40.00'],
    ];
    expect(parts('D03', holding('ENTERPRISEPACK', 'SPE_E3', 'SPE_E5'))).toEqual(expected);
  });
});

describe('D04 parts dearer than the bundle', () => {
  const held = holding('ENTERPRISEPACK', 'EMS', 'VISIOCLIENT');
  it.each([
    ['33.99', '0.01'],
    ['34', undefined],
    ['34.01', undefined],
  ])('with the bundle at %s saves %s', (bundle, saving) => {
    const prices = { ENTERPRISEPACK: '25', EMS: '9', VISIOCLIENT: '15', SPE_E3: bundle };
    const [finding] = found('D04', { ...held, prices });
    expect(finding?.monthlySaving).toBe(saving);
    if (finding) {
      expect(finding).toMatchObject({ skuPartNumber: 'SPE_E3', automation: 'review' });
      expect(finding.action).toMatchObject({ kind: 'swapLicences', to: 'SPE_E3' });
      expect(finding.action.from).toEqual(expect.arrayContaining(['ENTERPRISEPACK', 'EMS']));
      expect(finding.action.from).not.toContain('VISIOCLIENT');
    }
  });
  it('looks at what D02 and D03 leave', () => {
    const prices = { ENTERPRISEPACK: '25', EXCHANGEENTERPRISE: '20', SPE_E3: '30' };
    expect(parts('D04', { ...holding('ENTERPRISEPACK', 'EXCHANGEENTERPRISE'), prices })).toEqual([]);
  });
  it('proposes no bundle that the user holds, that is excluded, or of another currency', () => {
    const prices = { ENTERPRISEPACK: '25', EMS: '9', SPE_E3: '30' };
    expect(parts('D04', { ...held, prices })).toEqual([['SPE_E3', '4.00']]);
    expect(parts('D04', { ...held, prices, policy: { exclude: { skus: ['SPE_E3'] } } })).toEqual([]);
    expect(parts('D04', { ...held, prices: { ...prices, SPE_E3: '30 USD' } })).toEqual([]);
  });
  it('gives way where a seat that it replaces is counted already', () => {
    const prices = { ENTERPRISEPACK: '25', EMS: '9', SPE_E3: '30' };
    const users = [user('ann', [{ sku: 'ENTERPRISEPACK' }, { sku: 'EMS' }], { accountEnabled: false })];
    const { findings } = audit({ ...held, users, prices });
    expect(
      findings.map(({ rule, monthlySaving, supersededBy }) => [rule, monthlySaving, supersededBy]),
    ).toEqual([
      ['D04', '0.00', 'W01'],
      ['W01', '9.00', null],
      ['W01', '25.00', null],
    ]);
  });
});
