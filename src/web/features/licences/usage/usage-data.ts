import type { Usage } from '../../../../shared/licences/contract.ts';

export type Workload = Usage['workloads'][number];

/** Trends have every day of the last month besides; a chart over two years has one point a month. */
export const monthly = (trend: Workload['trend']): Workload['trend'] =>
  trend.filter(({ day }, index) => day.slice(0, 7) !== trend[index + 1]?.day.slice(0, 7));

/** Active of licensed, as a fraction; null where nobody is licensed, or nobody knows. */
export const shareOf = ({
  active,
  licensed,
  missing,
}: Pick<Workload, 'active' | 'licensed' | 'missing'>): string | null =>
  licensed === 0 || missing !== null ? null : (active / licensed).toFixed(6);

/** Licensed users by the age of their last activity, from the most recent on. */
export const recencyOf = ({ recency }: Pick<Workload, 'recency'>): Workload['recency'] =>
  buckets.flatMap((bucket) => recency.find((each) => each.bucket === bucket) ?? []);

const buckets = ['7', '30', '90', '180', 'older', 'never'] as const;
