import type { TenantState } from '../directory/tenant-state.ts';
import type { EmulatedUser } from '../tenant/entities.ts';

/** Seats that nobody uses: those bought and those in grace after expiry. */
export const freeSeats = (state: TenantState, skuId: string): number => {
  const sku = state.skus.get(skuId);
  if (!sku) return 0;
  const consumed = state.seats.latest(skuId)?.consumedUnits ?? 0;
  return sku.prepaidUnits.enabled + sku.prepaidUnits.warning - consumed;
};

export const holds = (user: EmulatedUser, skuId: string): boolean =>
  user.assignedLicenses.some((licence) => licence.skuId === skuId);

/** Stores the user, and counts the seats taken and freed: one per SKU, however many ways it reaches the user. */
export const storeUser = (
  state: TenantState,
  before: EmulatedUser,
  after: EmulatedUser,
  visibleAtMs: number,
): void => {
  state.users.write(after, visibleAtMs);
  const skuIds = new Set([...before.assignedLicenses, ...after.assignedLicenses].map(({ skuId }) => skuId));
  for (const skuId of skuIds) {
    const change = Number(holds(after, skuId)) - Number(holds(before, skuId));
    const count = state.seats.latest(skuId);
    if (change === 0 || !count) continue;
    state.seats.write({ ...count, consumedUnits: count.consumedUnits + change }, visibleAtMs);
  }
};
