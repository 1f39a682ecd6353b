import { z } from 'zod';
import { dimensionSchema } from './dimensions.ts';

const valueSchema = z.string().max(1000);

/**
 * What charges must satisfy. Each operator has an exact complement: what `include` keeps, `exclude` drops, and
 * together they are everything. `null` among the values stands for charges that have no value.
 */
export const filterSchema = z.discriminatedUnion('op', [
  z.strictObject({
    dimension: dimensionSchema,
    op: z.enum(['include', 'exclude']),
    values: z.array(valueSchema.nullable()).min(1).max(200),
  }),
  z.strictObject({
    dimension: dimensionSchema,
    /** Any of the texts, without regard to case. */
    op: z.enum(['contains', 'not-contains']),
    values: z.array(valueSchema.min(1)).min(1).max(200),
  }),
  z.strictObject({ dimension: dimensionSchema, op: z.enum(['is-null', 'not-null']) }),
]);
export type Filter = z.infer<typeof filterSchema>;

/** Filters of one question; all must hold. */
export const filtersSchema = z.array(filterSchema).max(30);

const readJson = (text: string, context: z.core.$RefinementCtx<string>): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'a filter as JSON, {"dimension":…,"op":…,"values":[…]}' });
    return z.NEVER;
  }
};

/**
 * A filter in an address, as JSON. Web servers and proxies bound the length of an address (Node: 16 KiB for
 * all headers), so this is the place where a very long list of values ends.
 */
const filterText = z.string().min(2).max(12_000).transform(readJson).pipe(filterSchema);

/** `filter={…}`, repeated for each. */
export const filterParameters = z
  .union([z.array(filterText).max(30), filterText.transform((filter) => [filter])])
  .default([]);
