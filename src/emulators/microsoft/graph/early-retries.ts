import type { EmulatorStatistics } from '../statistics.ts';

/** Remembers when clients were asked to come back, and counts those who come before. */
export interface EarlyRetries {
  arrived(clientKey: string, requestKey: string): void;
  askedToWait(
    clientKey: string,
    requestKey: string,
    retryAfter: string | undefined,
    isWholeClient: boolean,
  ): void;
}

/** Requests that were under way when the answer was sent are nobody's fault. */
const graceMs = 250;

/** Longer waits are absurd; nobody is held to them. */
const longestSeconds = 3600;

const waitMsOf = (retryAfter: string | undefined, nowMs: number): number => {
  if (retryAfter === undefined) return 0;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) <= longestSeconds ? Number(retryAfter) * 1000 : 0;
  const dateMs = Date.parse(retryAfter);
  return Number.isNaN(dateMs) ? 0 : Math.max(0, dateMs - nowMs);
};

export const createEarlyRetries = (statistics: EmulatorStatistics, paceMs: () => number): EarlyRetries => {
  const requests = new Map<string, number>();
  const clients = new Map<string, { fromMs: number; untilMs: number }>();
  return {
    arrived(clientKey, requestKey) {
      const nowMs = paceMs();
      const until = requests.get(`${clientKey}|${requestKey}`);
      if (until !== undefined) {
        requests.delete(`${clientKey}|${requestKey}`);
        if (nowMs < until) statistics.earlyRetries += 1;
      }
      const pause = clients.get(clientKey);
      if (pause && nowMs > pause.fromMs + graceMs && nowMs < pause.untilMs)
        statistics.requestsWhileThrottled += 1;
    },
    askedToWait(clientKey, requestKey, retryAfter, isWholeClient) {
      const nowMs = paceMs();
      const untilMs = nowMs + waitMsOf(retryAfter, nowMs);
      requests.set(`${clientKey}|${requestKey}`, untilMs);
      if (isWholeClient) clients.set(clientKey, { fromMs: nowMs, untilMs });
    },
  };
};
