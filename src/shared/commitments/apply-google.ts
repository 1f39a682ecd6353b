import { z } from 'zod';
import {
  amountSchema,
  commitmentFields,
  nameSchema,
  oneOf,
  planFields,
  usageFields,
} from './apply-fields.ts';

export const googleUsageSchema = z.object({ ...usageFields, region: nameSchema, resource: nameSchema });

const kinds = ['resourceCommitment', 'flexibleCommitment'] as const;
export type GoogleCommitmentKind = (typeof kinds)[number];

export const googleCommitmentSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ ...planFields, kind: z.literal('flexibleCommitment') }),
    z.object({
      ...commitmentFields,
      kind: z.literal('resourceCommitment'),
      account: nameSchema,
      region: nameSchema,
      resource: nameSchema,
      quantity: amountSchema,
      hourlyRate: amountSchema,
    }),
  ],
  { error: oneOf(kinds) },
);

const bothOnce = 'expected both kinds of commitment, each once';

/** Which kind of commitment is applied first. */
export const googleOrderSchema = z
  .array(z.enum(kinds, oneOf(kinds)), bothOnce)
  .length(2, bothOnce)
  .refine(([first, second]) => first !== second, bothOnce)
  .optional();
