import { z } from 'zod';
import { endpoint, pageQuery } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { daySchema, instantSchema } from '../time.ts';
import {
  automations,
  confidences,
  evidenceSchema,
  findingSchema,
  ruleIds,
  savingKinds,
} from './audit-result.ts';
import {
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

/**
 * The life of a finding. `new`: seen for the first time by the latest sync. `open`: seen before and undecided.
 * `snoozed` comes back by itself; `dismissed` stays away as long as the same is found. `planned` and `done` are
 * set by a change plan. `gone`: the latest sync no longer finds it. `reopened`: found again after it was gone or done.
 */
export const findingStates = [
  'new',
  'open',
  'reopened',
  'snoozed',
  'dismissed',
  'planned',
  'done',
  'gone',
] as const;
export const findingStateSchema = z.enum(findingStates);
export type FindingState = z.infer<typeof findingStateSchema>;

/** States that wait for a decision: what counts as possible saving. */
export const undecidedStates = ['new', 'open', 'reopened'] as const satisfies readonly FindingState[];

export const findingRowSchema = findingSchema.omit({ evidence: true }).extend({
  id: idSchema,
  connectionId: idSchema,
  state: findingStateSchema,
  skuName: text(500),
  priceSource: priceSourceSchema,
  /** Of the user it speaks of. */
  department: text(1024).nullable(),
  country: text(200).nullable(),
  costCentre: text(1024).nullable(),
  firstSeenOn: daySchema,
  lastSeenOn: daySchema,
  snoozedUntil: daySchema.nullable(),
});
export type FindingRow = z.infer<typeof findingRowSchema>;

const filters = {
  ...tenantQuery,
  search: z.string().trim().max(200).optional(),
  state: several(findingStateSchema),
  rule: several(z.enum(ruleIds)),
  /** Part numbers. */
  sku: several(text(300)),
  /** The empty text stands for users without one; the same for country and cost centre. */
  department: several(text(1024)),
  country: several(text(200)),
  costCentre: several(text(1024)),
  savingKind: several(z.enum(savingKinds)),
  confidence: several(z.enum(confidences)),
  automation: several(z.enum(automations)),
  subjectId: text(200).optional(),
  /** Findings whose seat a stronger one carries are left out unless asked for. */
  superseded: z.enum(['true', 'false']).default('false'),
};
const order = {
  sort: z
    .enum(['rule', 'label', 'sku', 'saving', 'state', 'firstSeen', 'department', 'confidence'])
    .default('saving'),
  direction: z.enum(['ascending', 'descending']).default('descending'),
};

export const listFindings = endpoint({
  id: 'findings.list',
  method: 'GET',
  path: `${at}/findings`,
  tag,
  access: read,
  summary: 'Findings with their saving and state; without `state`, those that wait for a decision',
  query: z.object({ ...filters, ...order, ...pageQuery }),
  response: z.object({
    items: z.array(findingRowSchema),
    nextCursor: text(400).nullable(),
    total: count,
    /** Of all that match, not only of this page. */
    savings: z.array(savingSchema).max(100),
  }),
});

export const groupings = [
  'rule',
  'department',
  'country',
  'costCentre',
  'sku',
  'savingKind',
  'confidence',
  'state',
] as const;
export const groupingSchema = z.enum(groupings);

export const groupFindings = endpoint({
  id: 'findings.groups',
  method: 'GET',
  path: `${at}/findings/groups`,
  tag,
  access: read,
  summary:
    'The same findings counted by rule, department, country, cost centre, SKU, kind of saving, confidence or state',
  query: z.object({ ...filters, by: groupingSchema.default('rule') }),
  response: z.object({
    groups: z
      .array(
        z.object({
          /** Null: the user has none. */
          key: text(1024).nullable(),
          label: text(1024).nullable(),
          findings: count,
          subjects: count,
          unpriced: count,
          savings: z.array(savingSchema).max(100),
        }),
      )
      .max(5000),
    findings: count,
    savings: z.array(savingSchema).max(100),
  }),
});

export const exportFindings = endpoint({
  id: 'findings.export',
  method: 'GET',
  path: `${at}/findings/export`,
  tag,
  access: exporting,
  summary: 'The findings with their evidence as a file',
  query: z.object({ ...filters, ...order, ...exportQuery }),
  response: z.unknown(),
  stream: 'download',
});

const eventSchema = z.object({
  at: instantSchema,
  /** From nothing at the first sight. */
  from: findingStateSchema.nullable(),
  to: findingStateSchema,
  /** A person's name, or null where a sync decided. */
  by: text(200).nullable(),
  reason: text(1000).nullable(),
  until: daySchema.nullable(),
  /** What convicted then, where it changed with this step. */
  evidence: z.array(evidenceSchema).max(100).nullable(),
});

export const getFinding = endpoint({
  id: 'findings.get',
  method: 'GET',
  path: `${at}/findings/:findingId`,
  tag,
  access: read,
  summary: 'A finding with the evidence that convicts, its rule, and what became of it',
  params: z.object({ findingId: idSchema }),
  response: z.object({
    finding: findingRowSchema,
    evidence: z.array(evidenceSchema).max(100),
    /** Other findings on the same seat: the one that carries the saving, or those that it carries. */
    related: z.array(findingRowSchema).max(50),
    history: z.array(eventSchema).max(500),
    rule: z.object({ id: z.enum(ruleIds), title: text(200), finds: text(2000), definition: text(4000) }),
  }),
});
export type FindingDetail = z.infer<typeof getFinding.response>;

export const dismissReasons = ['needed', 'exception', 'wrong', 'accepted-cost', 'other'] as const;

export const triageFindings = endpoint({
  id: 'findings.triage',
  method: 'POST',
  path: `${at}/findings/triage`,
  tag,
  access: { kind: 'organisation', permission: 'finding.triage' },
  summary: 'Snoozes, dismisses or reopens findings: all of them or, where one is not to be found, none',
  body: z.object({
    findingIds: z.array(idSchema).min(1).max(1000),
    decision: z.discriminatedUnion('kind', [
      /** Until a day at most two years ahead. */
      z.object({
        kind: z.literal('snooze'),
        until: daySchema,
        note: z.string().trim().max(1000).default(''),
      }),
      z.object({
        kind: z.literal('dismiss'),
        reason: z.enum(dismissReasons),
        note: z.string().trim().max(1000).default(''),
      }),
      z.object({ kind: z.literal('reopen'), note: z.string().trim().max(1000).default('') }),
    ]),
  }),
  response: z.object({
    changed: count,
    /** Findings in a state that this decision does not apply to (gone, planned, done). */
    skipped: z.array(z.object({ findingId: idSchema, state: findingStateSchema })).max(1000),
  }),
});
