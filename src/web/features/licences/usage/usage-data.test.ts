import { expect, it } from 'vitest';
import { monthly, recencyOf, shareOf } from './usage-data.ts';

const point = (day: string) => ({ day, licensed: 1, active: 1, storageBytes: null, figures: [] });

it('a trend of months keeps the last snapshot of each, the running one included', () => {
  const days = ['2026-08-31', '2026-09-30', '2026-10-30', '2026-10-31', '2026-11-01', '2026-11-22'];
  expect(monthly(days.map(point)).map(({ day }) => day)).toEqual([
    '2026-08-31',
    '2026-09-30',
    '2026-10-31',
    '2026-11-22',
  ]);
});

it('a share is unknown without licences and without the report, not zero', () => {
  expect(shareOf({ active: 30, licensed: 40, missing: null })).toBe('0.750000');
  expect(shareOf({ active: 0, licensed: 0, missing: null })).toBeNull();
  expect(shareOf({ active: 0, licensed: 40, missing: 'forbidden' })).toBeNull();
});

it('recency runs from this week to never, however it comes', () => {
  const recency = [
    { bucket: 'never' as const, users: 3 },
    { bucket: '7' as const, users: 20 },
    { bucket: 'older' as const, users: 1 },
  ];
  expect(recencyOf({ recency }).map(({ bucket }) => bucket)).toEqual(['7', 'older', 'never']);
});
