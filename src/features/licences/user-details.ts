import { z } from 'zod';
import { type Evidence, evidenceSchema } from '../../shared/licences/audit-result.ts';
import { workloadSchema } from '../../shared/licences/contract.ts';
import { daySchema } from '../../shared/time.ts';

const text = (maximum: number) => z.string().max(maximum);

/**
 * The column `licence_user.details`: what only the page of one user shows. Names and prices of SKUs, and the names
 * of plans, are looked up when it is read; a hundred thousand users would repeat them a million times.
 */
export const userDetailsSchema = z.object({
  licences: z.array(
    z.object({
      skuId: text(100),
      /** False where every way ended in an error: it takes no seat. */
      isHeld: z.boolean(),
      ways: z.array(
        z.object({
          groupId: text(200).nullable(),
          groupName: text(1024).nullable(),
          state: text(50),
          error: text(100).nullable(),
          since: daySchema.nullable(),
        }),
      ),
      /** Plan ids in lower case. */
      disabledPlans: z.array(text(100)),
    }),
  ),
  workloads: z.array(
    z.object({
      workload: workloadSchema,
      licensed: z.boolean(),
      lastActivityOn: daySchema.nullable(),
      covered: z.boolean(),
      source: text(200).nullable(),
      storageBytes: z.number().min(0).nullable(),
    }),
  ),
  /** What decides the state of activity, but for the days idle (`withIdleDays`). */
  evidence: z.array(evidenceSchema),
});
export type UserDetails = z.infer<typeof userDetailsSchema>;

const idleDays = { source: 'audit', field: 'daysIdle' } as const;

/** Whether evidence is the number of days without activity: it differs from day to day where nothing else does. */
export const isIdleDays = ({ source, field }: Evidence): boolean =>
  source === idleDays.source && field === idleDays.field;

const dayMs = 86_400_000;

/** The evidence of a user with the days from its last activity to the day of the facts; days as `2026-06-30`. */
export const withIdleDays = (
  evidence: readonly Evidence[],
  { asOf, lastActivityOn }: { readonly asOf: string | null; readonly lastActivityOn: string | null },
): Evidence[] => {
  const kept = evidence.filter((each) => !isIdleDays(each));
  if (asOf === null || lastActivityOn === null) return kept;
  const days = (Date.parse(asOf) - Date.parse(lastActivityOn)) / dayMs;
  return [...kept, { ...idleDays, value: String(days) }];
};
