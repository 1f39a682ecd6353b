import type { Month } from './calendar.ts';
import type { Line } from './model.ts';

type AnomalyKind =
  | 'usage-spike'
  | 'forgotten-resource'
  | 'steady-growth'
  | 'price-change'
  | 'expired-commitment'
  | 'unused-commitment'
  | 'untagged';

/** Something that was planted to be found. */
export interface PlantedAnomaly {
  readonly id: string;
  readonly kind: AnomalyKind;
  readonly title: string;
  readonly description: string;
  readonly provider: string;
  readonly service: string;
  /** Names the resources, where it is about some: their names begin so. */
  readonly resourceNamePrefix: string | undefined;
  /** First and last day, such as `2026-07-08`; without a last day it goes on. */
  readonly from: string;
  readonly until: string | undefined;
}

interface Plan extends Omit<PlantedAnomaly, 'from' | 'until'> {
  readonly fromMonth: number;
  readonly fromDay: number;
  /** How many days it lasts; absent: it goes on. */
  readonly days?: number;
}

const natGatewaySpike = {
  resourceName: 'telemetry-hub-prod-nat-01',
  skuId: 'nat-data',
  month: 8,
  fromDay: 8,
  days: 9,
  factor: 40,
} as const;
const loggingSpike = {
  resourceName: 'recommendations-prod-logs-01',
  skuId: 'gcp-logs',
  month: 11,
  fromDay: 17,
  days: 3,
  factor: 30,
} as const;
const storageGrowth = {
  resourceName: 'firmware-delivery-prod-build-cache-01',
  skuId: 's3-standard',
  month: 4,
  perMonth: 2.4,
} as const;
export const priceChange = { skuId: 'log-analytics', month: 7, factor: '1.18' } as const;

const plans: readonly Plan[] = [
  {
    id: 'nat-gateway-runaway',
    kind: 'usage-spike',
    title: 'A NAT gateway processes forty times its usual data',
    description:
      'A misrouted backup sends everything through the NAT gateway of telemetry-hub for nine days.',
    provider: 'AWS',
    service: 'Amazon Virtual Private Cloud',
    resourceNamePrefix: natGatewaySpike.resourceName,
    fromMonth: natGatewaySpike.month,
    fromDay: natGatewaySpike.fromDay,
    days: natGatewaySpike.days,
  },
  {
    id: 'gpu-cluster-forgotten',
    kind: 'forgotten-resource',
    title: 'Four GPU instances run on after an experiment',
    description: 'Started in development without tags, never stopped: around the clock, weekends included.',
    provider: 'AWS',
    service: 'Amazon Elastic Compute Cloud',
    resourceNamePrefix: 'model-training-dev-experiment-gpu-',
    fromMonth: 10,
    fromDay: 12,
  },
  {
    id: 'build-cache-growth',
    kind: 'steady-growth',
    title: 'A build cache that nobody empties',
    description: 'The clean-up rule of the bucket was removed; since then it grows every day.',
    provider: 'AWS',
    service: 'Amazon Simple Storage Service',
    resourceNamePrefix: storageGrowth.resourceName,
    fromMonth: storageGrowth.month,
    fromDay: 1,
  },
  {
    id: 'log-ingestion-price',
    kind: 'price-change',
    title: 'Log ingestion costs 18 % more',
    description: 'The list price of Azure Monitor log ingestion rises; usage does not.',
    provider: 'Microsoft',
    service: 'Azure Monitor',
    resourceNamePrefix: undefined,
    fromMonth: priceChange.month,
    fromDay: 1,
  },
  {
    id: 'debug-logging',
    kind: 'usage-spike',
    title: 'Debug logging left on for three days',
    description: 'A release of recommendations writes thirty times its usual logs until it is corrected.',
    provider: 'Google Cloud',
    service: 'Cloud Logging',
    resourceNamePrefix: loggingSpike.resourceName,
    fromMonth: loggingSpike.month,
    fromDay: loggingSpike.fromDay,
    days: loggingSpike.days,
  },
  {
    id: 'reservation-expired',
    kind: 'expired-commitment',
    title: 'A reservation expired and was not renewed',
    description: 'The ERP servers ran on a one-year reservation; since it ended they pay on-demand prices.',
    provider: 'Microsoft',
    service: 'Virtual Machines',
    resourceNamePrefix: 'erp-',
    fromMonth: 12,
    fromDay: 1,
  },
  {
    id: 'database-reservation-unused',
    kind: 'unused-commitment',
    title: 'Reserved databases that no longer run',
    description: 'legacy-reports was switched off; part of its reserved database hours is paid and not used.',
    provider: 'AWS',
    service: 'Amazon Relational Database Service',
    resourceNamePrefix: undefined,
    fromMonth: 9,
    fromDay: 1,
  },
  {
    id: 'volumes-untagged',
    kind: 'untagged',
    title: 'Old volumes that belong to nobody',
    description: 'Nine volumes of legacy-reports carry no tags, so no department answers for them.',
    provider: 'AWS',
    service: 'Amazon Elastic Block Store',
    resourceNamePrefix: 'legacy-reports-prod-old-volume-',
    fromMonth: 0,
    fromDay: 1,
  },
];

/** The planted anomalies that lie within the sample, with their dates. */
export const listAnomalies = (calendar: readonly Month[]): readonly PlantedAnomaly[] =>
  plans.flatMap(({ fromMonth, fromDay, days, ...plan }) => {
    const from = calendar[fromMonth]?.days[fromDay - 1];
    if (from === undefined) return [];
    const last = days === undefined ? undefined : calendar[fromMonth]?.days[fromDay + days - 2];
    return [{ ...plan, from: from.date, until: last?.date }];
  });

/** How many times its usual amount a line has on this day. */
export const anomalyFactor = (line: Line, month: Month, dayOfMonth: number): number => {
  for (const spike of [natGatewaySpike, loggingSpike])
    if (
      line.resourceName === spike.resourceName &&
      line.sku.id === spike.skuId &&
      month.index === spike.month &&
      dayOfMonth >= spike.fromDay &&
      dayOfMonth < spike.fromDay + spike.days
    )
      return spike.factor;
  if (line.resourceName === storageGrowth.resourceName && month.index >= storageGrowth.month)
    return 1 + storageGrowth.perMonth * (month.index - storageGrowth.month + dayOfMonth / 31);
  return 1;
};
