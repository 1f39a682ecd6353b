/** What the emulator saw, for tests to judge a client by. Counts since the start. */
export interface EmulatorStatistics {
  /** By route, `GET /users`, also those inside a batch. */
  readonly requestsByRoute: Record<string, number>;
  readonly answersByStatus: Record<string, number>;
  /** 429 answers, of the budget and of faults. */
  throttled: number;
  /** Requests that were sent again before the Retry-After of their last answer had passed. */
  earlyRetries: number;
  /** Other requests of an application and tenant whose budget was used up, before the time had passed. */
  requestsWhileThrottled: number;
  readonly tokensIssued: Record<string, number>;
  refreshTokensRevoked: number;
  inFlight: number;
  maximumInFlight: number;
  readonly faultsInjected: Record<string, number>;
  reportDownloads: number;
  /** Downloads that were refused because they carried an Authorization header. */
  reportDownloadsWithToken: number;
  writes: number;
}

export const createStatistics = (): EmulatorStatistics => ({
  requestsByRoute: {},
  answersByStatus: {},
  throttled: 0,
  earlyRetries: 0,
  requestsWhileThrottled: 0,
  tokensIssued: {},
  refreshTokensRevoked: 0,
  inFlight: 0,
  maximumInFlight: 0,
  faultsInjected: {},
  reportDownloads: 0,
  reportDownloadsWithToken: 0,
  writes: 0,
});

export const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};
