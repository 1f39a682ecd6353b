import { z } from 'zod';
import { parseInstantText } from '../instant-text.ts';
import { decimalSchema } from '../money.ts';
import { formatInstant, instantSchema } from '../time.ts';

const hourMs = 3_600_000;
const id = z.string().min(1).max(400);
const name = z.string().trim().min(1).max(200);

const amountPattern = /^\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,2})?$/;

/** A quantity or money as text, or as a number of JSON that was kept digit for digit. */
const amountSchema = z
  .string('expected a decimal number, not below zero, such as "0.05"')
  .max(90)
  .regex(amountPattern, 'expected a decimal number, not below zero, such as "0.05"');

const wholeSchema = z
  .string('expected a whole number, not below zero, such as 4')
  .regex(/^\d{1,12}$/, 'expected a whole number, not below zero, such as 4');

/** The beginning of a clock-hour; normalised to `2026-01-31T07:00:00Z`. */
const hourSchema = z
  .string('expected an instant on the hour such as "2026-01-31T07:00:00Z"')
  .max(40)
  .transform((text, context) => {
    const at = text.includes('T') ? parseInstantText(text) : undefined;
    if (at === undefined || at.getTime() % hourMs !== 0) {
      context.addIssue({
        code: 'custom',
        message: 'expected an instant on the hour such as "2026-01-31T07:00:00Z"',
      });
      return z.NEVER;
    }
    return formatInstant(at);
  });

const ratesSchema = z
  .partialRecord(z.string().max(100), amountSchema)
  .default({})
  .describe('What a unit costs under a plan; a line without the rate of a plan is not covered by it.');

const usageFields = {
  id,
  hour: hourSchema,
  account: name,
  service: name,
  quantity: amountSchema,
  onDemandRate: amountSchema,
  rates: ratesSchema,
};

/** A field that usage of one service must have; `service` is the one that has sizes. */
const requires =
  <K extends string>(service: string, fields: readonly K[]) =>
  (usage: { readonly service: string } & Readonly<Partial<Record<K, unknown>>>, context: z.RefinementCtx) => {
    if (usage.service !== service) return;
    for (const field of fields) {
      if (usage[field] !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `expected a text: usage of ${service} needs it`,
      });
    }
  };

const awsUsageSchema = z
  .object({
    ...usageFields,
    instanceType: name.optional(),
    region: name.optional(),
    zone: name.optional(),
    platform: name.optional(),
    tenancy: name.optional(),
  })
  .superRefine(requires('ec2', ['instanceType', 'region']));

const azureUsageSchema = z
  .object({ ...usageFields, size: name.optional(), region: name.optional() })
  .superRefine(requires('vm', ['size', 'region']));

const googleUsageSchema = z.object({ ...usageFields, region: name, resource: name });

const planFields = { id, hourlyCommitment: amountSchema };
const reservedInstanceFields = {
  id,
  kind: z.literal('reservedInstance'),
  account: name,
  instanceType: name,
  region: name,
  platform: name.optional(),
  tenancy: name.optional(),
  count: wholeSchema,
  hourlyRate: amountSchema,
};

const oneOf = (kinds: readonly string[]): string =>
  `expected ${kinds.map((kind) => `"${kind}"`).join(' or ')}`;

const awsCommitmentSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ ...planFields, kind: z.literal('computeSavingsPlan'), account: name }),
    z.object({
      ...planFields,
      kind: z.literal('ec2InstanceSavingsPlan'),
      account: name,
      family: name,
      region: name,
    }),
    z.discriminatedUnion(
      'scope',
      [
        z.object({ ...reservedInstanceFields, scope: z.literal('regional') }),
        z.object({ ...reservedInstanceFields, scope: z.literal('zonal'), zone: name }),
      ],
      { error: oneOf(['regional', 'zonal']) },
    ),
  ],
  { error: oneOf(['computeSavingsPlan', 'ec2InstanceSavingsPlan', 'reservedInstance']) },
);

const azureScope = {
  scope: z.enum(['shared', 'account'], oneOf(['shared', 'account'])),
  account: name.optional(),
};
/** Shared commitments serve every account, so that only narrow ones must name theirs. */
const scopeNamesAccount = (
  { scope, account }: { readonly scope: string; readonly account?: string | undefined },
  context: z.RefinementCtx,
): void => {
  if (scope !== 'account' || account !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['account'],
    message: 'expected a text: the scope "account" needs it',
  });
};

const positiveAmountSchema = amountSchema.refine((text) => /[1-9]/.test(text.replace(/[eE].*/, '')), {
  message: 'expected a decimal number above zero, such as "2"',
});

const azureCommitmentSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.object({
        id,
        kind: z.literal('reservation'),
        ...azureScope,
        size: name,
        region: name,
        count: wholeSchema,
        hourlyRate: amountSchema,
        ratioGroup: z.record(z.string().max(200), positiveAmountSchema).optional(),
      }),
      z.object({
        ...planFields,
        kind: z.literal('savingsPlan'),
        ...azureScope,
        termYears: z.enum(['1', '3'], 'expected 1 or 3'),
      }),
    ],
    { error: oneOf(['reservation', 'savingsPlan']) },
  )
  .superRefine(scopeNamesAccount)
  .superRefine((commitment, context) => {
    if (commitment.kind !== 'reservation' || commitment.ratioGroup === undefined) return;
    if (Object.hasOwn(commitment.ratioGroup, commitment.size)) return;
    context.addIssue({
      code: 'custom',
      path: ['ratioGroup'],
      message: `expected the ratio of the reservation's own size, ${commitment.size}, among them`,
    });
  });

const googleCommitmentSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ ...planFields, kind: z.literal('flexibleCommitment') }),
    z.object({
      id,
      kind: z.literal('resourceCommitment'),
      account: name,
      region: name,
      resource: name,
      quantity: amountSchema,
      hourlyRate: amountSchema,
    }),
  ],
  { error: oneOf(['flexibleCommitment', 'resourceCommitment']) },
);

const googleKinds = ['resourceCommitment', 'flexibleCommitment'] as const;

const scenarioOf = <P extends string, U extends z.ZodType, C extends z.ZodType>(
  provider: P,
  usage: U,
  commitment: C,
) => ({
  provider: z.literal(provider),
  usage: z.array(usage),
  commitments: z.array(commitment).max(100_000),
});

const refuseDuplicates = (
  {
    usage,
    commitments,
  }: {
    readonly usage: readonly { readonly id: string; readonly hour: string }[];
    readonly commitments: readonly { readonly id: string }[];
  },
  context: z.RefinementCtx,
): void => {
  const refuse = (list: string, keys: readonly string[], message: string): void => {
    const seen = new Set<string>();
    for (const [index, key] of keys.entries()) {
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', path: [list, index, 'id'], message });
        return;
      }
      seen.add(key);
    }
  };
  refuse(
    'usage',
    usage.map((each) => `${each.hour} ${each.id}`),
    'expected an id that no other usage of the hour has',
  );
  refuse(
    'commitments',
    commitments.map((each) => each.id),
    'expected an id that no other commitment has',
  );
};

/**
 * Usage by the hour and the commitments that may cover it, as `trimtab commitments apply` reads it. Amounts are
 * texts: a reader of JSON hands numbers over as they stand in the file.
 */
export const applyScenarioSchema = z
  .discriminatedUnion(
    'provider',
    [
      z.object(scenarioOf('aws', awsUsageSchema, awsCommitmentSchema)),
      z.object(scenarioOf('azure', azureUsageSchema, azureCommitmentSchema)),
      z.object({
        ...scenarioOf('gcp', googleUsageSchema, googleCommitmentSchema),
        order: z
          .array(z.enum(googleKinds, oneOf(googleKinds)))
          .length(2, 'expected both kinds of commitment, each once')
          .refine(([first, second]) => first !== second, 'expected both kinds of commitment, each once')
          .optional(),
      }),
    ],
    { error: oneOf(['aws', 'azure', 'gcp']) },
  )
  .superRefine(refuseDuplicates);
export type ApplyScenario = z.output<typeof applyScenarioSchema>;

type ScenarioOf<P extends ApplyScenario['provider']> = Extract<ApplyScenario, { readonly provider: P }>;
/** Usage without its hour and quantity: what decides which commitments may cover it, and at which rate. */
type Line<U> = Omit<U, 'id' | 'hour' | 'quantity'>;
export type AwsLine = Line<ScenarioOf<'aws'>['usage'][number]>;
export type AzureLine = Line<ScenarioOf<'azure'>['usage'][number]>;
export type GoogleLine = Line<ScenarioOf<'gcp'>['usage'][number]>;
export type AwsCommitment = ScenarioOf<'aws'>['commitments'][number];
export type AzureCommitment = ScenarioOf<'azure'>['commitments'][number];
export type GoogleCommitment = ScenarioOf<'gcp'>['commitments'][number];
export type GoogleCommitmentKind = (typeof googleKinds)[number];

/** What `trimtab commitments apply --json` prints. Money has two decimals or more; quantities have none to spare. */
export const applyResultSchema = z.object({
  usage: z.array(
    z.object({
      id,
      hour: instantSchema,
      onDemandQuantity: decimalSchema,
      onDemandCost: decimalSchema,
      covered: z.array(
        z.object({
          commitment: id,
          quantity: decimalSchema,
          /** In the commitment's own unit: money for a plan, instance-hours of its own type for a reservation. */
          commitmentUsed: decimalSchema,
        }),
      ),
    }),
  ),
  commitments: z.array(
    z.object({
      id,
      hour: instantSchema,
      committed: decimalSchema,
      used: decimalSchema,
      unused: decimalSchema,
    }),
  ),
  totals: z.object({
    onDemandEquivalent: decimalSchema,
    onDemandCost: decimalSchema,
    commitmentCost: decimalSchema,
    totalCost: decimalSchema,
    netSavings: decimalSchema,
    effectiveSavingsRate: decimalSchema,
  }),
});
export type ApplyResult = z.infer<typeof applyResultSchema>;
