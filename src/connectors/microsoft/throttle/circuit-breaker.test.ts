import { describe, expect, it } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

const failing = (times: number) => {
  const breaker = createCircuitBreaker({ threshold: 3, openMs: 1_000, maxOpenMs: 3_000 });
  for (let index = 0; index < times; index += 1) breaker.failed(0);
  return breaker;
};

describe('the circuit breaker', () => {
  it('lets everything through until failures in a row reach the threshold', () => {
    const breaker = failing(2);
    breaker.succeeded();
    breaker.failed(0);
    expect(breaker.admit(0)).toBe(0);
  });

  it('lets nothing through while it is open, then one request to see', () => {
    const breaker = failing(3);
    expect(breaker.admit(400)).toBe(600);
    expect(breaker.admit(1_000)).toBe(0);
    expect(breaker.admit(1_000)).toBeGreaterThan(0);
  });

  it('closes after a probe that succeeds', () => {
    const breaker = failing(3);
    breaker.admit(1_000);
    expect(breaker.succeeded()).toEqual({ state: 'closed' });
    expect(breaker.admit(1_000)).toBe(0);
  });

  it('stays open longer after each probe that fails, up to a limit', () => {
    const breaker = failing(3);
    let now = 1_000;
    for (const pauseMs of [2_000, 3_000, 3_000]) {
      expect(breaker.admit(now)).toBe(0);
      expect(breaker.failed(now)).toEqual({ state: 'open', untilMs: now + pauseMs });
      now += pauseMs;
    }
  });

  it('lets the next request probe when the first was aborted', () => {
    const breaker = failing(3);
    breaker.admit(1_000);
    breaker.forgotten();
    expect(breaker.admit(1_000)).toBe(0);
  });
});
