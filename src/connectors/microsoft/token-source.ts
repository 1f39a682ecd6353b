import type { Clock } from '../../shared/time.ts';
import type { AccessToken, TokenSource } from './contract.ts';
import { MicrosoftError } from './microsoft-error.ts';
import { backoffMs, type Random, type Sleep, systemSleep } from './wait.ts';

export interface TokenSourceOptions {
  /**
   * Fetches a token: `applicationToken`, or `delegatedToken` with the connection's cache. `force` is set where
   * Graph refused the token that is cached.
   */
  readonly fetch: (
    force: boolean,
  ) => Promise<AccessToken & { readonly cache?: string; readonly changed?: boolean }>;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly random?: Random;
  readonly signal?: AbortSignal;
  /** Called before the token is handed out, so that a rotated refresh token is kept before it is needed. */
  readonly onCacheChanged?: (cache: string) => Promise<void>;
  /** How long before its expiry a token is renewed. Entra's live 60 to 90 minutes. */
  readonly renewAheadMs?: number;
  readonly maxAttempts?: number;
}

/** One connection's tokens: renewed once at a time, ahead of expiry, and again when Graph refuses one. */
export const createTokenSource = (options: TokenSourceOptions): TokenSource => {
  const renewAheadMs = options.renewAheadMs ?? 300_000;
  let current: AccessToken | null = null;
  let running: Promise<AccessToken> | null = null;

  const isFresh = (token: AccessToken): boolean =>
    token.expiresAt.getTime() - options.clock.now().getTime() > renewAheadMs;

  const renewed = (force: boolean): Promise<AccessToken> => {
    running ??= fetchPatiently(options, force)
      .then((token) => {
        current = token;
        return token;
      })
      .finally(() => {
        running = null;
      });
    return running;
  };

  /** Renewing ahead leaves time for Entra to come back. */
  const renewedOrStillGood = async (token: AccessToken): Promise<AccessToken> => {
    try {
      return await renewed(true);
    } catch (error) {
      const leftMs = token.expiresAt.getTime() - options.clock.now().getTime();
      if (error instanceof MicrosoftError && error.problem === 'unavailable' && leftMs > lastUseMs)
        return token;
      throw error;
    }
  };

  return {
    token: async () => {
      options.signal?.throwIfAborted();
      if (current === null) return (await renewed(false)).token;
      return isFresh(current) ? current.token : (await renewedOrStillGood(current)).token;
    },
    renew: async (refused) => {
      options.signal?.throwIfAborted();
      // Another caller may have renewed it meanwhile.
      if (current !== null && current.token !== refused && isFresh(current)) return current.token;
      const token = await renewed(true);
      // A renewal that was under way already may have brought the refused one out of the cache.
      return token.token === refused ? (await renewed(true)).token : token.token;
    },
  };
};

/** A token must live as long as the request that it travels with waits to be read. */
const lastUseMs = 60_000;

/** Repeats while Entra is busy or unreachable, never before the time it names; every other refusal is final. */
const fetchPatiently = async (options: TokenSourceOptions, force: boolean): Promise<AccessToken> => {
  const sleep = options.sleep ?? systemSleep;
  const maxAttempts = options.maxAttempts ?? 6;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const fetched = await options.fetch(force);
      if (fetched.changed === true && fetched.cache !== undefined)
        await options.onCacheChanged?.(fetched.cache);
      return { token: fetched.token, expiresAt: fetched.expiresAt };
    } catch (error) {
      const busy = error instanceof MicrosoftError && error.problem === 'unavailable';
      if (!busy || attempt + 1 >= maxAttempts) throw error;
      const asked = error.retryAt === undefined ? 0 : error.retryAt.getTime() - options.clock.now().getTime();
      const backoff = backoffMs(attempt, { baseMs: 500, capMs: 30_000 }, options.random ?? Math.random);
      await sleep(Math.max(asked, backoff), options.signal);
    }
  }
};
