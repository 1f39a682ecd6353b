import { z } from 'zod';
import { decimalSchema } from '../money.ts';
import { instantSchema } from '../time.ts';
import { awsCommitmentSchema, awsUsageSchema } from './apply-aws.ts';
import { azureCommitmentSchema, azureUsageSchema } from './apply-azure.ts';
import { applyIdSchema as id, oneOf } from './apply-fields.ts';
import { googleCommitmentSchema, googleOrderSchema, googleUsageSchema } from './apply-google.ts';

/** The names that rates of usage may have: the plans that cover in money. */
export const rateNames = {
  aws: ['computeSavingsPlan', 'ec2InstanceSavingsPlan'],
  azure: ['savingsPlan'],
  gcp: ['flexible'],
} as const;

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
        order: googleOrderSchema,
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
    /** Null where there is no usage. */
    effectiveSavingsRate: decimalSchema.nullable(),
  }),
});
export type ApplyResult = z.infer<typeof applyResultSchema>;
