import type { Charge, Resource } from '../../shared/explorer/contract.ts';
import { formatDecimal } from '../../shared/money.ts';
import { formatInstant } from '../../shared/time.ts';
import type { ChargeRow, ResourceRow } from './cost-questions.ts';

const instant = (ms: number): string => formatInstant(new Date(ms));
const decimal = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : formatDecimal(text);

/** A resource as the API shows it. */
export const presentResource = ({ firstChargeMs, lastChargeMs, ...row }: ResourceRow): Resource => ({
  ...row,
  total: formatDecimal(row.total),
  firstCharge: instant(firstChargeMs),
  lastCharge: instant(lastChargeMs),
});

/** A charge line as the API shows it. */
export const presentCharge = (row: ChargeRow): Charge => ({
  chargePeriodStart: instant(row.ChargePeriodStart),
  chargePeriodEnd: instant(row.ChargePeriodEnd),
  billingPeriodStart: row.BillingPeriodStart === null ? null : instant(row.BillingPeriodStart),
  chargeCategory: row.ChargeCategory,
  chargeClass: row.ChargeClass,
  chargeDescription: row.ChargeDescription,
  chargeFrequency: row.ChargeFrequency,
  providerName: row.ProviderName,
  serviceName: row.ServiceName,
  subAccountId: row.SubAccountId,
  subAccountName: row.SubAccountName,
  regionId: row.RegionId,
  resourceId: row.ResourceId,
  resourceName: row.ResourceName,
  skuId: row.SkuId,
  skuPriceId: row.SkuPriceId,
  pricingCategory: row.PricingCategory,
  pricingQuantity: decimal(row.PricingQuantity),
  pricingUnit: row.PricingUnit,
  listUnitPrice: decimal(row.ListUnitPrice),
  contractedUnitPrice: decimal(row.ContractedUnitPrice),
  consumedQuantity: decimal(row.ConsumedQuantity),
  consumedUnit: row.ConsumedUnit,
  commitmentDiscountId: row.CommitmentDiscountId,
  commitmentDiscountStatus: row.CommitmentDiscountStatus,
  billedCost: decimal(row.BilledCost),
  effectiveCost: decimal(row.EffectiveCost),
  listCost: decimal(row.ListCost),
  contractedCost: decimal(row.ContractedCost),
  billingCurrency: row.BillingCurrency,
  tags: Object.fromEntries((row.tagKeys ?? []).map((key, index) => [key, row.tagValues?.[index] ?? null])),
});
