import { defaultPolicy, type Policy, policySchema } from '../../../engines/licences/policy.ts';
import type { PriceList } from '../../../engines/licences/prices.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { findPolicy } from '../policy-repo.ts';
import { effectivePrices } from '../prices/effective-prices.ts';
import { listPriceRows } from '../prices/price-repo.ts';

/** What facts are judged by: an organisation's prices and policy. */
export interface Basis {
  readonly prices: PriceList;
  readonly policy: Policy;
  /** Equal for equal prices and policies. */
  readonly fingerprint: string;
}

export const readBasis = async (tx: Tx): Promise<Basis> => {
  const prices = await listPriceRows(tx);
  const policy = await findPolicy(tx);
  return {
    prices: effectivePrices(prices),
    policy: policy ? policySchema.parse(policy.policy) : defaultPolicy,
    fingerprint: JSON.stringify([
      prices.map((row) => [row.source, row.skuPartNumber, row.currency, row.monthlyPrice, row.termEndDate]),
      policy?.policy ?? null,
    ]),
  };
};
