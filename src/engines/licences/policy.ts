import { z } from 'zod';
import { shippedFreeSkus } from './catalogue/shipped.ts';

const names = z.array(z.string().trim().min(1).max(1024)).max(100_000);
const days = z.int().min(0).max(3650);
const share = z
  .string()
  .max(20)
  .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'a share from 0 to 1 as text, such as "0.05"');

/** The thresholds of the rules, with the defaults of docs/licences.md. Days, unless the name says otherwise. */
export const parametersSchema = z
  .strictObject({
    inactiveDays: days.default(90),
    staleDays: days.default(30),
    graceDays: days.default(30),
    freshDays: days.default(7),
    spareBufferSeats: z.int().min(0).max(1_000_000).default(2),
    spareBufferShare: share.default('0.05'),
    renewalDays: days.default(60),
    desktopDays: days.default(180),
    copilotIdleDays: days.default(30),
    copilotGraceDays: days.default(60),
    mappedShare: share.default('0.95'),
  })
  .refine(({ staleDays, inactiveDays }) => staleDays <= inactiveDays, {
    path: ['staleDays'],
    message: 'at most inactiveDays',
  });
export type Parameters = z.infer<typeof parametersSchema>;

/** A policy file: whatever it leaves out has its default; anything unknown in it is an error. */
export const policySchema = z.strictObject({
  exclude: z
    .strictObject({ users: names.default([]), groups: names.default([]), skus: names.default([]) })
    .prefault({}),
  protect: z.strictObject({ users: names.default([]) }).prefault({}),
  parameters: parametersSchema.prefault({}),
  freeSkus: names.default(() => [...shippedFreeSkus]),
});
export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = policySchema.parse({});
