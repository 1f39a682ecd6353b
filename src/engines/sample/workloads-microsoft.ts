import type { Workload } from './model.ts';
import { amount, hours, part, stored } from './workload-parts.ts';

const american = { billingAccountId: '7c1f0a52-halcyon-us', regionId: 'eastus' } as const;
const german = { billingAccountId: 'b83d6e19-halcyon-de', regionId: 'germanywestcentral' } as const;
const all = ['production', 'staging', 'development'] as const;
const office = { weekend: 0.2 } as const;

export const microsoftWorkloads: readonly Workload[] = [
  {
    ...american,
    application: 'erp',
    department: 'Finance',
    costCentre: 'CC-4100',
    owner: 'erp-team',
    environments: all,
    parts: [
      part('app', 8, hours('D8s-v5')),
      part('app-disk', 8, stored('premium-ssd-v2', 256)),
      part('ledger', 2, hours('sql-vcore', 24 * 8), stored('sql-storage', 1500, 0.015)),
      part('archive', 2, stored('blob-hot', 8000, 0.02), amount('blob-writes', 120, office)),
      part('workspace', 1, amount('log-analytics', 22, office)),
      part('vault', 1, stored('backup-lrs', 9000, 0.02)),
    ],
  },
  {
    ...american,
    application: 'shared-network',
    department: 'Corporate IT',
    costCentre: 'CC-4000',
    owner: 'platform-operations',
    environments: ['production'],
    parts: [
      part('firewall', 1, hours('firewall-hours'), amount('firewall-data', 2200, { weekend: 0.5 })),
      part('vpn', 2, hours('vpngw1')),
      part('public', 2, amount('azure-egress', 180, { weekend: 0.5 })),
      part('workspace', 2, amount('log-analytics', 26, { weekend: 0.8, growthPerMonth: 0.02 })),
    ],
  },
  {
    ...american,
    application: 'reporting',
    department: 'Finance',
    costCentre: 'CC-4100',
    owner: 'finance-systems',
    environments: ['production', 'development'],
    parts: [
      part('capacity', 1, amount('fabric-cu', 380, office)),
      part('lake', 2, stored('blob-hot', 14_000, 0.03), amount('blob-writes', 200)),
      part('portal', 2, hours('p1v3')),
    ],
  },
  {
    ...american,
    application: 'assistant',
    department: 'Customer Care',
    costCentre: 'CC-2200',
    owner: 'portal-team',
    environments: all,
    parts: [
      part('model', 1, amount('gpt-output', 5200, { growthPerMonth: 0.11, weekend: 0.5 })),
      part('app', 3, hours('p1v3')),
      part('index', 1, hours('D4s-v5')),
    ],
  },
  {
    ...german,
    application: 'plant-control',
    department: 'Manufacturing',
    costCentre: 'CC-3100',
    owner: 'plant-it',
    environments: all,
    parts: [
      part('hub', 6, amount('iot-s1', 3, { weekend: 1, growthPerMonth: 0 })),
      part('historian', 6, hours('E4s-v5')),
      part('historian-disk', 6, stored('premium-ssd-v2', 1024, 0.02)),
      part('recipes', 1, hours('sql-vcore', 24 * 8), stored('sql-storage', 400)),
      part('workspace', 2, amount('log-analytics', 14, { weekend: 0.6 })),
      part('vault', 1, stored('backup-lrs', 6000, 0.02)),
    ],
  },
  {
    ...german,
    application: 'quality-records',
    department: 'Manufacturing',
    costCentre: 'CC-3200',
    owner: 'quality-team',
    environments: ['production', 'staging'],
    parts: [
      part('app', 4, hours('D4s-v5')),
      part('app-disk', 4, stored('premium-ssd-v2', 128)),
      part('records', 1, hours('sql-vcore', 24 * 4), stored('sql-storage', 900, 0.02)),
      part('scans', 2, stored('blob-hot', 20_000, 0.025)),
    ],
  },
];
