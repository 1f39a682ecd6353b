import { z } from 'zod';
import type { TenantState } from '../directory/tenant-state.ts';
import { badRequest } from '../graph/graph-error.ts';
import type { AssignedLicense } from '../tenant/entities.ts';

const guid = z.guid().transform((text) => text.toLowerCase());

const bodySchema = z.object({
  addLicenses: z.array(z.object({ skuId: guid, disabledPlans: z.array(guid).max(200).nullish() })).max(100),
  removeLicenses: z.array(guid).max(100),
});

export interface LicenceChange {
  readonly add: readonly AssignedLicense[];
  readonly remove: readonly string[];
}

const requireSku = (state: TenantState, skuId: string) => {
  const sku = state.skus.get(skuId);
  if (!sku) throw badRequest(`License ${skuId} does not correspond to a valid company License.`);
  return sku;
};

/**
 * The body of `assignLicense`, its SKUs and plans known to the tenant.
 * @throws GraphError 400 in Graph's words
 */
export const readLicenceChange = (state: TenantState, body: unknown): LicenceChange => {
  const given = typeof body === 'object' && body !== null ? body : {};
  const missing = ['addLicenses', 'removeLicenses'].filter((name) => !(name in given));
  if (missing.length > 0) {
    throw badRequest(
      `One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: ${missing.join(', ')}.`,
    );
  }
  const read = bodySchema.safeParse(body);
  if (!read.success)
    throw badRequest(
      `Invalid value specified for property '${read.error.issues[0]?.path.join('.') ?? ''}' of resource 'assignLicense'.`,
    );
  const { addLicenses, removeLicenses } = read.data;
  const add = addLicenses.map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans: disabledPlans ?? [] }));
  for (const { skuId, disabledPlans } of add) {
    const sku = requireSku(state, skuId);
    const plans = new Set(sku.servicePlans.map(({ servicePlanId }) => servicePlanId));
    const foreign = disabledPlans.find((plan) => !plans.has(plan));
    if (foreign !== undefined)
      throw badRequest(
        `License assignment failed because service plan ${foreign} does not belong to the license ${skuId}.`,
      );
    if (sku.appliesTo === 'Company')
      throw badRequest(`License ${skuId} applies to the company and cannot be assigned.`);
  }
  for (const skuId of removeLicenses) requireSku(state, skuId);
  const doubled = add.find(
    ({ skuId }, at) =>
      removeLicenses.includes(skuId) || add.findIndex((other) => other.skuId === skuId) !== at,
  );
  if (doubled) throw badRequest(`License ${doubled.skuId} is specified more than once in the request.`);
  return { add, remove: [...new Set(removeLicenses)] };
};
