import { instantText } from './calendar.ts';
import type { CompanySubscription, ServicePlanInfo, SubscribedSku } from './entities.ts';
import type { PlantedFinding } from './interface.ts';
import { createDraw } from './random.ts';
import { type EmulatedSku, emulatedSkus } from './skus.ts';
import { alwaysListed, type Stock, stockOf } from './stock.ts';

interface StockContext {
  readonly seed: number;
  readonly tenantId: string;
  readonly displayName: string;
  readonly asOfDay: number;
  /** `2026-11`: stocks are bought and given up by the month. */
  readonly month: string;
  readonly foundedDay: number;
}

/** What the tenant has bought, and what an audit must say of it. */
export interface Purchases {
  readonly subscribedSkus: readonly SubscribedSku[];
  readonly subscriptions: readonly CompanySubscription[];
  readonly planted: readonly PlantedFinding[];
}

const planInfos = (sku: EmulatedSku): readonly ServicePlanInfo[] =>
  sku.plans.map(({ id, name }) => ({
    servicePlanId: id,
    servicePlanName: name,
    provisioningStatus: 'Success',
    // Microsoft's foundations are for the company as a whole.
    appliesTo: sku.appliesTo === 'Company' || name.endsWith('_FOUNDATION') ? 'Company' : 'User',
  }));

const subscriptionsOfSku = (
  context: StockContext,
  sku: EmulatedSku,
  stock: Stock,
  servicePlans: readonly ServicePlanInfo[],
): readonly CompanySubscription[] =>
  stock.subscriptions.map((plan, place) => {
    const draw = createDraw(context.seed, 'subscription', sku.partNumber, place);
    const { renewsInDays } = plan;
    return {
      id: draw.guid(),
      commerceSubscriptionId: draw.guid(),
      createdDateTime: instantText(context.foundedDay + 30 * place, 32_400),
      isTrial: plan.isTrial,
      nextLifecycleDateTime: renewsInDays === null ? null : instantText(context.asOfDay + renewsInDays, 0),
      ownerId: null,
      ownerTenantId: null,
      ownerType: null,
      skuId: sku.id,
      skuPartNumber: sku.partNumber,
      status: plan.status,
      totalLicenses: plan.seats,
      serviceStatus: servicePlans,
    };
  });

const plantedBy = (
  { partNumber }: EmulatedSku,
  stock: Stock,
  subscriptions: readonly CompanySubscription[],
): readonly PlantedFinding[] => {
  const ofSku = { kind: 'sku', id: partNumber } as const;
  const finding = (
    rule: PlantedFinding['rule'],
    subject: PlantedFinding['subject'],
    quantity: number,
  ): PlantedFinding => ({ rule, subject, skuPartNumber: partNumber, quantity, supersededBy: null });
  const ofSubscriptions = (places: readonly number[]) =>
    places.flatMap((place) => subscriptions[place] ?? []);
  return [
    ...(stock.spare > 0 ? [finding('O01', ofSku, stock.spare)] : []),
    ...(stock.missing > 0 ? [finding('O02', ofSku, stock.missing)] : []),
    ...ofSubscriptions(stock.renewing).map(({ id }) =>
      finding('O03', { kind: 'subscription', id }, stock.spare),
    ),
    ...ofSubscriptions(stock.ending).map(({ id, totalLicenses }) =>
      finding('O04', { kind: 'subscription', id }, totalLicenses),
    ),
    ...(stock.unexplained > 0 ? [finding('O04', ofSku, stock.unexplained)] : []),
  ];
};

/** Buys seats for what users hold; `held` is by part number. */
export const purchasesOf = (context: StockContext, held: ReadonlyMap<string, number>): Purchases => {
  const subscribedSkus: SubscribedSku[] = [];
  const subscriptions: CompanySubscription[] = [];
  const planted: PlantedFinding[] = [];
  for (const sku of emulatedSkus) {
    const consumedUnits = held.get(sku.partNumber) ?? 0;
    if (consumedUnits === 0 && !alwaysListed.has(sku.partNumber)) continue;
    const stock = stockOf(context.seed, sku.partNumber, consumedUnits, context.month);
    const servicePlans = planInfos(sku);
    const own = subscriptionsOfSku(context, sku, stock, servicePlans);
    const { enabled, warning, suspended, capabilityStatus } = stock;
    subscriptions.push(...own);
    planted.push(...plantedBy(sku, stock, own));
    subscribedSkus.push({
      id: `${context.tenantId}_${sku.id}`,
      accountId: context.tenantId,
      accountName: context.displayName,
      skuId: sku.id,
      skuPartNumber: sku.partNumber,
      appliesTo: sku.appliesTo,
      capabilityStatus,
      consumedUnits,
      prepaidUnits: { enabled, suspended, warning, lockedOut: 0 },
      servicePlans,
      subscriptionIds: own.map(({ id }) => id),
    });
  }
  return { subscribedSkus, subscriptions, planted };
};
