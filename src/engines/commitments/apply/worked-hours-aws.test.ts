import { describe, expect, it } from 'vitest';
import { apply, type Given, hour, left } from './scenario-fixture.ts';

const ec2 = (instanceType: string, quantity: string, onDemandRate = '1', more: Given = {}): Given => ({
  service: 'ec2',
  region: 'us-east-1',
  instanceType,
  quantity,
  onDemandRate,
  ...more,
});
const compute = (service: string, quantity: string, onDemandRate: string, rate: string): Given => ({
  service,
  quantity,
  onDemandRate,
  rates: { computeSavingsPlan: rate },
});
const rates = (computeSavingsPlan: string, ec2InstanceSavingsPlan: string): Given => ({
  rates: { computeSavingsPlan, ec2InstanceSavingsPlan },
});
const plan = (hourlyCommitment: string, more: Given = {}): Given => ({
  id: 'csp',
  kind: 'computeSavingsPlan',
  account: 'A',
  hourlyCommitment,
  ...more,
});
const reserved = (instanceType: string, count: string, more: Given = {}): Given => ({
  id: 'ri',
  kind: 'reservedInstance',
  scope: 'regional',
  account: 'A',
  instanceType,
  region: 'us-east-1',
  count,
  hourlyRate: '0.05',
  ...more,
});
/** "Understanding how Savings Plans apply to your AWS usage", AWS Savings Plans User Guide. */
const documented = [
  ec2('r5.4xlarge', '4', '1.00', rates('0.70', '0.60')),
  ec2('m5.24xlarge', '1', '10', { ...rates('8.20', '7.80'), platform: 'Windows', tenancy: 'dedicated' }),
  compute('fargate', '400', '0.04', '0.03'),
  compute('fargate', '1600', '0.004', '0.003'),
  compute('lambda', '1500000', '0.000015', '0.00001275'),
  compute('lambda', '1000000', '0.0000002', '0.0000002'),
];

describe('the documented hour of Savings Plans', () => {
  it('is covered whole by 50 an hour, of which 47.125 is used', () => {
    const { commitments, totals, usage } = apply('aws', documented, [plan('50')]);
    expect(commitments).toEqual([{ id: 'csp', hour, committed: '50.00', used: '47.125', unused: '2.875' }]);
    expect(totals).toEqual({
      onDemandEquivalent: '59.10',
      onDemandCost: '0.00',
      commitmentCost: '50.00',
      totalCost: '50.00',
      netSavings: '9.10',
      effectiveSavingsRate: '0.153976',
    });
    // No saving on requests, yet they are covered.
    expect(usage[5]?.covered).toEqual([{ commitment: 'csp', quantity: '1000000', commitmentUsed: '0.20' }]);
  });

  it('has 2 an hour cover 2.857 of the four r5 hours, which save most', () => {
    const { usage, totals, commitments } = apply('aws', documented, [plan('2')]);
    expect(usage[0]).toEqual({
      id: 'u1',
      hour,
      onDemandQuantity: '1.142857142857',
      onDemandCost: '1.142857142857',
      covered: [{ commitment: 'csp', quantity: '2.857142857143', commitmentUsed: '2.00' }],
    });
    expect(totals.onDemandCost).toBe('56.242857142857');
    expect(commitments[0]).toMatchObject({ used: '2.00', unused: '0.00' });
  });

  it('has reserved instances come before the plan: 32.70 remains', () => {
    const { totals } = apply('aws', documented, [
      plan('18.20'),
      reserved('r5.4xlarge', '2', { hourlyRate: '0.70' }),
    ]);
    expect(totals).toEqual({
      onDemandEquivalent: '59.10',
      onDemandCost: '32.70',
      commitmentCost: '19.60',
      totalCost: '52.30',
      netSavings: '6.80',
      effectiveSavingsRate: '0.115059',
    });
  });

  it('has an EC2 Instance Savings Plan come before a Compute Savings Plan, whatever their order', () => {
    const family = {
      id: 'ec2sp',
      kind: 'ec2InstanceSavingsPlan',
      account: 'A',
      family: 'r5',
      region: 'us-east-1',
    };
    const { usage } = apply('aws', documented, [plan('19.60'), { ...family, hourlyCommitment: '1.80' }]);
    expect(usage[0]?.covered).toEqual([
      { commitment: 'ec2sp', quantity: '3', commitmentUsed: '1.80' },
      { commitment: 'csp', quantity: '1', commitmentUsed: '0.70' },
    ]);
  });
});

describe('reserved instances of AWS', () => {
  it('have four m4.large cover two m4.xlarge', () => {
    const { usage, commitments } = apply('aws', [ec2('m4.xlarge', '2')], [reserved('m4.large', '4')]);
    expect(usage[0]?.covered).toEqual([{ commitment: 'ri', quantity: '2', commitmentUsed: '4' }]);
    expect(commitments[0]).toMatchObject({ committed: '4', used: '4', unused: '0' });
  });

  it('have one c4.large cover half of a c4.xlarge', () => {
    expect(left(apply('aws', [ec2('c4.xlarge', '1')], [reserved('c4.large', '1')]))).toEqual(['0.5']);
  });

  it('have one m3.2xlarge cover two m3.large, then one of two m3.xlarge: the smallest first', () => {
    const result = apply('aws', [ec2('m3.xlarge', '2'), ec2('m3.large', '2')], [reserved('m3.2xlarge', '1')]);
    expect(left(result)).toEqual(['1', '0']);
    expect(result.usage.map(({ covered }) => covered[0]?.commitmentUsed)).toEqual(['0.5', '0.5']);
  });

  it('have one cover four instances of 15 minutes in the same hour', () => {
    const quarters = Array.from({ length: 4 }, () => ec2('m4.xlarge', '0.25'));
    const { totals, commitments } = apply('aws', quarters, [reserved('m4.xlarge', '1')]);
    expect(totals.onDemandCost).toBe('0.00');
    expect(commitments[0]).toMatchObject({ used: '1', unused: '0' });
  });

  it.each(['g4ad', 'g4dn', 'g5', 'g5g', 'inf1'])('of %s cover their own size only', (family) => {
    const usage = [ec2(`${family}.xlarge`, '2'), ec2(`${family}.2xlarge`, '1')];
    expect(left(apply('aws', usage, [reserved(`${family}.2xlarge`, '2')]))).toEqual(['2', '0']);
  });

  it.each(['Windows', 'RHEL', 'SUSE', 'Windows with SQL Server Standard'])(
    'of %s cover their own size only',
    (platform) => {
      const usage = [ec2('m4.large', '4', '1', { platform }), ec2('m4.xlarge', '1', '1', { platform })];
      expect(left(apply('aws', usage, [reserved('m4.xlarge', '2', { platform })]))).toEqual(['4', '0']);
    },
  );

  it('of dedicated tenancy cover their own size on dedicated tenancy only', () => {
    const dedicated = { tenancy: 'dedicated' };
    const usage = [
      ec2('m4.xlarge', '1'),
      ec2('m4.large', '1', '1', dedicated),
      ec2('m4.xlarge', '1', '1', dedicated),
    ];
    expect(left(apply('aws', usage, [reserved('m4.xlarge', '3', dedicated)]))).toEqual(['1', '1', '0']);
  });

  it('take missing platform and tenancy for Linux/UNIX and shared, on both sides', () => {
    const named = { platform: 'Linux/UNIX', tenancy: 'shared' };
    expect(left(apply('aws', [ec2('m4.large', '1', '1', named)], [reserved('m4.large', '1')]))).toEqual([
      '0',
    ]);
    expect(left(apply('aws', [ec2('m4.large', '1')], [reserved('m4.large', '1', named)]))).toEqual(['0']);
  });

  it('count bare metal as its virtual equal: one i3.metal is sixteen i3.large × 2', () => {
    expect(left(apply('aws', [ec2('i3.large', '40')], [reserved('i3.metal', '1')]))).toEqual(['8']);
    expect(left(apply('aws', [ec2('u-6tb1.56xlarge', '3')], [reserved('u-6tb1.metal', '1')]))).toEqual(['1']);
    expect(left(apply('aws', [ec2('m7i.large', '50')], [reserved('m7i.metal-24xl', '1')]))).toEqual(['2']);
    expect(left(apply('aws', [ec2('c7gn.xlarge', '20')], [reserved('c7gn.metal', '1')]))).toEqual(['4']);
  });

  it('know EC2 in any case of letters', () => {
    expect(
      left(apply('aws', [ec2('m4.large', '1', '1', { service: 'EC2' })], [reserved('m4.large', '1')])),
    ).toEqual(['0']);
  });

  it('stay in their region and family', () => {
    const usage = [ec2('m4.large', '1', '1', { region: 'eu-west-1' }), ec2('m5.large', '1')];
    expect(left(apply('aws', usage, [reserved('m4.large', '2')]))).toEqual(['1', '1']);
  });
});

describe('the examples of the EC2 User Guide', () => {
  const zone = (name: string): Given => ({ zone: name });
  const zonal = (instanceType: string, count: string, more: Given): Given =>
    reserved(instanceType, count, { scope: 'zonal', zone: 'us-east-1a', ...more });

  it('in one account: m3 zonal, m4 by size, c4 by size', () => {
    const usage = [
      ec2('m3.large', '4', '1', zone('us-east-1a')),
      ec2('m4.xlarge', '2', '1', zone('us-east-1b')),
      ec2('c4.xlarge', '1', '1', zone('us-east-1c')),
    ];
    const commitments = [
      zonal('m3.large', '4', { id: 'm3' }),
      reserved('m4.large', '4', { id: 'm4' }),
      reserved('c4.large', '1', { id: 'c4' }),
    ];
    expect(left(apply('aws', usage, commitments))).toEqual(['0', '0', '0.5']);
  });

  it('over accounts: regional ones serve the purchasing account first, its smallest sizes first', () => {
    const usage = [
      ec2('m4.xlarge', '2', '1', { account: 'B' }),
      ec2('m4.xlarge', '2'),
      ec2('m4.2xlarge', '1'),
      ec2('c4.2xlarge', '1'),
      ec2('c4.xlarge', '2'),
    ];
    const commitments = [reserved('m4.xlarge', '4', { id: 'm4' }), reserved('c4.xlarge', '2', { id: 'c4' })];
    expect(left(apply('aws', usage, commitments))).toEqual(['2', '0', '0', '1', '0']);
  });

  it('over accounts: the owner first, zonal ones of others before the own regional ones', () => {
    const usage = [
      ec2('m4.xlarge', '2', '1', { account: 'A', ...zone('us-east-1a') }),
      ec2('m4.xlarge', '2', '1', { account: 'B', ...zone('us-east-1a') }),
      ec2('c4.xlarge', '2', '1', { account: 'B', ...zone('us-east-1c') }),
    ];
    const commitments = [
      reserved('m4.xlarge', '4', { id: 'regional', account: 'A' }),
      zonal('m4.xlarge', '2', { id: 'zonal', account: 'C' }),
      zonal('c4.xlarge', '2', { id: 'elsewhere', account: 'C', zone: 'us-east-1a' }),
    ];
    const { usage: covered } = apply('aws', usage, commitments);
    expect(covered[0]?.covered).toEqual([{ commitment: 'zonal', quantity: '2', commitmentUsed: '2' }]);
    expect(covered[1]?.covered).toEqual([{ commitment: 'regional', quantity: '2', commitmentUsed: '2' }]);
    expect(covered[2]?.onDemandQuantity).toBe('2');
  });
});

describe('sharing over accounts', () => {
  const two = [
    ec2('r5.large', '10', '1', { account: 'B', ...rates('0.5', '0.5') }),
    ec2('m5.large', '10', '1', { account: 'A', ...rates('0.9', '0.9') }),
  ];

  it('has a plan serve its owner, even at a smaller saving, then the rest by savings percentage', () => {
    const { usage } = apply('aws', two, [plan('10')]);
    expect(usage.map(({ covered }) => covered)).toEqual([
      [{ commitment: 'csp', quantity: '2', commitmentUsed: '1.00' }],
      [{ commitment: 'csp', quantity: '10', commitmentUsed: '9.00' }],
    ]);
  });

  it('has every plan serve its owner before any serves others', () => {
    const plans = [plan('9', { id: 'of-c', account: 'C' }), plan('4', { id: 'of-b', account: 'B' })];
    const { usage } = apply('aws', two, plans);
    expect(usage[0]?.covered).toEqual([
      { commitment: 'of-b', quantity: '8', commitmentUsed: '4.00' },
      { commitment: 'of-c', quantity: '2', commitmentUsed: '1.00' },
    ]);
    expect(usage[1]?.covered[0]).toMatchObject({ commitment: 'of-c', commitmentUsed: '8.00' });
  });

  it('breaks equal savings by the lower rate, then by the order given', () => {
    const usage = [compute('a', '1', '4', '2'), compute('b', '1', '2', '1'), compute('c', '1', '2', '1')];
    expect(left(apply('aws', usage, [plan('1')]))).toEqual(['1', '0', '1']);
  });

  it('leaves a line without the rate of a plan, or with one above on demand, alone', () => {
    const usage = [
      ec2('r5.large', '1', '1', { rates: { ec2InstanceSavingsPlan: '0.1' } }),
      compute('x', '1', '1', '1.01'),
    ];
    expect(apply('aws', usage, [plan('5')]).commitments[0]).toMatchObject({ used: '0.00', unused: '5.00' });
  });

  it('carries nothing into the next hour', () => {
    const later = '2026-01-01T01:00:00Z';
    const usage = [compute('a', '1', '1', '0.5'), { ...compute('a', '3', '1', '0.5'), hour: later }];
    const { commitments, totals } = apply('aws', usage, [plan('1')]);
    expect(commitments.map(({ used, unused }) => [used, unused])).toEqual([
      ['0.50', '0.50'],
      ['1.00', '0.00'],
    ]);
    expect(totals).toMatchObject({ commitmentCost: '2.00', onDemandCost: '1.00' });
  });
});

describe('numbers', () => {
  it('are exact where a quotient terminates, however long it is', () => {
    const { usage } = apply('aws', [compute('a', '1', '1', '0.1024')], [plan('0.0000000001')]);
    expect(usage[0]?.covered[0]?.quantity).toBe('0.0000000009765625');
    expect(usage[0]?.onDemandCost).toBe('0.9999999990234375');
  });

  it('share a boundary line between plans without a trace of rounding in money', () => {
    const { usage } = apply('aws', [compute('a', '4', '1', '0.7')], [plan('2'), plan('2', { id: 'second' })]);
    expect(usage[0]?.covered).toEqual([
      { commitment: 'csp', quantity: '2.857142857143', commitmentUsed: '2.00' },
      { commitment: 'second', quantity: '1.142857142857', commitmentUsed: '0.80' },
    ]);
  });

  it('are zero for a scenario without usage, and what was saved of nothing is not known', () => {
    expect(apply('aws', [], [plan('1')])).toEqual({
      usage: [],
      commitments: [],
      totals: {
        onDemandEquivalent: '0.00',
        onDemandCost: '0.00',
        commitmentCost: '0.00',
        totalCost: '0.00',
        netSavings: '0.00',
        effectiveSavingsRate: null,
      },
    });
    const { totals } = apply('aws', [compute('a', '0', '1', '0.7')], [plan('1')]);
    expect(totals).toMatchObject({ totalCost: '1.00', effectiveSavingsRate: '0.000000' });
  });
});
