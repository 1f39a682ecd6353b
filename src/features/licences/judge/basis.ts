import { defaultPolicy, type Policy, policySchema } from '../../../engines/licences/policy.ts';
import type { PriceList } from '../../../engines/licences/prices.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { findPolicy } from '../policy-repo.ts';
import { effectivePrices, type PriceLine } from '../prices/effective-prices.ts';
import { listPriceRows } from '../prices/price-repo.ts';

/** What facts are judged by, as it is kept: it can be sent to a thread. */
export interface BasisRows {
  readonly prices: readonly PriceLine[];
  /** As it was set; null where all is default. */
  readonly policy: Readonly<Record<string, unknown>> | null;
  /** Equal for equal prices and policies. */
  readonly fingerprint: string;
}

/** What facts are judged by: an organisation's prices and policy. */
export interface Basis {
  readonly prices: PriceList;
  readonly policy: Policy;
}

export const readBasis = async (tx: Tx): Promise<BasisRows> => {
  const rows = await listPriceRows(tx);
  const policy = (await findPolicy(tx))?.policy ?? null;
  const prices = rows.map(({ source, skuPartNumber, currency, monthlyPrice, termEndDate }) => ({
    source,
    skuPartNumber,
    currency,
    monthlyPrice,
    termEndDate,
  }));
  return { prices, policy, fingerprint: JSON.stringify([prices.map(Object.values), policy]) };
};

export const basisOf = ({ prices, policy }: BasisRows): Basis => ({
  prices: effectivePrices(prices),
  policy: policy ? policySchema.parse(policy) : defaultPolicy,
});
