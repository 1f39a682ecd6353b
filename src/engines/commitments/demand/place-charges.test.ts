import { describe, expect, it } from 'vitest';
import type { ChargeKind } from './charge-kind.ts';
import { settleCurrency } from './demand-choice.ts';
import { placeCharges } from './place-charges.ts';

const kind = (given: Partial<ChargeKind>): ChargeKind => ({
  provider: 'AWS',
  currency: 'USD',
  chargeCategory: 'Usage',
  chargeClass: null,
  pricingCategory: 'Standard',
  isCommitted: false,
  commitmentStatus: null,
  price: 'contracted',
  serviceName: null,
  resourceType: null,
  regionId: 'r1',
  subAccountId: null,
  meter: null,
  meterCategory: null,
  instanceType: null,
  description: null,
  engine: null,
  isOutside: false,
  ...given,
});

const everything = { currency: undefined, pools: undefined };
const placeOf = (given: Partial<ChargeKind>): string | undefined => {
  const [placed] = placeCharges([kind(given)], everything);
  return placed?.exclusion ?? placed?.pool?.series;
};

const ec2 = { serviceName: 'Amazon Elastic Compute Cloud' };
const vm = { provider: 'Microsoft', serviceName: 'Virtual Machines' };
const engine = { provider: 'Google Cloud', serviceName: 'Compute Engine', subAccountId: 'p1' };

describe('the series of AWS usage is what its locked instruments are locked to', () => {
  // Usage types and descriptions: AWS Cost and Usage Report user guide; FOCUS sample of the FinOps Foundation.
  it.each([
    [{ ...ec2, meter: 'USE2-BoxUsage:m5.large' }, 'aws/compute/m5/r1'],
    [{ ...ec2, meter: 'BoxUsage:u-6tb1.metal' }, 'aws/compute/u-6tb1/r1'],
    [{ ...ec2, meter: 'EUW1-UnusedBox:c7gn.16xlarge' }, 'aws/compute/c7gn/r1'],
    [{ ...ec2, meter: 'DedicatedUsage:x2iedn.32xlarge' }, 'aws/compute/x2iedn/r1'],
    [{ ...ec2, meter: 'USW2-HostUsage:m5' }, 'aws/compute/m5/r1'],
    [{ ...ec2, meter: 'On-Demand', instanceType: 'm5.large', resourceType: 'Instance' }, 'aws/compute/m5/r1'],
    [{ ...ec2, meter: 'NatGateway-Hours', instanceType: 'm5.large' }, 'not-coverable'],
    [{ ...ec2, meter: 'Linux m6i.xlarge', instanceType: 'm6i.xlarge' }, 'aws/compute/m6i/r1'],
    [
      { ...ec2, description: '$0.19152 per On Demand Linux m7i-flex.xlarge Instance Hour' },
      'aws/compute/m7i-flex/r1',
    ],
    [{ ...ec2, resourceType: 'instance' }, 'aws/compute/unknown/r1'],
    [{ ...ec2, regionId: null, meter: 'BoxUsage:m5.large' }, 'aws/compute/m5/unknown'],
    [{ ...ec2, meter: 'EBSOptimized:m4.large' }, 'not-coverable'],
    [{ ...ec2, meter: 'USW2-NatGateway-Hours' }, 'not-coverable'],
    [{ ...ec2, description: '$0.085 per GB - next 40 TB / month data transfer out' }, 'not-coverable'],
    [{ serviceName: 'A vendor of images', meter: 'SoftwareUsage:m5.large' }, 'not-coverable'],
    [{ serviceName: 'AWS Lambda', meter: 'USE1-Lambda-GB-Second-ARM' }, 'aws/compute/lambda/r1'],
    [{ serviceName: 'AWS Lambda', description: 'AWS Lambda - Total Requests - US East' }, 'not-coverable'],
    [
      { serviceName: 'Amazon Elastic Container Service', meter: 'Fargate-vCPU-Hours:perCPU' },
      'aws/compute/fargate/r1',
    ],
    [
      { serviceName: 'Amazon Elastic Container Service', meter: 'Fargate-EphemeralStorage-GB-Hours' },
      'not-coverable',
    ],
    [
      {
        serviceName: 'Amazon Relational Database Service',
        meter: 'InstanceUsage:db.r6g.xlarge',
        engine: 'postgresql',
      },
      'aws/database/rds-postgresql/db.r6g/r1',
    ],
    [
      { serviceName: 'Amazon ElastiCache', meter: 'NodeUsage:cache.r6g.large' },
      'aws/database/elasticache/cache.r6g/r1',
    ],
    [{ serviceName: 'Amazon Simple Storage Service', meter: 'TimedStorage-ByteHrs' }, 'not-coverable'],
  ])('%j is %s', (given, expected) => {
    expect(placeOf(given)).toBe(expected);
  });
});

describe('the series of Azure usage is the group of sizes that share a reservation', () => {
  it.each([
    [{ ...vm, instanceType: 'Standard_D8s_v5', meter: 'D8s v5' }, 'azure/compute/Dsv5/r1'],
    [{ ...vm, instanceType: 'Standard_NC24ads_A100_v4' }, 'azure/compute/NCadsA100v4/r1'],
    [{ ...vm, instanceType: 'Standard_E8-4s_v5' }, 'azure/compute/Esv5/r1'],
    [{ ...vm, instanceType: 'Standard_B2ms' }, 'azure/compute/Bms/r1'],
    [{ ...vm, instanceType: 'Standard_DS2_v2' }, 'azure/compute/DSv2/r1'],
    [{ ...vm, instanceType: 'Standard_DS13_v2' }, 'azure/compute/DSv2-high-memory/r1'],
    [{ ...vm, meter: 'D2 v2/DS2 v2' }, 'azure/compute/Dv2+DSv2/r1'],
    [
      { ...vm, description: 'Virtual Machines Dv2/DSv2 Series - D2 v2/DS2 v2 - US East' },
      'azure/compute/Dv2+DSv2/r1',
    ],
    [{ ...vm, description: 'D2s v5' }, 'azure/compute/Dsv5/r1'],
    [
      {
        ...vm,
        serviceName: 'Azure Kubernetes Service',
        meterCategory: 'Virtual Machines',
        meter: 'D4s v3',
      },
      'azure/compute/Dsv3/r1',
    ],
    [{ ...vm, meterCategory: 'Virtual Machines', meter: 'Something new' }, 'azure/compute/unknown/r1'],
    [{ ...vm, meter: 'P4 LRS', resourceType: 'Disk' }, 'not-coverable'],
    [{ ...vm, serviceName: 'Virtual Machines Licenses', meter: '1 vCPU VM License' }, 'not-coverable'],
    [{ ...vm, serviceName: 'Azure App Service', meter: 'P1 v3 App' }, 'azure/compute/app-service-Pv3/r1'],
    [{ ...vm, serviceName: 'Azure App Service', meter: 'P1mv3 App' }, 'azure/compute/app-service-Pmv3/r1'],
    [{ ...vm, serviceName: 'Azure App Service', meter: 'S1 App' }, 'not-coverable'],
    [
      { ...vm, serviceName: 'Azure Container Apps', meter: 'Standard vCPU Active Usage' },
      'azure/compute/azure-container-apps/r1',
    ],
  ])('%j is %s', (given, expected) => {
    expect(placeOf(given)).toBe(expected);
  });
});

describe('the series of Google usage is resource, project and region', () => {
  // SKU descriptions of the Cloud Billing catalogue.
  it.each([
    ['N2 Instance Core running in Americas', 'gcp/compute/N2-vcpu/p1/r1'],
    ['N2D AMD Instance Ram running in Belgium', 'gcp/compute/N2D-memory/p1/r1'],
    ['N1 Predefined Instance Core running in Americas', 'gcp/compute/N1-vcpu/p1/r1'],
    ['Custom Instance Ram running in Americas', 'gcp/compute/N1-memory/p1/r1'],
    ['Compute optimized Core running in Americas', 'gcp/compute/C2-vcpu/p1/r1'],
    ['T2A Arm Instance Core running in Iowa', 'gcp/compute/T2A-vcpu/p1/r1'],
    ['Nvidia Tesla T4 GPU running in Americas', 'gcp/compute/gpu-nvidia-tesla-t4/p1/r1'],
    ['SSD backed Local Storage', 'gcp/compute/local-ssd/p1/r1'],
    ['Commitment v1: N2 Cpu in Americas for 1 Year', 'not-coverable'],
    ['Spot Preemptible N2 Instance Core running in Americas', 'not-coverable'],
    ['Network Internet Egress from Americas', 'not-coverable'],
    ['Balanced PD Capacity', 'not-coverable'],
  ])('%s is %s', (description, expected) => {
    expect(placeOf({ ...engine, description })).toBe(expected);
    expect(placeOf({ ...engine, meter: description })).toBe(expected);
  });
  it('leaves the project out where only flexible commitments are sold', () => {
    expect(placeOf({ ...engine, serviceName: 'Cloud Run', meter: 'CPU Allocation Time' })).toBe(
      'gcp/compute/cloud-run/r1',
    );
  });
});

describe('what is demand', () => {
  const machine = { ...ec2, meter: 'BoxUsage:m5.large' };
  it.each([
    [{ ...machine, chargeCategory: 'Purchase' }, 'not-usage'],
    [{ ...machine, chargeCategory: 'Tax' }, 'not-usage'],
    [{ ...machine, chargeCategory: 'Credit' }, 'not-usage'],
    [{ ...machine, pricingCategory: 'Dynamic' }, 'spot'],
    [{ ...machine, isCommitted: true, commitmentStatus: 'Unused' }, 'unused-commitment'],
    [{ ...machine, isCommitted: true, commitmentStatus: 'Used' }, 'aws/compute/m5/r1'],
    [{ ...machine, isCommitted: true, pricingCategory: 'Dynamic' }, 'aws/compute/m5/r1'],
    [{ ...machine, isCommitted: true, price: 'unknown' as const }, 'unknown-price'],
  ])('%j: %s', (given, expected) => {
    expect(placeOf(given)).toBe(expected);
  });

  it('takes the rest of an offering in where a commitment covers a part of it, in that region alone', () => {
    const vcore = { provider: 'Microsoft', serviceName: 'SQL Database', meter: 'GP Gen5 vCore' };
    const placed = placeCharges(
      [
        kind({ ...vcore, isCommitted: true }),
        kind(vcore),
        kind({ ...vcore, regionId: 'r2' }),
        kind({ ...vcore, meter: 'Data stored' }),
      ],
      everything,
    );
    expect(placed.map(({ exclusion, pool }) => exclusion ?? pool?.series)).toEqual([
      'azure/sql-database/GP-Gen5-vCore/r1',
      'azure/sql-database/GP-Gen5-vCore/r1',
      'not-coverable',
      'not-coverable',
    ]);
  });

  it('lets no name begin as a formula, and reads hostile names in no time', () => {
    expect(placeOf({ provider: '=cmd|', serviceName: 'X', isCommitted: true, meter: 'm' })).toBe(
      'cmd|/x/m/r1',
    );
    const started = performance.now();
    for (const text of [
      `a${'-:'.repeat(140)}!`,
      `virtual machines ${' - '.repeat(90)}`,
      '1'.repeat(300),
      'Av'.repeat(150),
    ]) {
      for (const provider of ['AWS', 'Microsoft', 'Google Cloud'])
        for (const service of ['AmazonEC2', 'Virtual Machines', 'Compute Engine', 'Azure App Service'])
          placeOf({ provider, serviceName: service, meter: text, instanceType: text, description: text });
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('makes no second level of a series out of slashes and line ends in a name', () => {
    expect(placeOf({ ...machine, regionId: ' eu\n/"west"/1 ' })).toBe('aws/compute/m5/eu-"west"-1');
  });
});

describe('a choice', () => {
  const kinds = [
    kind({ ...ec2, meter: 'BoxUsage:m5.large' }),
    kind({ ...vm, meter: 'D8s v5', currency: 'EUR' }),
  ];
  const settle = (choice: Partial<typeof everything> | object): string | null => {
    const whole = { ...everything, ...choice };
    return settleCurrency(placeCharges(kinds, whole), whole);
  };

  it('is needed where charges are in several currencies', () => {
    expect(() => settle({})).toThrow(/several currencies \(EUR, USD\)/);
    expect(settle({ currency: 'EUR' })).toBe('EUR');
    expect(settle({ pools: ['azure'] })).toBe('EUR');
  });

  it('of a pool or currency that is not there is refused with those that are', () => {
    const fixOf = (choice: object): unknown => {
      try {
        return settle(choice);
      } catch (error) {
        return error instanceof Error && 'fix' in error ? error.fix : error;
      }
    };
    expect(fixOf({ pools: ['gcp'] })).toBe('There are aws/compute, azure/compute.');
    expect(fixOf({ currency: 'GBP' })).toBe('There are EUR, USD.');
    expect(fixOf({ pools: ['aws'], currency: 'EUR' })).toBe('There are USD.');
  });
});
