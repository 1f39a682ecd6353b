/**
 * How many batches run side by side: more while all goes well, half as many after a refusal (additive increase,
 * multiplicative decrease). The service behind Graph, not only the budget, decides how many it takes.
 */
export interface BulkGate {
  limit(): number;
  succeeded(): void;
  refused(nowMs: number): void;
}

export interface BulkGateOptions {
  readonly initial: number;
  readonly maximum: number;
}

/** Refusals of batches that ran side by side count once. */
const refusalWindowMs = 1_000;

export const createBulkGate = ({ initial, maximum }: BulkGateOptions): BulkGate => {
  let limit = initial;
  let refusedAt = Number.NEGATIVE_INFINITY;
  return {
    limit: () => Math.max(1, Math.floor(limit)),
    succeeded: () => {
      limit = Math.min(maximum, limit + 0.25);
    },
    refused: (nowMs) => {
      if (nowMs - refusedAt < refusalWindowMs) return;
      refusedAt = nowMs;
      limit = Math.max(1, limit / 2);
    },
  };
};
