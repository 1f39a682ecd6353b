import type { CommitmentWindow } from '../engines/commitments/metrics/focus-charges.ts';
import { measureFocus } from '../engines/commitments/metrics/focus-metrics.ts';
import { type CommitmentCharges, readCommitmentCharges } from '../platform/lake/commitment-source.ts';
import type { CommitmentMetrics } from '../shared/commitments/metrics.ts';
import { type ChargeOptions, withCharges } from './commitments-charges.ts';

/** Joins the windows of several files: a commitment's rows may lie in many. */
const joinWindows = (windows: readonly CommitmentWindow[]): readonly CommitmentWindow[] => {
  const joined = new Map<string, CommitmentWindow>();
  for (const window of windows) {
    const known = joined.get(window.commitmentId) ?? window;
    joined.set(window.commitmentId, {
      commitmentId: window.commitmentId,
      start: Date.parse(window.start) < Date.parse(known.start) ? window.start : known.start,
      end: Date.parse(window.end) > Date.parse(known.end) ? window.end : known.end,
    });
  }
  return [...joined.values()];
};

/**
 * Reads FOCUS exports one after the other, or the lake, and measures the commitments in them.
 *
 * @throws AppError `invalid_input` naming file, row and column
 */
export const measureCharges = (
  names: readonly string[],
  options: ChargeOptions,
  context: Parameters<typeof withCharges>[2],
): Promise<CommitmentMetrics> =>
  withCharges(names, options, context, async ({ session, tables, signal }) => {
    const read: CommitmentCharges[] = [];
    for (const table of tables) read.push(await readCommitmentCharges({ session, table, signal }));
    return measureFocus(
      read.flatMap(({ charges }) => charges),
      joinWindows(read.flatMap(({ windows }) => windows)),
    );
  });
