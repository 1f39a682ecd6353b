import { z } from 'zod';
import {
  amountSchema,
  commitmentFields,
  nameSchema,
  oneOf,
  optionalNameSchema,
  planFields,
  requireFields,
  usageFields,
  wholeSchema,
} from './apply-fields.ts';

export const awsUsageSchema = z
  .object({
    ...usageFields,
    instanceType: optionalNameSchema,
    region: optionalNameSchema,
    zone: optionalNameSchema,
    platform: optionalNameSchema,
    tenancy: optionalNameSchema,
  })
  .superRefine(requireFields('ec2', ['instanceType', 'region']));

const reservedInstanceFields = {
  ...commitmentFields,
  kind: z.literal('reservedInstance'),
  account: nameSchema,
  instanceType: nameSchema,
  region: nameSchema,
  platform: optionalNameSchema,
  tenancy: optionalNameSchema,
  count: wholeSchema,
  hourlyRate: amountSchema,
};

const reservedInstanceSchema = z.discriminatedUnion(
  'scope',
  [
    z.object({ ...reservedInstanceFields, scope: z.literal('regional') }),
    z.object({ ...reservedInstanceFields, scope: z.literal('zonal'), zone: nameSchema }),
  ],
  { error: oneOf(['regional', 'zonal']) },
);

export const awsCommitmentSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ ...planFields, kind: z.literal('computeSavingsPlan'), account: nameSchema }),
    z.object({
      ...planFields,
      kind: z.literal('ec2InstanceSavingsPlan'),
      account: nameSchema,
      family: nameSchema,
      region: nameSchema,
    }),
    reservedInstanceSchema,
  ],
  { error: oneOf(['computeSavingsPlan', 'ec2InstanceSavingsPlan', 'reservedInstance']) },
);
