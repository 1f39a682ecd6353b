import { z } from 'zod';
import { endpoint, pageQuery } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema, instantSchema } from '../time.ts';
import { ruleIds } from './audit-result.ts';
import { findingRowSchema } from './finding-contract.ts';
import {
  activityStateSchema,
  amountSchema,
  at,
  count,
  exporting,
  exportQuery,
  priceSourceSchema,
  read,
  savingSchema,
  several,
  tag,
  tenantQuery,
  text,
} from './parts.ts';

export const workloads = [
  'exchange',
  'oneDrive',
  'sharePoint',
  'teams',
  'yammer',
  'copilot',
  'apps',
] as const;
export const workloadSchema = z.enum(workloads);
export type Workload = z.infer<typeof workloadSchema>;

export const licenceUserSchema = z.object({
  connectionId: idSchema,
  /** Object id in the tenant. */
  id: text(200),
  principalName: text(1024),
  displayName: text(1024).nullable(),
  isEnabled: z.boolean().nullable(),
  isGuest: z.boolean(),
  department: text(1024).nullable(),
  jobTitle: text(1024).nullable(),
  /** Usage location, else country. */
  country: text(200).nullable(),
  costCentre: text(1024).nullable(),
  createdOn: daySchema.nullable(),
  mailboxPurpose: text(50).nullable(),
  state: activityStateSchema,
  lastActivityOn: daySchema.nullable(),
  skus: z.array(z.object({ skuId: text(100), skuPartNumber: text(300), name: text(500) })).max(200),
  monthlyCost: z.array(amountSchema).max(20),
  savings: z.array(savingSchema).max(20),
  findings: count,
});
export type LicenceUser = z.infer<typeof licenceUserSchema>;

const filters = {
  ...tenantQuery,
  search: z.string().trim().max(200).optional(),
  state: several(activityStateSchema),
  skuId: several(text(100)),
  /** The empty text stands for users without one; the same for country and cost centre. */
  department: several(text(1024)),
  country: several(text(200)),
  costCentre: several(text(1024)),
  rule: several(z.enum(ruleIds)),
  enabled: z.enum(['true', 'false']).optional(),
  guest: z.enum(['true', 'false']).optional(),
  licensed: z.enum(['true', 'false']).optional(),
  sort: z
    .enum([
      'principalName',
      'displayName',
      'department',
      'country',
      'costCentre',
      'lastActivity',
      'cost',
      'saving',
    ])
    .default('principalName'),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
};

export const listLicenceUsers = endpoint({
  id: 'licences.users',
  method: 'GET',
  path: `${at}/users`,
  tag,
  access: read,
  summary: 'Users with what they hold, what it costs and how they use it',
  query: z.object({ ...filters, ...pageQuery }),
  response: z.object({
    items: z.array(licenceUserSchema),
    nextCursor: text(400).nullable(),
    /** All that match, on every page. */
    total: count,
    /** Values that a filter can take, of all users of the tenants asked for; on the first page only. */
    choices: z.object({
      departments: z.array(text(1024)).max(2000),
      countries: z.array(text(200)).max(500),
      costCentres: z.array(text(1024)).max(2000),
    }),
  }),
});

export const exportLicenceUsers = endpoint({
  id: 'licences.users.export',
  method: 'GET',
  path: `${at}/users/export`,
  tag,
  access: exporting,
  summary: 'The users as a file',
  query: z.object({ ...filters, ...exportQuery }),
  response: z.unknown(),
  stream: 'download',
});

/** One way in which a SKU reaches the user; it takes one seat however many there are. */
const waySchema = z.object({
  groupId: text(200).nullable(),
  groupName: text(1024).nullable(),
  state: text(50),
  error: text(100).nullable(),
  since: daySchema.nullable(),
});

export const getLicenceUser = endpoint({
  id: 'licences.user',
  method: 'GET',
  path: `${at}/connections/:connectionId/users/:userId`,
  tag,
  access: read,
  summary: 'One user: licences and how they came, uses of each workload, findings',
  params: z.object({ connectionId: idSchema, userId: z.string().min(1).max(200) }),
  response: z.object({
    user: licenceUserSchema,
    syncedAt: instantSchema,
    leavesOn: daySchema.nullable(),
    isOnPremises: z.boolean().nullable(),
    /** Why this state: the sources that cover the user with the day each saw last. */
    evidence: z
      .array(
        z.object({
          source: text(200),
          field: text(200),
          value: text(1024).nullable(),
          note: text(1024).optional(),
        }),
      )
      .max(100),
    licences: z
      .array(
        z.object({
          skuId: text(100),
          skuPartNumber: text(300),
          name: text(500),
          unitPrice: decimalSchema.nullable(),
          currency: currencySchema.nullable(),
          priceSource: priceSourceSchema,
          isHeld: z.boolean(),
          ways: z.array(waySchema).max(200),
          plans: z.array(z.object({ name: text(300), label: text(500), disabled: z.boolean() })).max(500),
        }),
      )
      .max(200),
    workloads: z
      .array(
        z.object({
          workload: workloadSchema,
          /** Whether an enabled plan of what the user holds includes it. */
          licensed: z.boolean(),
          /** Null: never, where `covered`; else nobody knows. */
          lastActivityOn: daySchema.nullable(),
          covered: z.boolean(),
          source: text(200).nullable(),
          storageBytes: z.number().min(0).nullable(),
        }),
      )
      .max(20),
    findings: z.array(findingRowSchema).max(200),
  }),
});
export type LicenceUserDetail = z.infer<typeof getLicenceUser.response>;
