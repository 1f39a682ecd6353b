import { z } from 'zod';
import type { Formats } from '../../../ui/format/formats.ts';

/** The thresholds of docs/licences.md that sentences name; days, unless the name says otherwise. */
const thresholdsSchema = z.object({
  parameters: z.object({
    inactiveDays: z.int(),
    staleDays: z.int(),
    graceDays: z.int(),
    spareBufferSeats: z.int(),
    spareBufferShare: z.string().max(20),
    renewalDays: z.int(),
    desktopDays: z.int(),
    copilotIdleDays: z.int(),
    copilotGraceDays: z.int(),
  }),
});

type Thresholds = Readonly<Record<string, string>>;

/**
 * An organisation's effective thresholds as sentences name them; undefined where the policy cannot be understood:
 * then nothing is said rather than something that does not hold.
 *
 * @param effective the policy with every default filled in
 */
export const thresholdsOf = (
  effective: Readonly<Record<string, unknown>>,
  formats: Pick<Formats, 'count' | 'percent'>,
): Thresholds | undefined => {
  const read = thresholdsSchema.safeParse(effective);
  if (!read.success) return undefined;
  const { spareBufferShare, ...counts } = read.data.parameters;
  return {
    ...Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, formats.count(value)])),
    // Going stale ends the day before inactivity begins.
    staleUntilDays: formats.count(counts.inactiveDays - 1),
    spareBufferShare: formats.percent(spareBufferShare).text,
  };
};
