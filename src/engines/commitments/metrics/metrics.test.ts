import { describe, expect, it } from 'vitest';
import { applyScenarioSchema } from '../../../shared/commitments/apply.ts';
import { commitmentMeasuresSchema, commitmentMetricsSchema } from '../../../shared/commitments/metrics.ts';
import { Exact } from '../../../shared/money.ts';
import { applyScenario } from '../apply/apply-scenario.ts';
import { measureApplication } from './application-metrics.ts';
import type { CommitmentWindow, FocusCharges } from './focus-charges.ts';
import { measureFocus } from './focus-metrics.ts';
import { savingsOf } from './measures.ts';

const charges = (given: Partial<FocusCharges> = {}): FocusCharges => ({
  provider: 'AWS',
  currency: 'USD',
  chargeCategory: 'Usage',
  pricingCategory: 'Committed',
  serviceCategory: 'Compute',
  commitmentId: 'sp',
  commitmentName: null,
  commitmentStatus: 'Used',
  hasBilledCost: true,
  hasEffectiveCost: true,
  hasListCost: true,
  hasContractedCost: true,
  period: null,
  rows: 1,
  billedCost: '0',
  effectiveCost: '0',
  listCost: '0',
  contractedCost: '0',
  commitmentQuantity: '0',
  ...given,
});
const used = (cost: string, equivalent: string, given: Partial<FocusCharges> = {}): FocusCharges =>
  charges({ effectiveCost: cost, listCost: equivalent, contractedCost: equivalent, ...given });
const unused = (cost: string, given: Partial<FocusCharges> = {}): FocusCharges =>
  // The list cost of unused commitment is not usage, and must not count as such.
  charges({
    commitmentStatus: 'Unused',
    effectiveCost: cost,
    listCost: cost,
    contractedCost: cost,
    ...given,
  });
const purchase = (cost: string, given: Partial<FocusCharges> = {}): FocusCharges =>
  charges({ chargeCategory: 'Purchase', commitmentStatus: null, billedCost: cost, ...given });
const onDemand = (cost: string, list = cost): FocusCharges =>
  charges({
    pricingCategory: 'Standard',
    commitmentId: null,
    commitmentStatus: null,
    billedCost: cost,
    effectiveCost: cost,
    contractedCost: cost,
    listCost: list,
  });
const measure = (given: readonly FocusCharges[], windows: readonly CommitmentWindow[] = []) => {
  const metrics = measureFocus(given, windows);
  expect(commitmentMetricsSchema.parse(metrics)).toEqual(metrics);
  return metrics;
};

describe('measures of FOCUS charges', () => {
  it('are 33.3 % gross and 11.1 % net in the published example: a third off, 75 % used', () => {
    const { groups, commitments } = measure([used('75', '112.5'), unused('25'), purchase('100')]);
    expect(groups[0]).toMatchObject({
      commitmentsOnly: {
        onDemandEquivalent: '112.50',
        paid: '100.00',
        netSavings: '12.50',
        effectiveSavingsRate: '0.111111',
        grossSavingsRate: '0.333333',
      },
      coverage: '1',
      utilisation: '0.75',
      breakEvenUtilisation: '0.666667',
      waste: '25.00',
    });
    expect(commitments[0]).toMatchObject({ purchased: '100.00', difference: '0.00', explanation: null });
  });

  it('go below zero where less than break-even is used', () => {
    expect(measure([used('50', '75'), unused('50')]).groups[0]?.commitmentsOnly.effectiveSavingsRate).toBe(
      '-0.333333',
    );
  });

  it('keep negotiated discounts and Spot out of the scope of commitments alone', () => {
    const spot = { ...onDemand('3', '10'), pricingCategory: 'Dynamic' };
    const [group] = measure([used('60', '90', { listCost: '100' }), onDemand('90', '100'), spot]).groups;
    expect(group?.commitmentsOnly).toMatchObject({
      onDemandEquivalent: '180.00',
      paid: '150.00',
      effectiveSavingsRate: '0.166667',
    });
    expect(group?.allDiscounts).toMatchObject({
      onDemandEquivalent: '210.00',
      paid: '153.00',
      effectiveSavingsRate: '0.271429',
    });
    expect(group?.coverage).toBe('0.5');
  });

  it('leave out what commitments are not sold for', () => {
    const storage = { ...onDemand('1000'), serviceCategory: 'Storage' };
    const tax = { ...onDemand('1000'), chargeCategory: 'Tax' };
    expect(measure([used('60', '100'), storage, tax]).groups[0]?.commitmentsOnly).toMatchObject({
      paid: '60.00',
    });
  });

  it('are unknown, not zero, where Azure gives reservation usage a list cost of 0', () => {
    const blind = used('60', '0', { provider: 'Microsoft', hasListCost: false, hasContractedCost: false });
    const { groups, problems, commitments } = measure([blind, unused('20', { provider: 'Microsoft' })]);
    expect(groups[0]).toMatchObject({
      commitmentsOnly: { effectiveSavingsRate: null, grossSavingsRate: null },
      allDiscounts: null,
      coverage: null,
      breakEvenUtilisation: null,
      utilisation: '0.75',
      waste: '20.00',
      demandFalls: [],
    });
    expect(commitments[0]?.breakEvenUtilisation).toBeNull();
    expect(problems).toMatchObject([{ code: 'unknown-on-demand-price', provider: 'Microsoft', rows: 1 }]);
  });

  it('find unused commitment in the fee where the report has no rows of it, as AWS writes it', () => {
    const fee = purchase('10', { effectiveCost: '4' });
    const { groups, commitments } = measure([used('6', '9'), fee]);
    expect(groups[0]).toMatchObject({
      waste: '4.00',
      utilisation: '0.6',
      commitmentsOnly: { paid: '10.00', effectiveSavingsRate: '-0.111111', grossSavingsRate: '0.333333' },
    });
    expect(commitments[0]).toMatchObject({
      used: '6.00',
      unused: '4.00',
      difference: '0.00',
      explanation: null,
    });
    // Nothing was used at all.
    expect(measure([purchase('10', { effectiveCost: '10' })]).groups[0]?.waste).toBe('10.00');
    // Neither beside rows of what was not used, nor where the purchase is not spread: it would count twice.
    expect(measure([used('6', '9'), unused('4'), fee]).groups[0]?.waste).toBe('4.00');
    expect(measure([used('6', '9'), purchase('10', { effectiveCost: '10' })]).groups[0]?.waste).toBe('0.00');
  });

  it('do not count what is free as saved, and compare what has no price with what was paid', () => {
    const free = {
      ...onDemand('0', '7'),
      hasBilledCost: false,
      hasEffectiveCost: false,
      hasContractedCost: false,
    };
    const listed = { ...onDemand('9', '10'), contractedCost: '0', hasContractedCost: false };
    const bare = { ...listed, listCost: '0', hasListCost: false };
    const { groups, problems } = measure([free, listed, bare]);
    expect(groups[0]).toMatchObject({
      commitmentsOnly: { onDemandEquivalent: '19.00', paid: '18.00' },
      allDiscounts: { onDemandEquivalent: '26.00', paid: '18.00' },
    });
    expect(problems.map(({ code, rows }) => [code, rows])).toEqual([
      ['contracted-cost-absent', 1],
      ['list-cost-absent', 1],
    ]);
  });

  it('have no utilisation and no waste where the cost of what was used is not known', () => {
    const blind = used('0', '90', { hasEffectiveCost: false });
    const { groups } = measure([blind, purchase('100', { effectiveCost: '100' })]);
    expect(groups[0]).toMatchObject({ utilisation: null, waste: '0.00' });
    expect(measure([blind, unused('10')]).groups[0]?.utilisation).toBeNull();
  });

  it('have no rates where corrections take more usage away than there is', () => {
    const { groups } = measure([used('-5', '-10'), onDemand('-1')]);
    expect(groups[0]).toMatchObject({
      commitmentsOnly: { effectiveSavingsRate: null },
      coverage: null,
      utilisation: null,
    });
  });

  it('never add currencies or providers up', () => {
    const { groups } = measure([
      used('60', '100'),
      used('60', '100', { currency: 'EUR' }),
      used('6', '10', { provider: 'Google' }),
    ]);
    expect(groups.map(({ provider, currency }) => [provider, currency])).toEqual([
      ['AWS', 'EUR'],
      ['AWS', 'USD'],
      ['Google', 'USD'],
    ]);
  });

  it('say how much is still paid when demand falls: commitments stay, on demand goes', () => {
    const { groups } = measure([used('60', '100'), onDemand('40')]);
    // 140 on demand at −10 % is 126: 60 and 26 on demand; at −50 % the commitments alone.
    expect(groups[0]?.demandFalls).toEqual([
      { fall: '0.1', paid: '86.00', shareStillPaid: '0.86' },
      { fall: '0.25', paid: '65.00', shareStillPaid: '0.65' },
      { fall: '0.5', paid: '60.00', shareStillPaid: '0.6' },
    ]);
  });
});

describe('what rows cost against what was paid', () => {
  const january = { commitmentId: 'sp', start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };

  it('takes of an upfront payment the part of the time that the rows are of', () => {
    const year = { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' };
    const [balance] = measure([used('31', '50'), purchase('365', { period: year })], [january]).commitments;
    expect(balance).toMatchObject({
      used: '31.00',
      purchased: '31.00',
      difference: '0.00',
      explanation: null,
    });
  });

  it.each([
    ['No purchase of it', [used('10', '20')], '10.00'],
    ['a part was paid upfront', [used('10', '20'), purchase('4')], '6.00'],
    ['unused commitment are missing', [used('10', '20'), purchase('14')], '-4.00'],
    ['neither used nor unused rows', [purchase('14')], '-14.00'],
    ['no EffectiveCost', [used('0', '20', { hasEffectiveCost: false }), purchase('14')], '-14.00'],
  ])('is explained where the two differ: %s', (explanation, given, difference) => {
    const [balance] = measure(given).commitments;
    expect(balance?.explanation).toContain(explanation);
    expect(balance?.difference).toBe(difference);
  });

  it('lets rounding of a cent pass', () => {
    expect(measure([used('10.004', '20'), purchase('10')]).commitments[0]?.explanation).toBeNull();
  });
});

describe('measures of an application', () => {
  const scenario = applyScenarioSchema.parse({
    provider: 'aws',
    usage: ['00', '01'].map((at) => ({
      id: 'u',
      hour: `2026-01-01T${at}:00:00Z`,
      account: 'A',
      service: 'lambda',
      quantity: at === '00' ? '200' : '100',
      onDemandRate: '1',
      rates: { computeSavingsPlan: '0.5' },
    })),
    commitments: [{ id: 'c', kind: 'computeSavingsPlan', account: 'A', hourlyCommitment: '75' }],
  });
  const result = applyScenario(scenario);

  it('count unused commitment, and apply falling demand anew', () => {
    const measures = measureApplication(scenario, result);
    expect(commitmentMeasuresSchema.parse(measures)).toEqual(measures);
    // 300 on demand; 150 and 100 covered by 75 and 50; 50 left.
    expect(measures).toEqual({
      commitmentsOnly: {
        onDemandEquivalent: '300.00',
        paid: '200.00',
        netSavings: '100.00',
        effectiveSavingsRate: '0.333333',
        grossSavingsRate: '0.416667',
      },
      allDiscounts: null,
      coverage: '0.833333',
      utilisation: '0.833333',
      breakEvenUtilisation: '0.5',
      waste: '25.00',
      lockInMonths: null,
      demandFalls: [
        { fall: '0.1', paid: '180.00', shareStillPaid: '0.9' },
        { fall: '0.25', paid: '150.00', shareStillPaid: '0.75' },
        { fall: '0.5', paid: '150.00', shareStillPaid: '0.75' },
      ],
    });
  });

  it('know the lock-in where all remaining terms are known: 75 × 8 months on 150 an hour are 4 months', () => {
    const of = (...months: readonly (string | undefined)[]): string | null => {
      const [held] = scenario.commitments;
      const commitments = months.map((remainingMonths, index) => ({
        ...held,
        id: `c${index}`,
        remainingMonths,
      }));
      const given = applyScenarioSchema.parse({ ...scenario, commitments });
      return measureApplication(given, applyScenario(given)).lockInMonths;
    };
    expect(of('8')).toBe('4');
    expect(of('8', '0')).toBe('4');
    expect(of('8', '4.0')).toBe('6');
    expect(of('8', undefined)).toBeNull();
  });

  it('agree with the totals of the application', () => {
    expect(measureApplication(scenario, result).commitmentsOnly.effectiveSavingsRate).toBe(
      result.totals.effectiveSavingsRate,
    );
  });

  it('have no rates without usage', () => {
    const empty = savingsOf({ onDemandEquivalent: new Exact(0), paid: new Exact(5), unused: new Exact(5) });
    expect(empty).toMatchObject({ effectiveSavingsRate: null, netSavings: '-5.00' });
  });
});
