import { z } from 'zod';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema } from '../time.ts';

/** The rules of the licence engine, in the order of their ids. Their definitions: docs/licences.md. */
export const ruleIds = [
  ...(['D01', 'D02', 'D03', 'D04'] as const),
  ...(['G01', 'G02'] as const),
  ...(['O01', 'O02', 'O03', 'O04'] as const),
  ...(['R01', 'R02', 'R03', 'R05', 'R08', 'R09'] as const),
  ...(['W01', 'W02', 'W03', 'W04', 'W05', 'W06', 'W07', 'W08', 'W09'] as const),
] as const;
export type RuleId = (typeof ruleIds)[number];

/** Kinds of money: a report never adds two of them into one figure. */
export const cashKinds = ['freed-seat', 'cash-at-renewal', 'avoided-purchase'] as const;
export type CashKinds = (typeof cashKinds)[number];
export const savingKinds = [...cashKinds, 'none', 'risk'] as const;
export type SavingKind = (typeof savingKinds)[number];

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** How far a change may go by itself: never proposed, reviewed one by one, approved in bulk, automatic. */
export const automations = ['never', 'review', 'approve', 'auto'] as const;
export type Automation = (typeof automations)[number];

const text = z.string().max(1024);
const idText = z.string().max(200);

export const evidenceSchema = z.object({
  source: idText,
  field: idText,
  /** As the source has it; null where the source says nothing. */
  value: text.nullable(),
  note: text.optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const findingSchema = z.object({
  rule: z.enum(ruleIds),
  subject: z.object({
    kind: z.enum(['user', 'sku', 'subscription', 'group']),
    id: idText,
    label: text,
  }),
  skuPartNumber: idText,
  quantity: decimalSchema,
  /** Null where a price is unknown. */
  monthlySaving: decimalSchema.nullable(),
  /** Null where no price gives one. */
  currency: currencySchema.nullable(),
  savingKind: z.enum(savingKinds),
  confidence: z.enum(confidences),
  automation: z.enum(automations),
  supersededBy: z.enum(ruleIds).nullable(),
  evidence: z.array(evidenceSchema).max(100),
  action: z.looseObject({ kind: idText }),
});
export type Finding = z.infer<typeof findingSchema>;

export const sourceSchema = z.object({
  name: idText,
  refreshedOn: daySchema.nullable(),
  /** Rows of users that are not deleted. */
  rows: z.int(),
  fresh: z.boolean(),
  concealed: z.boolean(),
  /** Share of the rows that belong to a directory user, four decimals; null for a report without users. */
  mappedShare: decimalSchema.nullable(),
});
export type AuditSource = z.infer<typeof sourceSchema>;

export const auditProblemSchema = z.object({ code: idText, source: idText, detail: z.string().max(4000) });
export type AuditProblem = z.infer<typeof auditProblemSchema>;

export const auditTotalSchema = z.object({
  currency: currencySchema,
  monthlySpend: decimalSchema,
  savingByKind: z.record(z.enum(cashKinds), decimalSchema),
});
export type AuditTotal = z.infer<typeof auditTotalSchema>;

/** What `trimtab licences audit --json` prints. */
export const auditResultSchema = z.object({
  asOf: daySchema,
  users: z.int(),
  sources: z.array(sourceSchema).max(200),
  findings: z.array(findingSchema),
  totals: z.array(auditTotalSchema).max(100),
  problems: z.array(auditProblemSchema),
});
export type AuditResult = z.infer<typeof auditResultSchema>;
