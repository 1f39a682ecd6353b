import { service } from './catalogue-entry.ts';

/** Services of Google Cloud at prices near the list prices of us-central1: for a sample, not a price list. */
export const googleSkus = [
  ...service(
    'Compute Engine',
    'Compute',
    'Virtual Machines',
    'Instance',
    'compute.googleapis.com/instances',
    [
      ['n2-core', 'N2 instance core', 'Hours', '0.031611', { InstanceSeries: 'N2', CoreCount: 1 }, '0.28'],
      ['n2-ram', 'N2 instance RAM', 'GiB-Hours', '0.004237', { InstanceSeries: 'N2', MemorySize: 1 }, '0.28'],
    ],
  ),
  ...service('Compute Engine', 'Storage', 'Block Storage', 'Disk', 'compute.googleapis.com/disks', [
    ['pd-balanced', 'Balanced persistent disk capacity', 'GiB-Months', '0.1', { DiskType: 'SSD' }],
  ]),
  ...service(
    'Google Kubernetes Engine',
    'Compute',
    'Containers',
    'Cluster',
    'container.googleapis.com/clusters',
    [['gke-hours', 'Cluster management', 'Hours', '0.1']],
  ),
  ...service('BigQuery', 'Databases', 'Data Warehouses', 'Dataset', 'bigquery.googleapis.com/datasets', [
    ['bq-analysis', 'Analysis', 'TiB', '6.25'],
    ['bq-storage', 'Active logical storage', 'GiB-Months', '0.02'],
  ]),
  ...service('Cloud Storage', 'Storage', 'Object Storage', 'Bucket', 'storage.googleapis.com/buckets', [
    ['gcs-standard', 'Standard storage', 'GiB-Months', '0.02', { StorageClass: 'Standard' }],
  ]),
  ...service(
    'Cloud SQL',
    'Databases',
    'Relational Databases',
    'Database instance',
    'sqladmin.googleapis.com/instances',
    [
      ['cloudsql-core', 'PostgreSQL zonal vCPU', 'Hours', '0.0413'],
      ['cloudsql-storage', 'PostgreSQL zonal SSD storage', 'GiB-Months', '0.17'],
    ],
  ),
  ...service(
    'Vertex AI',
    'AI and Machine Learning',
    'AI Platforms',
    'Endpoint',
    'aiplatform.googleapis.com/endpoints',
    [['vertex-node', 'Online prediction node', 'Hours', '0.7513']],
  ),
  ...service(
    'Cloud Logging',
    'Management and Governance',
    'Observability',
    'Log bucket',
    'logging.googleapis.com/buckets',
    [['gcp-logs', 'Log storage', 'GiB', '0.5']],
  ),
  ...service(
    'Networking',
    'Networking',
    'Network Connectivity',
    'Data transfer',
    'compute.googleapis.com/addresses',
    [['gcp-egress', 'Internet data transfer out', 'GiB', '0.12']],
  ),
  ...service('Cloud Pub/Sub', 'Integration', 'Messaging', 'Topic', 'pubsub.googleapis.com/topics', [
    ['pubsub', 'Message delivery', 'TiB', '40'],
  ]),
  ...service('Cloud Run', 'Compute', 'Serverless Compute', 'Service', 'run.googleapis.com/services', [
    ['run-cpu', 'CPU allocation time', 'Seconds', '0.000024'],
  ]),
];
