import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { daySchema } from '../time.ts';
import { at, count, exporting, exportQuery, read, tag, tenantQuery, text } from './parts.ts';
import { workloadSchema } from './user-contract.ts';

/** A figure of a workload: emails read, files synced, meetings, prompts … */
const figureSchema = z.object({
  /** The column of Microsoft's report, `Read Count`. */
  name: text(200),
  total: z.number().min(0),
  /** Per active user of the period, two decimals. */
  perActiveUser: z.number().min(0).nullable(),
});

const workloadUsageSchema = z.object({
  workload: workloadSchema,
  /** Users whose licences include it; active ones among them in the report's period. */
  licensed: count,
  active: count,
  /** Users that the report does not cover, or that never used it. */
  never: count,
  /** Null where the report is missing: `missing` says why. */
  periodDays: count.nullable(),
  refreshedOn: daySchema.nullable(),
  missing: text(200).nullable(),
  concealed: z.boolean(),
  figures: z.array(figureSchema).max(50),
  storageBytes: z.number().min(0).nullable(),
  quotaBytes: z.number().min(0).nullable(),
  /** Averages per licensed user. */
  storagePerUserBytes: z.number().min(0).nullable(),
  /** Licensed users by the age of their last activity. */
  recency: z
    .array(z.object({ bucket: z.enum(['7', '30', '90', '180', 'older', 'never']), users: count }))
    .max(10),
});
export type WorkloadUsage = z.infer<typeof workloadUsageSchema>;

const pointSchema = z.object({
  day: daySchema,
  licensed: count,
  active: count,
  storageBytes: z.number().min(0).nullable(),
  figures: z.array(z.object({ name: text(200), perActiveUser: z.number().min(0).nullable() })).max(50),
});

export const getUsage = endpoint({
  id: 'licences.usage',
  method: 'GET',
  path: `${at}/usage`,
  tag,
  access: read,
  summary: 'Microsoft 365 by workload: active against licensed, averages per user, storage, trends',
  query: z.object(tenantQuery),
  response: z.object({
    workloads: z.array(workloadUsageSchema.extend({ trend: z.array(pointSchema).max(1000) })).max(20),
  }),
});
export type Usage = z.infer<typeof getUsage.response>;

export const exportUsage = endpoint({
  id: 'licences.usage.export',
  method: 'GET',
  path: `${at}/usage/export`,
  tag,
  access: exporting,
  summary: 'The usage by workload as a file',
  query: z.object({ ...tenantQuery, ...exportQuery }),
  response: z.unknown(),
  stream: 'download',
});
