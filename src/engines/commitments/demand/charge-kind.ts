import type { exclusionReasons } from '../../../shared/commitments/demand.ts';

/** Charges of FOCUS exports that agree in all that decides which pool they belong to; null: the export has nothing there. */
export interface ChargeKind {
  readonly provider: string | null;
  readonly currency: string | null;
  readonly chargeCategory: string | null;
  readonly chargeClass: string | null;
  readonly pricingCategory: string | null;
  readonly isCommitted: boolean;
  readonly commitmentStatus: string | null;
  /** Which cost tells the on-demand equivalent; see `PriceSource`. */
  readonly price: PriceSource;
  readonly serviceName: string | null;
  readonly resourceType: string | null;
  readonly regionId: string | null;
  /** AWS account, Azure subscription, Google project. */
  readonly subAccountId: string | null;
  /** AWS: the usage type. Azure: the meter. Google: the SKU. */
  readonly meter: string | null;
  readonly meterCategory: string | null;
  /** From the details of the price: `m5.large`, `Standard_D8s_v5`. */
  readonly instanceType: string | null;
  /** Only where there is neither a meter nor an instance type, and of Google, whose description names the SKU. */
  readonly description: string | null;
  /** Of databases: what runs on the machine, `postgresql`. */
  readonly engine: string | null;
  /** Whether they begin at a time that was not asked for. */
  readonly isOutside: boolean;
}

/**
 * `contracted`: ContractedCost. `list`: ListCost, where there is no contracted one. `billed`: BilledCost, of usage on
 * demand that has neither. `unknown`: used or paid for and without a price, so that its equivalent is not known.
 * `none`: costs nothing.
 */
export type PriceSource = 'contracted' | 'list' | 'billed' | 'unknown' | 'none';

/** Why charges are no demand. */
export type Exclusion = (typeof exclusionReasons)[number];

const isText = (value: string | null, wanted: string): boolean => value?.toLowerCase() === wanted;

/**
 * Why charges are no demand whatever they are for, or undefined where their service decides. Usage that a commitment
 * covers is demand even if it is priced dynamically: something was bought for it.
 */
export const exclusionOf = (kind: ChargeKind): Exclusion | undefined => {
  if (!isText(kind.chargeCategory, 'usage')) return 'not-usage';
  if (isText(kind.commitmentStatus, 'unused')) return 'unused-commitment';
  if (isText(kind.pricingCategory, 'dynamic') && !kind.isCommitted) return 'spot';
  return kind.isOutside ? 'other-time' : undefined;
};
