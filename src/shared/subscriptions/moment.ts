import { z } from 'zod';
import { formatInstant } from '../time.ts';

/**
 * A moment with its zone, kept in UTC: `2026-01-31T23:30:00-05:00` is `2026-02-01T04:30:00Z`. Partner Center writes both
 * `Z` and `+00:00`, and up to seven places of a second.
 */
export const momentSchema = z.iso
  .datetime({
    offset: true,
    error: 'a moment with its zone, such as "2026-01-31T10:30:00Z" or "2026-01-31T11:30:00+01:00"',
  })
  .max(40)
  .overwrite((given) => {
    const at = new Date(given);
    return Number.isNaN(at.getTime()) ? given : formatInstant(at);
  });
