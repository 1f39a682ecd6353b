import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { TenantDescription } from '../../../engines/licences/summary/describe-tenant.ts';
import type { Finding } from '../../../shared/licences/audit-result.ts';
import type { PriceSource } from '../../../shared/licences/parts.ts';
import type { Found } from './finding-rows.ts';
import type { Profile } from './profiles.ts';
import { priceSourceOf } from './write-skus.ts';

/** The less trusted of several counts: a difference is no better than the worse of its prices. */
const leastTrusted: readonly PriceSource[] = ['reference', 'partner', 'contract'];

/** Whose prices the saving of a finding rests on, by its own evidence; the SKU's price where it saves nothing. */
const priceSourceOfFinding = (finding: Finding, ofSku: PriceSource): PriceSource => {
  if (finding.monthlySaving === null) return 'unpriced';
  const named = new Set(
    finding.evidence.flatMap(({ source, field }) =>
      field === 'monthlyPrice' ? [priceSourceOf(source)] : [],
    ),
  );
  return leastTrusted.find((source) => named.has(source)) ?? ofSku;
};

/** Joins findings with what lists show, group and filter by. */
export const presentFindings = (
  { result, skus }: TenantDescription,
  profiles: ReadonlyMap<string, Profile>,
  catalogue: Catalogue,
): readonly Found[] => {
  const byPartNumber = new Map(skus.map((sku) => [sku.partNumber.toUpperCase(), sku]));
  return result.findings.map((finding) => {
    const { skuPartNumber, subject } = finding;
    const sku = byPartNumber.get(skuPartNumber.toUpperCase());
    return {
      finding,
      skuName: sku?.name ?? catalogue.byPartNumber(skuPartNumber)?.name ?? skuPartNumber,
      priceSource: priceSourceOfFinding(finding, priceSourceOf(sku?.price?.source)),
      profile: subject.kind === 'user' ? profiles.get(subject.id.toLowerCase()) : undefined,
    };
  });
};
