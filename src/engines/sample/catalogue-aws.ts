import { service } from './catalogue-entry.ts';

/** Services of AWS at prices near the list prices of us-east-1: for a sample, not a price list. */
export const awsSkus = [
  ...service('Amazon Elastic Compute Cloud', 'Compute', 'Virtual Machines', 'Instance', 'ec2:instance/i-', [
    [
      'm6i.xlarge',
      'Linux m6i.xlarge',
      'Hours',
      '0.192',
      { InstanceType: 'm6i.xlarge', CoreCount: 4, MemorySize: 16 },
      '0.28',
    ],
    [
      'c6i.2xlarge',
      'Linux c6i.2xlarge',
      'Hours',
      '0.34',
      { InstanceType: 'c6i.2xlarge', CoreCount: 8, MemorySize: 16 },
      '0.27',
    ],
    [
      'r6i.xlarge',
      'Linux r6i.xlarge',
      'Hours',
      '0.252',
      { InstanceType: 'r6i.xlarge', CoreCount: 4, MemorySize: 32 },
      '0.28',
    ],
    [
      't3.medium',
      'Linux t3.medium',
      'Hours',
      '0.0416',
      { InstanceType: 't3.medium', CoreCount: 2, MemorySize: 4 },
      '0.28',
    ],
    [
      'g5.12xlarge',
      'Linux g5.12xlarge',
      'Hours',
      '5.672',
      { InstanceType: 'g5.12xlarge', CoreCount: 48, GpuCount: 4, MemorySize: 192 },
      '0.25',
    ],
  ]),
  ...service('Amazon Elastic Block Store', 'Storage', 'Block Storage', 'Volume', 'ec2:volume/vol-', [
    ['ebs-gp3', 'General purpose SSD (gp3)', 'GB-Months', '0.08', { DiskType: 'SSD' }],
  ]),
  ...service(
    'Amazon Virtual Private Cloud',
    'Networking',
    'Network Infrastructure',
    'NAT gateway',
    'ec2:natgateway/nat-',
    [
      ['nat-hours', 'NAT gateway hours', 'Hours', '0.045'],
      ['nat-data', 'NAT gateway data processed', 'GB', '0.045'],
    ],
  ),
  ...service(
    'Elastic Load Balancing',
    'Networking',
    'Network Routing',
    'Load balancer',
    'elasticloadbalancing:loadbalancer/app/',
    [
      ['alb-hours', 'Application load balancer hours', 'Hours', '0.0225'],
      ['alb-lcu', 'Application load balancer capacity units', 'LCU-Hours', '0.008'],
    ],
  ),
  ...service(
    'Amazon Relational Database Service',
    'Databases',
    'Relational Databases',
    'Database instance',
    'rds:db:',
    [
      [
        'db.r6g.xlarge',
        'PostgreSQL db.r6g.xlarge',
        'Hours',
        '0.45',
        { InstanceType: 'db.r6g.xlarge', CoreCount: 4, MemorySize: 32 },
      ],
      ['rds-storage', 'Database storage (gp3)', 'GB-Months', '0.115', { DiskType: 'SSD' }],
    ],
  ),
  ...service('Amazon Simple Storage Service', 'Storage', 'Object Storage', 'Bucket', 's3:::', [
    ['s3-standard', 'Standard storage', 'GB-Months', '0.023', { StorageClass: 'Standard' }],
    ['s3-put', 'PUT, COPY, POST and LIST requests', '1000 Requests', '0.005'],
  ]),
  ...service('AWS Lambda', 'Compute', 'Serverless Compute', 'Function', 'lambda:function:', [
    ['lambda-gb-second', 'Function duration', 'GB-Seconds', '0.0000166667', undefined, '0.12'],
    ['lambda-requests', 'Function requests', '1000000 Requests', '0.2'],
  ]),
  ...service(
    'Amazon Elastic Container Service for Kubernetes',
    'Compute',
    'Containers',
    'Cluster',
    'eks:cluster/',
    [['eks-hours', 'Cluster hours', 'Hours', '0.1']],
  ),
  ...service(
    'Amazon CloudFront',
    'Networking',
    'Content Delivery',
    'Distribution',
    'cloudfront:distribution/E',
    [['cloudfront-data', 'Data transfer to the internet', 'GB', '0.085']],
  ),
  ...service('AWS Data Transfer', 'Networking', 'Network Connectivity', 'Data transfer', 'ec2:internet/', [
    ['egress', 'Data transfer out to the internet', 'GB', '0.09'],
  ]),
  ...service(
    'Amazon CloudWatch',
    'Management and Governance',
    'Observability',
    'Log group',
    'logs:log-group:',
    [['logs-ingested', 'Log ingestion', 'GB', '0.5']],
  ),
  ...service('Amazon DynamoDB', 'Databases', 'NoSQL Databases', 'Table', 'dynamodb:table/', [
    ['dynamodb-writes', 'Write request units', '1000000 Requests', '0.625'],
  ]),
  ...service('Amazon Kinesis', 'Analytics', 'Streaming Analytics', 'Stream', 'kinesis:stream/', [
    ['kinesis-shards', 'Shard hours', 'Hours', '0.015'],
  ]),
  ...service('Amazon Simple Queue Service', 'Integration', 'Messaging', 'Queue', 'sqs:', [
    ['sqs-requests', 'Standard requests', '1000000 Requests', '0.4'],
  ]),
];
