import { z } from 'zod';
import { instantSchema } from '../time.ts';

const text = z.string().max(2000);
/** Exact to the last digit: sums of binary floats have more places than money on the wire. */
const exactSchema = z
  .string()
  .max(120)
  .regex(/^-?\d+(\.\d+)?$/);

export const exclusionReasons = [
  'not-usage',
  'unused-commitment',
  'spot',
  'not-coverable',
  'unknown-price',
  'other-pool',
  'other-currency',
  'other-time',
] as const;

export const demandProblemCodes = [
  'several-pools',
  'covered-already',
  'spread-over-hours',
  'unknown-on-demand-price',
  'contracted-cost-absent',
  'list-cost-absent',
  'instance-type-unknown',
  'corrections',
  'below-zero',
] as const;

const share = { rows: z.int().min(0), quantity: exactSchema, covered: exactSchema };

/** What `trimtab commitments demand --json` prints beside the file that it writes. */
export const demandSummarySchema = z.object({
  output: text,
  /** Null: no charge is demand. */
  currency: text.nullable(),
  /** All that were read. */
  rows: z.int().min(0),
  /** From the first hour with demand to the last, both included. */
  hours: z.object({ first: instantSchema, last: instantSchema, count: z.int().min(1) }).nullable(),
  /** Σ quantity of the file: on-demand dollars of all hours. */
  total: exactSchema,
  /** What flexible commitments cover as a whole. `covered` is what a commitment covered already. */
  pools: z.array(z.object({ pool: text, series: z.int().min(0), ...share })),
  /** What locked commitments are locked to; `hours` with demand. */
  series: z.array(z.object({ series: text, pool: text, hours: z.int().min(0), ...share })),
  /** All other rows. The equivalent is null where there is none, or where it is not known. */
  excluded: z.array(
    z.object({
      reason: z.enum(exclusionReasons),
      currency: text.nullable(),
      rows: z.int().min(0),
      onDemandEquivalent: exactSchema.nullable(),
    }),
  ),
  problems: z.array(
    z.object({
      code: z.enum(demandProblemCodes),
      pool: text.nullable(),
      rows: z.int().min(0),
      detail: text,
    }),
  ),
});
export type DemandSummary = z.infer<typeof demandSummarySchema>;
export type DemandProblem = DemandSummary['problems'][number];
