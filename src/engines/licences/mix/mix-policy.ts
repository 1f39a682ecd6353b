import { z } from 'zod';
import { currencySchema } from '../../../shared/money.ts';

const name = z.string().trim().min(1).max(300);
const names = z.array(name).max(10_000);

/** What everyone, or everyone whom a group licenses, must have. */
const baselineSchema = z
  .strictObject({
    everyone: z.literal(true).optional(),
    /** Id of a group that assigns licences. */
    group: name.optional(),
    /** Names of service plans, such as AAD_PREMIUM_P2: this edition or a greater one. */
    families: z.array(name).min(1).max(200).optional(),
    /** Every plan that people use of this SKU. */
    sku: name.optional(),
  })
  .refine(({ everyone, group }) => (everyone === undefined) !== (group === undefined), {
    message: 'exactly one of "everyone" and "group"',
  })
  .refine(({ families, sku }) => (families === undefined) !== (sku === undefined), {
    message: 'exactly one of "families" and "sku"',
  });
export type Baseline = z.infer<typeof baselineSchema>;

/** The choices behind a cheapest mix (docs/licences-mix.md); anything unknown in it is an error. */
export const mixPolicySchema = z.strictObject({
  /** Security, compliance and management plans of today stay. */
  keepSecurity: z.boolean().default(true),
  /** Other plans whose use leaves no trace stay: Visio, Project, Power BI, Windows, … */
  keepUnknown: z.boolean().default(true),
  /** Plans seeded with suites stay in today's edition: Forms, Stream, Planner, … */
  keepExtras: z.boolean().default(false),
  /** Users who are disabled, left, inactive or never active keep today's plans, or give them up. */
  inactive: z.enum(['keep', 'release']).default('keep'),
  baseline: z.array(baselineSchema).max(100).default([]),
  /** A lesser plan that is enough in place of one, or null: the plan is not needed. */
  enough: z.record(name, name.nullable()).default({}),
  /** The only SKUs that may be given to users who do not hold them today. */
  allow: names.optional(),
  /** SKUs that nobody may hold. */
  deny: names.default([]),
  /** Seats of Microsoft 365 Business SKUs; null: no limit. */
  businessSeatLimit: z.int().min(0).max(10_000_000).nullable().default(300),
  /** Whether the limit counts each Business SKU by itself or all of them together. */
  businessSeatScope: z.enum(['each', 'together']).default('each'),
  /** The currency to plan in; without it, the one in which most is spent today. */
  currency: currencySchema.optional(),
});
export type MixPolicy = z.infer<typeof mixPolicySchema>;

export const defaultMixPolicy: MixPolicy = mixPolicySchema.parse({});
