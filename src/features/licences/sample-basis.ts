import type { Change } from '../../platform/http/context.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { findPolicy, savePolicy } from './policy-repo.ts';
import { insertPrices, lockPrices } from './prices/price-repo.ts';

export interface SampleBasis {
  readonly organisationId: string;
  readonly createdBy: string | null;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly prices: readonly {
    readonly skuPartNumber: string;
    readonly monthlyPrice: string;
  }[];
}

/** What the sample's company pays and whom its rules leave alone; where somebody set a policy, theirs stays. */
export const giveSampleBasis = async (
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
  { tx, audit }: Change,
  { organisationId, createdBy, policy, prices }: SampleBasis,
): Promise<void> => {
  await lockPrices(tx, organisationId);
  const isGiven = (await findPolicy(tx)) !== undefined;
  const after = { policy: !isGiven, prices: isGiven ? 0 : prices.length };
  await audit({
    action: 'licence-price.imported',
    target: { kind: 'organisation', id: organisationId },
    after,
  });
  if (isGiven) return;
  const changedAt = clock.now();
  await savePolicy(tx, { organisationId, policy, changedAt, changedBy: createdBy });
  const terms = {
    source: 'contract',
    currency: 'USD',
    termEndDate: null,
    termDuration: 'P1Y',
    billingPlan: 'monthly',
  } as const;
  const rows = prices.map((price) => ({ ...price, ...terms, id: newId(), changedAt, changedBy: createdBy }));
  await insertPrices(tx, organisationId, rows);
};
