import { z } from 'zod';
import { currencySchema, decimalSchema } from '../money.ts';
import { daySchema } from '../time.ts';
import { auditProblemSchema } from './audit-result.ts';

/**
 * Why a plan counts as needed: reports show its use; policy asks for it (`baseline`); it is kept because its use
 * cannot be seen (`security`, `unobservable`), because policy keeps it (`extra`), or because nothing is known of the
 * use (`unknown-use`), of the user (`unseen`), or the user is away (`absent`).
 */
export const needKinds = [
  'evidence',
  'baseline',
  'security',
  'unobservable',
  'extra',
  'unknown-use',
  'unseen',
  'absent',
] as const;
export type NeedKind = (typeof needKinds)[number];

/** `freed-seat`: seats whose term is not known to be running; `cash-at-renewal`: when a term ends. Never added up. */
export const mixSavingKinds = ['freed-seat', 'cash-at-renewal'] as const;

/** What the price of a choice is computed for. */
export const mixChoices = [
  'keepSecurity',
  'keepUnknown',
  'keepExtras',
  'inactive',
  'baseline',
  'allow',
  'deny',
  'businessSeatLimit',
] as const;

const name = z.string().max(300);
const names = z.array(name).max(1000);
const text = z.string().max(1024);

export const mixNeedSchema = z.object({
  plan: name,
  reasons: z.array(z.object({ kind: z.enum(needKinds), source: name, detail: text, users: z.int() })).max(50),
});
export type MixNeed = z.infer<typeof mixNeedSchema>;

export const mixClassSchema = z.object({
  users: z.int(),
  /** Principal names of the first users, at most five. */
  labels: z.array(text).max(5),
  /** What the users need in few words: 'web and mail only'. */
  summary: text,
  /** Excluded, protected or new users keep exactly their licences. */
  isGuarded: z.boolean(),
  need: z.array(mixNeedSchema).max(1000),
  from: names,
  to: names,
  /** Licences that the mix leaves alone: free, unpriced, excluded, on trial. */
  kept: names,
  /** Plans of today that the new licences lack; none of them is needed. */
  givesUp: names,
  /** Needed plans that are off today in a licence that stays: they must be switched on there. */
  switchOn: names,
  /** Needed plans that no allowed SKU offers: the users keep today's licences. */
  unmet: names,
  /** Of all users of the class, at the price of a seat. */
  monthlyFrom: decimalSchema,
  monthlyTo: decimalSchema,
});
export type MixClass = z.infer<typeof mixClassSchema>;

export const mixSkuSchema = z.object({
  skuPartNumber: name,
  name: text,
  monthlyPrice: decimalSchema,
  seatsBefore: z.int(),
  seatsAfter: z.int(),
  /** Seats that are paid for whether used or not, and the day until which the last of them are. */
  seatsCommitted: z.int(),
  committedUntil: daySchema.nullable(),
  /** What is paid: seats in use, or committed ones if they are more. */
  monthlyBefore: decimalSchema,
  monthlyAfter: decimalSchema,
});
export type MixSku = z.infer<typeof mixSkuSchema>;

export const mixStepSchema = z.object({
  from: daySchema,
  /** SKUs of which a commitment ends on that day. */
  ended: names,
  monthlyCost: decimalSchema,
  bound: decimalSchema,
  isProven: z.boolean(),
});
export type MixStep = z.infer<typeof mixStepSchema>;

export const mixChoiceSchema = z.object({
  choice: z.enum(mixChoices),
  /** The choice in words: 'keeping security and compliance plans'. */
  label: text,
  setting: text,
  /** What the plan is compared with. */
  released: text,
  /** What the choice costs a month while today's commitments run, and when none does. Null: not proven. */
  monthlyPrice: decimalSchema.nullable(),
  monthlyPriceUncommitted: decimalSchema.nullable(),
});
export type MixChoice = z.infer<typeof mixChoiceSchema>;

/** What `trimtab licences mix --json` prints. */
export const mixResultSchema = z.object({
  asOf: daySchema,
  /** The day planned for: commitments that end on it or before are over. */
  planFor: daySchema,
  currency: currencySchema,
  /** Users who hold a paid licence. */
  users: z.int(),
  currentMonthlyCost: decimalSchema,
  optimalMonthlyCost: decimalSchema,
  /** No assignment can cost less: proven by the solver. */
  bound: decimalSchema,
  /** Relative distance of cost and bound, six decimals. */
  gap: decimalSchema,
  isProven: z.boolean(),
  monthlySaving: decimalSchema,
  savings: z
    .array(z.object({ kind: z.enum(mixSavingKinds), from: daySchema, monthlySaving: decimalSchema }))
    .max(200),
  steps: z.array(mixStepSchema).max(200),
  classes: z.array(mixClassSchema),
  skus: z.array(mixSkuSchema).max(20_000),
  choices: z.array(mixChoiceSchema).max(200),
  /** Paid SKUs that stay as they are, because the mix has no price for them. */
  unpriced: z.array(z.object({ skuPartNumber: name, seats: z.int(), reason: text })).max(20_000),
  problems: z.array(auditProblemSchema),
});
export type MixResult = z.infer<typeof mixResultSchema>;
