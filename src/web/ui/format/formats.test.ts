import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const german = createFormats('de-DE', 'Europe/Berlin');
const british = createFormats('en-GB', 'UTC');
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formatting', () => {
  it('writes amounts beyond the precision of a float exactly', () => {
    const { text, full } = german.money('12345678901234567890.125', 'EUR');
    expect(plain(text)).toMatch(/^12\.345\.678\.901\.234\.567\.890,1[23] €$/);
    expect(plain(full)).toBe('12.345.678.901.234.567.890,125 €');
    expect(british.money('0.1', 'GBP').text).toBe('£0.10');
  });

  it('abbreviates large sums only in the short form', () => {
    expect(british.money('1234567.89', 'EUR').text).toBe('€1,234,567.89');
    expect(british.moneyShort('1234567.89', 'EUR').text).toBe('€1.2m');
    expect(plain(german.moneyShort('12480.4', 'EUR').text)).toBe('12.480 €');
    expect(plain(german.moneyShort('139942.31', 'EUR').text)).toBe('140 Tsd. €');
    expect(plain(german.moneyShort('-999999.9', 'EUR').text)).toBe('-1 Mio. €');
    expect(british.moneyShort('139942.31', 'EUR').text).toBe('€140k');
    expect(british.moneyShort('-1234567.89', 'EUR').text).toBe('-€1.2m');
  });

  it('writes percent and change with one decimal and keeps the rest for hovering', () => {
    expect(british.percent('0.12345')).toEqual({ text: '12.3%', full: '12.345%' });
    expect(british.change('0.05').text).toBe('+5.0%');
    expect(british.change('0').text).toBe('0.0%');
  });

  it('shows a day as that day everywhere and an instant in the zone of the member', () => {
    expect(createFormats('en-GB', 'America/Los_Angeles').day('2026-01-31')).toBe('31 Jan 2026');
    expect(german.instant('2026-01-31T23:30:00Z').text).toContain('01.02.2026');
    expect(german.instant('2026-01-31T23:30:00Z').full).toMatch(/MEZ|CET|GMT\+1/);
  });

  it('writes a period by its first and last day, each part once', () => {
    expect(british.days('2026-11-01', '2026-11-22')).toMatch(/^1\s*–\s*22 Nov 2026$/);
    expect(plain(british.days('2026-11-22', '2026-11-22'))).toBe('22 Nov 2026');
  });

  it('writes the price of one of a unit that FOCUS names in the plural', () => {
    expect(british.price('0.1058', 'USD', 'Hours').text).toBe('US$0.1058 / Hour');
    expect(british.price('0.1058', 'USD', 'GB-Months').text).toBe('US$0.1058 / GB-Month');
    expect(british.price('0.1058', 'USD', 'GBs').text).toBe('US$0.1058 / GBs');
  });

  it('says how long ago in the largest unit that fits', () => {
    const now = new Date('2026-01-31T12:00:00Z');
    expect(british.ago('2026-01-31T11:59:30Z', now)).toBe('30 seconds ago');
    expect(british.ago('2026-01-31T10:00:00Z', now)).toBe('2 hours ago');
    expect(british.ago('2026-01-30T12:00:00Z', now)).toBe('yesterday');
  });

  it('writes bytes in decimal units', () => {
    expect(british.bytes(0)).toBe('0 bytes');
    expect(british.bytes(1)).toBe('1 byte');
    expect(british.bytes(12)).toBe('12 bytes');
    expect(british.bytes(5_000_000_000)).toBe('5 GB');
  });
});
