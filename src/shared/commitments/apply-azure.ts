import { z } from 'zod';
import {
  amountSchema,
  commitmentFields,
  nameSchema,
  oneOf,
  optionalNameSchema,
  planFields,
  positiveAmountSchema,
  requireFields,
  usageFields,
  wholeSchema,
} from './apply-fields.ts';

export const azureUsageSchema = z
  .object({ ...usageFields, size: optionalNameSchema, region: optionalNameSchema })
  .superRefine(requireFields('vm', ['size', 'region']));

const scopes = ['shared', 'account'] as const;
const scopeFields = { scope: z.enum(scopes, oneOf(scopes)), account: optionalNameSchema };

const reservationSchema = z.object({
  ...commitmentFields,
  kind: z.literal('reservation'),
  ...scopeFields,
  size: nameSchema,
  region: nameSchema,
  count: wholeSchema,
  hourlyRate: amountSchema,
  ratioGroup: z
    .record(z.string().max(200), positiveAmountSchema)
    .nullish()
    .transform((group) => group ?? undefined)
    .optional(),
});

const savingsPlanSchema = z.object({
  ...planFields,
  kind: z.literal('savingsPlan'),
  ...scopeFields,
  termYears: z.enum(['1', '3'], 'expected 1 or 3'),
});

export const azureCommitmentSchema = z
  .discriminatedUnion('kind', [reservationSchema, savingsPlanSchema], {
    error: oneOf(['reservation', 'savingsPlan']),
  })
  .superRefine((commitment, context) => {
    // Shared ones serve every account, so that only narrow ones must name theirs.
    if (commitment.scope === 'account' && commitment.account === undefined) {
      const message = 'expected a text: the scope "account" needs it';
      context.addIssue({ code: 'custom', path: ['account'], message });
    }
    if (commitment.kind !== 'reservation' || commitment.ratioGroup === undefined) return;
    const names = Object.keys(commitment.ratioGroup);
    const sizes = names.map((size) => size.toLowerCase());
    const again = sizes.findIndex((size, index) => sizes.indexOf(size) < index);
    if (again !== -1) {
      const message = 'expected each size once; capitals make no difference';
      context.addIssue({ code: 'custom', path: ['ratioGroup', names[again] ?? ''], message });
    }
    if (sizes.includes(commitment.size.toLowerCase())) return;
    const message = `expected the ratio of the reservation's own size, ${commitment.size}, among them`;
    context.addIssue({ code: 'custom', path: ['ratioGroup'], message });
  });
