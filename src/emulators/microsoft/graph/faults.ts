/** Shares of answers, 0 to 1, that go wrong in one way; together at most 1. */
export interface FaultShares {
  readonly tooManyRequests?: number;
  readonly unavailable?: number;
  /** The connection is cut after the request was carried out, without an answer. */
  readonly reset?: number;
  /** The connection is cut in the middle of the answer. */
  readonly truncated?: number;
  /** A next link is answered with other parameter names and an extra one: it has to be followed as given. */
  readonly changingNextLink?: number;
  /** Sign-in activity is refused as if the tenant had no premium licence. */
  readonly deniedPremium?: number;
}

export type RetryAfterForm = 'seconds' | 'date' | 'alternating' | 'absent' | 'absurd' | 'mixed';

export interface FaultSettings {
  readonly seed: number;
  readonly shares: FaultShares;
  /** How 429 and 503 say when to come back; default `seconds`. */
  readonly retryAfter: RetryAfterForm;
  /** Seconds that injected 429 and 503 answers ask for; default 1. */
  readonly retryAfterSeconds: number;
  /** The longest run of injected faults that one request meets before it is let through; default 3. */
  readonly mostInARow: number;
}

export type Fault = 'tooManyRequests' | 'unavailable' | 'reset' | 'truncated';

export const noFaults: FaultSettings = {
  seed: 1,
  shares: {},
  retryAfter: 'seconds',
  retryAfterSeconds: 1,
  mostInARow: 3,
};

export interface Faults {
  set(settings: Partial<FaultSettings>): void;
  /** The fault of the next answer to this request, if it has one. */
  draw(key: string): Fault | undefined;
  changesNextLink(): boolean;
  deniesPremium(): boolean;
  /** The header for a time in seconds; undefined: none is sent. */
  retryAfter(seconds: number): string | undefined;
  readonly seconds: number;
}

/** mulberry32: small, and the same numbers everywhere for a seed. */
const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const kinds: readonly Fault[] = ['tooManyRequests', 'unavailable', 'reset', 'truncated'];

/** What a clumsy server writes into Retry-After: a century, a negative number, words, nothing. */
const absurd: readonly string[] = ['3153600000', '-5', 'soon', '1e3', ''];

export const createFaults = (initial: Partial<FaultSettings>, paceMs: () => number): Faults => {
  let settings: FaultSettings = { ...noFaults, ...initial };
  let random = createRandom(settings.seed);
  let answered = 0;
  const runs = new Map<string, number>();

  const formNow = (): RetryAfterForm => {
    answered += 1;
    if (settings.retryAfter === 'alternating') return answered % 2 === 0 ? 'date' : 'seconds';
    if (settings.retryAfter !== 'mixed') return settings.retryAfter;
    const forms: readonly RetryAfterForm[] = ['seconds', 'date', 'absent', 'absurd'];
    return forms[answered % forms.length] ?? 'seconds';
  };

  const chance = (share: number | undefined): boolean => share !== undefined && share > 0 && random() < share;

  return {
    set(next) {
      settings = { ...settings, ...next };
      random = createRandom(settings.seed);
      runs.clear();
    },
    draw(key) {
      const hit = kinds.find((kind) => chance(settings.shares[kind]));
      const run = runs.get(key) ?? 0;
      if (!hit || run >= settings.mostInARow) {
        runs.delete(key);
        return undefined;
      }
      runs.set(key, run + 1);
      return hit;
    },
    changesNextLink: () => chance(settings.shares.changingNextLink),
    deniesPremium: () => chance(settings.shares.deniedPremium),
    retryAfter(seconds) {
      const form = formNow();
      if (form === 'absent') return undefined;
      if (form === 'absurd') return absurd[answered % absurd.length];
      // A date has whole seconds: rounded up, so that it is not before the time meant.
      if (form === 'date')
        return new Date(Math.ceil((paceMs() + seconds * 1000) / 1000) * 1000).toUTCString();
      return String(seconds);
    },
    get seconds() {
      return settings.retryAfterSeconds;
    },
  };
};
