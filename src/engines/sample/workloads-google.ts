import type { Workload } from './model.ts';
import { amount, hours, part, stored } from './workload-parts.ts';

const account = { billingAccountId: '01A4F7-9C33D0-5E2B81' } as const;
const all = ['production', 'staging', 'development'] as const;

export const googleWorkloads: readonly Workload[] = [
  {
    ...account,
    application: 'recommendations',
    department: 'Sales',
    costCentre: 'CC-2100',
    owner: 'shop-team',
    regionId: 'us-central1',
    environments: all,
    parts: [
      part('cluster', 1, hours('gke-hours')),
      part('pool', 8, hours('n2-core', 24 * 8), hours('n2-ram', 24 * 32)),
      part('pool-disk', 8, stored('pd-balanced', 100)),
      part('ranking', 2, amount('vertex-node', 60, { seasonal: true, weekend: 1.1 })),
      part('events', 2, amount('pubsub', 0.25, { seasonal: true, weekend: 1.1 })),
      part('logs', 1, amount('gcp-logs', 45)),
      part('egress', 1, amount('gcp-egress', 60, { seasonal: true })),
    ],
  },
  {
    ...account,
    application: 'analytics',
    department: 'Data Science',
    costCentre: 'CC-1200',
    owner: 'data-platform',
    regionId: 'us-central1',
    environments: ['production', 'development'],
    parts: [
      part(
        'warehouse',
        3,
        amount('bq-analysis', 9, { weekend: 0.35, growthPerMonth: 0.03 }),
        stored('bq-storage', 40_000, 0.03),
      ),
      part('landing', 3, stored('gcs-standard', 20_000, 0.03)),
      part('loader', 4, amount('run-cpu', 500_000, { weekend: 0.8 })),
      part('logs', 1, amount('gcp-logs', 20)),
    ],
  },
  {
    ...account,
    application: 'image-lab',
    department: 'Research',
    costCentre: 'CC-1300',
    owner: 'imaging-team',
    regionId: 'europe-west3',
    environments: all,
    parts: [
      part('viewer', 5, hours('n2-core', 24 * 4), hours('n2-ram', 24 * 16)),
      part('viewer-disk', 5, stored('pd-balanced', 200)),
      part('catalogue', 1, hours('cloudsql-core', 24 * 4), stored('cloudsql-storage', 500)),
      part('scans', 2, stored('gcs-standard', 50_000, 0.03)),
      part('render', 2, amount('run-cpu', 900_000, { weekend: 0.3 })),
    ],
  },
];
