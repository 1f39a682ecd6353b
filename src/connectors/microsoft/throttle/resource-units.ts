/**
 * Resource units of one application in one tenant (Microsoft Graph, "Identity and access service limits"): by
 * number of users under 50, up to 500, and more, in any ten seconds.
 */
const quotas = [
  { below: 50, units: 3_500 },
  { below: 501, units: 5_000 },
  { below: Number.POSITIVE_INFINITY, units: 8_000 },
] as const;

export const quotaWindowMs = 10_000;

/** Units per ten seconds for a tenant of so many users. */
export const quotaOf = (users: number): number =>
  (quotas.find(({ below }) => users < below) ?? quotas[0]).units;

/** Even and never too much: rate and burst together stay below the quota in every window of ten seconds. */
const rateShare = 0.92;
const burstShare = 0.02;
/** The share is reported with each answer while it is high, so an old one says little. */
const paceMemoryMs = 2_000;

export interface UnitBucket {
  /** Milliseconds until `cost` units are there; 0 takes them. */
  take(cost: number, nowMs: number): number;
  setQuota(units: number, nowMs: number): void;
  /** The share of the limit that Microsoft says is used up, 0.8 to 1.8; others may be using it too. */
  observe(share: number, nowMs: number): void;
}

/** How much slower than planned: not at all until 95 % are used (this bucket alone stays below), half at the limit, a quarter above it. */
const paceOf = (share: number): number => {
  if (share <= 0.95) return 1;
  return share > 1 ? 0.25 : 1 - ((share - 0.95) / 0.05) * 0.5;
};

/** A token bucket that spreads the quota evenly. */
export const createUnitBucket = (units: number, startMs: number): UnitBucket => {
  let quota = units;
  let available = quota * burstShare;
  let refilledAt = startMs;
  let pace = 1;
  let paceUntil = 0;

  const refill = (nowMs: number): void => {
    if (nowMs >= paceUntil) pace = 1;
    const rate = (quota * rateShare * pace) / quotaWindowMs;
    available = Math.min(quota * burstShare, available + Math.max(0, nowMs - refilledAt) * rate);
    refilledAt = nowMs;
  };

  return {
    take: (cost, nowMs) => {
      refill(nowMs);
      const needed = Math.min(cost, quota * burstShare);
      if (available >= needed) {
        available -= cost;
        return 0;
      }
      return Math.max(1, Math.ceil((needed - available) / ((quota * rateShare * pace) / quotaWindowMs)));
    },
    setQuota: (next, nowMs) => {
      refill(nowMs);
      quota = next;
    },
    observe: (share, nowMs) => {
      refill(nowMs);
      pace = paceOf(share);
      paceUntil = nowMs + paceMemoryMs;
    },
  };
};
