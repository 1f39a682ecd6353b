import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { currencySchema, decimalSchema } from '../money.ts';
import { cashKinds } from './audit-result.ts';

export const tag = 'Licences';
export const at = '/organisations/:organisationId/licences';
export const read = { kind: 'organisation', permission: 'licence.read' } as const;
export const exporting = { kind: 'organisation', permission: 'licence.export' } as const;
export const manage = { kind: 'organisation', permission: 'licence.manage' } as const;

export const text = (maximum: number) => z.string().max(maximum);
export const count = z.int().min(0);

/** Which tenant: one connection, or all of the organisation together. */
export const tenantQuery = { connectionId: idSchema.optional() };

/** How a list is sent as a file: what is shown, with the same filters and order. */
export const exportQuery = { format: z.enum(['csv', 'xlsx']).default('csv') };

/** One value or several: `?rule=W01&rule=W02`. */
export const several = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item)])
    .transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value]) as z.output<T>[])
    .optional();

/** Whose price a figure rests on; `unpriced` where nobody knows one. */
export const priceSourceSchema = z.enum(['contract', 'partner', 'reference', 'unpriced']);
export type PriceSource = z.infer<typeof priceSourceSchema>;

/** Money in one currency. Currencies are never added together. */
export const amountSchema = z.object({ currency: currencySchema, amount: decimalSchema });

/** What could be saved each month, by the kind of money: the kinds are never added together. */
export const savingSchema = z.object({
  currency: currencySchema,
  byKind: z.record(z.enum(cashKinds), decimalSchema),
});

/** `unknown`: no source covers the user; it is never treated as inactive. */
export const activityStateSchema = z.enum(['active', 'stale', 'inactive', 'never', 'unknown']);
export type ActivityStateName = z.infer<typeof activityStateSchema>;

/** How many users are in each state of activity. */
export const activityCountsSchema = z.object({
  active: count,
  stale: count,
  inactive: count,
  never: count,
  unknown: count,
});
