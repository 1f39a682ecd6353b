import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { daySchema, instantSchema } from '../time.ts';
import { ruleIds } from './audit-result.ts';
import { amountSchema, at, count, read, savingSchema, tag, text } from './parts.ts';

export const licenceOverview = endpoint({
  id: 'licences.overview',
  method: 'GET',
  path: `${at}/overview`,
  tag,
  access: read,
  summary: 'The licence side of the overview: spend, what can be saved, renewals ahead, trend over 24 months',
  response: z.object({
    connections: z
      .array(
        z.object({
          id: idSchema,
          name: text(200),
          tenantName: text(300).nullable(),
          state: text(50),
          asOf: daySchema.nullable(),
          syncedAt: instantSchema.nullable(),
        }),
      )
      .max(500),
    users: count,
    licensedUsers: count,
    monthlyCost: z.array(amountSchema).max(100),
    savings: z.array(savingSchema).max(100),
    findings: count,
    newFindings: count,
    byRule: z
      .array(z.object({ rule: z.enum(ruleIds), findings: count, savings: z.array(savingSchema).max(100) }))
      .max(50),
    renewals: z
      .array(
        z.object({
          name: text(500),
          skuPartNumber: text(300),
          date: daySchema,
          daysLeft: z.int(),
          seats: count,
          spareSeats: count,
        }),
      )
      .max(10),
    /** The last snapshot of each of 24 months. */
    trend: z
      .array(
        z.object({
          day: daySchema,
          bought: count,
          assigned: count,
          active: count,
          monthlyCost: z.array(amountSchema).max(100),
          savings: z.array(savingSchema).max(100),
        }),
      )
      .max(30),
  }),
});
export type LicenceOverview = z.infer<typeof licenceOverview.response>;
