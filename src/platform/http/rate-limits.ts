import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../shared/errors.ts';
import type { Tx } from '../postgres/database.ts';

/** How many points a key may spend in how many seconds. */
export interface Limit {
  readonly points: number;
  readonly durationS: number;
}

/** Named limits; kept in PostgreSQL, so that a restart does not reset them. */
export const limits = {
  /** Failed or successful sign-ins of one account. */
  signInAccount: { points: 10, durationS: 900 },
  signInAddress: { points: 50, durationS: 900 },
  /** Mails that anybody can cause to be sent to one account. */
  mailAccount: { points: 5, durationS: 3600 },
  publicAddress: { points: 120, durationS: 60 },
  organisation: { points: 3000, durationS: 60 },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

export interface RateLimits {
  /**
   * Spends one point of this key.
   * @throws AppError rate_limited with `retryAfterS` in its meta.
   */
  spend(limit: LimitName, key: string): Promise<void>;
  /** Forgets what the key has spent (a successful sign-in). */
  forgive(limit: LimitName, key: string): Promise<void>;
}

/** Keys are hashed, so that the table holds no address and no e-mail. */
const hashed = (key: string): string => createHash('sha256').update(key.toLowerCase()).digest('base64url');

/** Rate limits over the `rate_limit` table. */
export const createRateLimits = (pool: pg.Pool): RateLimits => {
  const limiters = new Map(
    Object.entries(limits).map(([name, limit]) => [
      name,
      new RateLimiterPostgres({
        storeClient: pool,
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points: limit.points,
        duration: limit.durationS,
      }),
    ]),
  );
  const limiter = (name: LimitName): RateLimiterPostgres => {
    const found = limiters.get(name);
    if (!found) throw new Error(`no limit ${name}`);
    return found;
  };
  return {
    spend: async (name, key) => {
      try {
        await limiter(name).consume(hashed(key));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterS = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new AppError('rate_limited', {
          detail: `Too many attempts; the limit is ${limits[name].points} in ${limits[name].durationS / 60} minutes.`,
          fix: `Wait ${retryAfterS} seconds and try again.`,
          meta: { retryAfterS },
        });
      }
    },
    forgive: async (name, key) => {
      await limiter(name).delete(hashed(key));
    },
  };
};

/** Removes counters whose time is over; the limiter itself leaves them. */
export const forgetExpiredLimits = async (tx: Tx, at: Date): Promise<void> => {
  await tx
    .withTables<{ rateLimit: { expire: string | null } }>()
    .deleteFrom('rateLimit')
    .where('expire', '<', String(at.getTime()))
    .execute();
};
