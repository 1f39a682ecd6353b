import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Sku } from './catalogue.ts';
import { covers } from './covers.ts';
import { createPlanOrder } from './plan-order.ts';
import { createShippedCatalogue, referencePrices, shippedFreeSkus } from './shipped.ts';

const catalogue = createShippedCatalogue();
const sku = (partNumber: string): Sku =>
  catalogue.byPartNumber(partNumber) ?? expect.unreachable(`${partNumber} is not in the catalogue`);
const isCovered = (lesser: string, greater: string): boolean =>
  covers(catalogue.order, { sku: sku(greater) }, { sku: sku(lesser) }).covered;

const suites = catalogue.skus.filter(({ isSuite }) => isSuite);

describe('the catalogue', () => {
  it.each([
    ['ENTERPRISEPACK', 'SPE_E3'],
    ['SPE_E3', 'SPE_E5'],
    ['ENTERPRISEPREMIUM', 'SPE_E5'],
    ['ENTERPRISEPACK', 'ENTERPRISEPREMIUM'],
    ['STANDARDPACK', 'ENTERPRISEPACK'],
    ['SPE_F1', 'SPE_E3'],
    ['DESKLESSPACK', 'SPE_F1'],
    ['M365_F1', 'SPE_F1'],
    ['O365_BUSINESS_ESSENTIALS', 'O365_BUSINESS_PREMIUM'],
    ['O365_BUSINESS_PREMIUM', 'SPB'],
    ['OFFICESUBSCRIPTION', 'ENTERPRISEPACK'],
    ['EXCHANGEENTERPRISE', 'ENTERPRISEPACK'],
    ['EXCHANGESTANDARD', 'ENTERPRISEPACK'],
    ['EXCHANGEDESKLESS', 'STANDARDPACK'],
    ['INTUNE_A', 'EMS'],
    ['INTUNE_A', 'SPE_E3'],
    ['INTUNE_A', 'SPB'],
    ['MCOMEETADV', 'ENTERPRISEPREMIUM'],
    ['ATP_ENTERPRISE', 'SPB'],
    ['ATP_ENTERPRISE', 'SPE_E5'],
    ['AAD_PREMIUM', 'SPE_E3'],
    ['EMS', 'SPE_E3'],
    ['EMS', 'EMSPREMIUM'],
    ['EMSPREMIUM', 'SPE_E5'],
    ['POWER_BI_PRO', 'SPE_E5'],
    ['POWER_BI_PRO', 'ENTERPRISEPREMIUM'],
    ['AAD_PREMIUM', 'AAD_PREMIUM_P2'],
  ])('knows that %s is contained in %s', (lesser, greater) => {
    expect(isCovered(lesser, greater)).toBe(true);
    expect(isCovered(greater, lesser)).toBe(false);
  });

  it.each([
    ['SPB', 'SPE_E3'],
    ['SPE_E3', 'SPB'],
    ['EXCHANGEENTERPRISE', 'STANDARDPACK'],
    ['EXCHANGEENTERPRISE', 'SPB'],
    ['MCOEV', 'SPE_E3'],
    ['POWER_BI_PRO', 'SPE_E3'],
    ['MCOMEETADV', 'SPE_E5_NOPSTNCONF'],
    ['AAD_PREMIUM_P2', 'SPE_E3'],
    ['WIN_DEF_ATP', 'SPB'],
  ])('knows that %s is not contained in %s', (lesser, greater) => {
    expect(isCovered(lesser, greater)).toBe(false);
  });

  it.each(['VISIOCLIENT', 'VISIOONLINE_PLAN1', 'Microsoft_365_Copilot', 'PROJECTPROFESSIONAL'])(
    'has %s in no suite but E7, which Microsoft’s table gives Copilot',
    (addOn) => {
      const containing = suites.filter(({ partNumber }) => isCovered(addOn, partNumber));
      const names = containing.map(({ partNumber }) => partNumber);
      expect(names).toEqual(addOn === 'Microsoft_365_Copilot' ? ['MICROSOFT_365_E7'] : []);
    },
  );

  it('calls suites what has mail, files or desktop apps and five plans that people use', () => {
    const named = [
      'STANDARDPACK',
      'ENTERPRISEPACK',
      'ENTERPRISEPREMIUM',
      'SPE_E3',
      'SPE_E5',
      'SPE_F1',
      'M365_F1',
    ];
    const business = ['SPB', 'O365_BUSINESS_PREMIUM', 'O365_BUSINESS_ESSENTIALS', 'DESKLESSPACK'];
    for (const name of [...named, ...business]) expect([name, sku(name).isSuite]).toEqual([name, true]);
    const addOns = [
      'EMS',
      'EMSPREMIUM',
      'AAD_PREMIUM',
      'INTUNE_A',
      'ATP_ENTERPRISE',
      'POWER_BI_PRO',
      'VISIOCLIENT',
    ];
    const others = [
      'PROJECTPROFESSIONAL',
      'MCOEV',
      'Microsoft_365_Copilot',
      'EXCHANGESTANDARD',
      'DYN365_ENTERPRISE_PLAN1',
    ];
    for (const name of [
      ...addOns,
      ...others,
      'IDENTITY_THREAT_PROTECTION',
      'INFORMATION_PROTECTION_COMPLIANCE',
    ]) {
      expect([name, sku(name).isSuite]).toEqual([name, false]);
    }
  });

  it('lets a plan that is switched off in the greater SKU cover nothing', () => {
    const greater = sku('ENTERPRISEPACK');
    const mail = greater.plans.find(({ key }) => key === 'EXCHANGE_S_ENTERPRISE')?.id ?? '';
    const lesser = { sku: sku('EXCHANGESTANDARD') };
    expect(covers(catalogue.order, { sku: greater }, lesser).decisions).toEqual([
      { plan: 'EXCHANGE_S_STANDARD', coveredBy: 'EXCHANGE_S_ENTERPRISE' },
    ]);
    const without = covers(catalogue.order, { sku: greater, disabledPlans: new Set([mail]) }, lesser);
    expect(without).toEqual({
      covered: false,
      decisions: [{ plan: 'EXCHANGE_S_STANDARD', coveredBy: null }],
    });
  });

  it('asks nothing for a plan that is switched off in the lesser SKU', () => {
    const lesser = sku('VISIOCLIENT');
    const visio = lesser.plans.filter(({ key }) => key.startsWith('VISIO')).map(({ id }) => id);
    const needed = { sku: lesser, disabledPlans: new Set(visio) };
    expect(covers(catalogue.order, { sku: sku('ENTERPRISEPACK') }, needed).covered).toBe(true);
  });

  it('finds a SKU by id and part number, whatever the case', () => {
    expect(catalogue.byId('05E9A617-0261-4CEE-BB44-138D3EF5D965')?.partNumber).toBe('SPE_E3');
    expect(catalogue.byPartNumber('spe_e3')?.name).toBe('Microsoft 365 E3');
  });

  it('knows every SKU of its own price and free lists', () => {
    for (const name of [...Object.keys(referencePrices.prices), ...shippedFreeSkus]) {
      expect([name, catalogue.byPartNumber(name)?.isKnown]).toEqual([name, true]);
    }
    const free = [
      'FLOW_FREE',
      'POWER_BI_STANDARD',
      'TEAMS_EXPLORATORY',
      'STREAM',
      'WINDOWS_STORE',
      'POWERAPPS_VIRAL',
    ];
    expect(shippedFreeSkus).toEqual(expect.arrayContaining(free));
  });

  it('has every plan of its families under that very name', () => {
    const plans = new Set(catalogue.skus.flatMap((each) => each.plans.map(({ key }) => key)));
    const families = JSON.parse(readFileSync(new URL('../data/plan-families.json', import.meta.url), 'utf8'));
    expect(families.chains.flat().filter((plan: string) => !plans.has(plan))).toEqual([]);
  });
});

describe('plan families', () => {
  it('refuse editions that stand above each other', () => {
    const chains = [
      ['A', 'B'],
      ['B', 'A'],
    ];
    expect(() => createPlanOrder({ note: '', chains, plumbingNote: '', plumbing: [] })).toThrow('A and B');
  });

  it('join chains: the lesser of one reaches the greatest of another', () => {
    const chains = [
      ['A', 'B'],
      ['B', 'C'],
    ];
    const order = createPlanOrder({ note: '', chains, plumbingNote: '', plumbing: ['X_*'] });
    expect([...order.atLeast('A')]).toEqual(['A', 'B', 'C']);
    expect([order.isUserFacing('X_1'), order.isUserFacing('A')]).toEqual([false, true]);
  });
});
