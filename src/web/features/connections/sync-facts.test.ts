import { describe, expect, it } from 'vitest';
import { nextSyncAt } from './sync-facts.ts';

const connected = { state: 'connected', level: 'administrator', syncHour: 3 } as const;
const at = (time: string) => new Date(`2026-03-28T${time}Z`);

describe('the next sync', () => {
  it('is today while its hour is ahead, else tomorrow', () => {
    expect(nextSyncAt(connected, at('02:59:59'))).toBe('2026-03-28T03:00:00.000Z');
    expect(nextSyncAt(connected, at('03:00:00'))).toBe('2026-03-29T03:00:00.000Z');
    expect(nextSyncAt({ ...connected, syncHour: 0 }, new Date('2026-12-31T23:30:00Z'))).toBe(
      '2027-01-01T00:00:00.000Z',
    );
  });

  it('is none where nothing is read by itself', () => {
    const now = at('12:00:00');
    expect(nextSyncAt({ ...connected, syncHour: null }, now)).toBeNull();
    expect(nextSyncAt({ ...connected, state: 'revoked' }, now)).toBeNull();
    expect(nextSyncAt({ ...connected, state: 'broken' }, now)).toBeNull();
    expect(nextSyncAt({ ...connected, level: 'user' }, now)).toBeNull();
  });
});
