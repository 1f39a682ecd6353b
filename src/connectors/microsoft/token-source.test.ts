import { describe, expect, it } from 'vitest';
import { MicrosoftError } from './microsoft-error.ts';
import { createTokenSource, type TokenSourceOptions } from './token-source.ts';

const startMs = Date.parse('2026-03-02T08:00:00Z');

const rigOf = (options: Partial<TokenSourceOptions> = {}) => {
  let nowMs = startMs;
  const forced: boolean[] = [];
  const caches: string[] = [];
  const slept: number[] = [];
  const source = createTokenSource({
    fetch: async (force) => {
      forced.push(force);
      await new Promise((resolve) => setImmediate(resolve));
      const number = forced.length;
      return {
        token: `token-${number}`,
        expiresAt: new Date(nowMs + 3_600_000),
        cache: `cache-${number}`,
        changed: true,
      };
    },
    clock: { now: () => new Date(nowMs) },
    sleep: async (waitMs) => {
      slept.push(waitMs);
      nowMs += waitMs;
    },
    random: () => 0,
    onCacheChanged: async (cache) => {
      caches.push(cache);
    },
    ...options,
  });
  return { source, forced, caches, slept, passMs: (ms: number) => (nowMs += ms) };
};

describe('a token source', () => {
  it('asks Entra once, however many ask at the same time', async () => {
    const rig = rigOf();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => rig.source.token()));
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    expect(rig.forced).toEqual([false]);
    expect(rig.caches).toEqual(['cache-1']);
  });

  it('renews ahead of expiry, and not before', async () => {
    const rig = rigOf();
    await rig.source.token();
    rig.passMs(3_600_000 - 301_000);
    expect(await rig.source.token()).toBe('token-1');
    rig.passMs(2_000);
    expect(await rig.source.token()).toBe('token-2');
  });

  it('goes on with a token that is still good while Entra is away', async () => {
    let away = false;
    let nowMs = startMs;
    const source = createTokenSource({
      fetch: async () => {
        if (away) throw new MicrosoftError('unavailable');
        return { token: 'good', expiresAt: new Date(startMs + 3_600_000) };
      },
      clock: { now: () => new Date(nowMs) },
      sleep: async () => undefined,
    });
    await source.token();
    away = true;
    nowMs += 3_400_000;
    expect(await source.token()).toBe('good');
    nowMs += 190_000;
    await expect(source.token()).rejects.toMatchObject({ problem: 'unavailable' });
  });

  it('renews a refused token once for all who were refused', async () => {
    const rig = rigOf();
    const refused = await rig.source.token();
    const renewed = await Promise.all(Array.from({ length: 20 }, () => rig.source.renew(refused)));
    expect(new Set(renewed)).toEqual(new Set(['token-2']));
    expect(await rig.source.renew(refused)).toBe('token-2');
    expect(rig.forced).toEqual([false, true]);
  });

  it('hands out no token before its changed cache is kept', async () => {
    const rig = rigOf({
      onCacheChanged: async () => {
        throw new Error('the vault is closed');
      },
    });
    await expect(rig.source.token()).rejects.toThrow('the vault is closed');
  });

  it('comes back to a busy Entra not before the time it names', async () => {
    let calls = 0;
    const rig = rigOf({
      fetch: async () => {
        calls += 1;
        if (calls === 1) throw new MicrosoftError('unavailable', { retryAt: new Date(startMs + 40_000) });
        return { token: 'late', expiresAt: new Date(startMs + 3_600_000) };
      },
    });
    expect(await rig.source.token()).toBe('late');
    expect(rig.slept).toEqual([40_000]);
  });

  it('does not insist where the connection was revoked, and asks again next time', async () => {
    let calls = 0;
    const rig = rigOf({
      fetch: async () => {
        calls += 1;
        throw new MicrosoftError('revoked');
      },
    });
    await expect(rig.source.token()).rejects.toMatchObject({ problem: 'revoked' });
    await expect(rig.source.token()).rejects.toMatchObject({ problem: 'revoked' });
    expect(calls).toBe(2);
  });
});
