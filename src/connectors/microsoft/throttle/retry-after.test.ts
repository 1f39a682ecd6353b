import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = new Date('2026-03-02T08:00:00.250Z');

describe('Retry-After', () => {
  it.each([
    ['5', 5_000],
    [' 120 ', 120_000],
    ['0.5', 500],
    ['3600', 3_600_000],
  ])('of %j seconds is waited for', (text, waitMs) => {
    expect(retryAfterMs({ 'retry-after': text }, now)).toBe(waitMs);
  });

  it('as a date is measured on the server’s own clock', () => {
    const headers = { 'retry-after': 'Mon, 02 Mar 2026 09:30:10 GMT', date: 'Mon, 02 Mar 2026 09:30:00 GMT' };
    expect(retryAfterMs(headers, now)).toBe(10_000);
  });

  it('as a date without the server’s clock waits the fraction of a second too that a date cuts off', () => {
    expect(retryAfterMs({ 'retry-after': 'Mon, 02 Mar 2026 08:00:10 GMT' }, now)).toBe(10_750);
  });

  it.each([
    ['absent', {}],
    ['empty', { 'retry-after': '' }],
    ['zero', { 'retry-after': '0' }],
    ['negative', { 'retry-after': '-5' }],
    ['text', { 'retry-after': 'soon' }],
    ['years', { 'retry-after': '99999999' }],
    ['a date that has passed', { 'retry-after': 'Mon, 02 Mar 2020 08:00:10 GMT' }],
    ['a date next century', { 'retry-after': 'Fri, 02 Mar 2126 08:00:10 GMT' }],
    ['a day that does not exist', { 'retry-after': 'Mon, 42 Mar 2026 08:00:10 GMT' }],
    ['infinite', { 'retry-after': 'Infinity' }],
    ['hexadecimal', { 'retry-after': '0x10' }],
    ['endless', { 'retry-after': '9'.repeat(5_000) }],
  ])('that is %s says nothing', (_, headers) => {
    expect(retryAfterMs(headers as Record<string, string>, now)).toBeNull();
  });

  it('of whatever text is nothing, or a wait of at most an hour', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (text, date) => {
        const headers = { 'retry-after': text, ...(date !== null && { date }) };
        const waitMs = retryAfterMs(headers, now);
        expect(waitMs === null || (waitMs > 0 && waitMs <= 3_600_000)).toBe(true);
      }),
    );
  });
});
