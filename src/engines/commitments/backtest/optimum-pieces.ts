import type { Segment } from './optimum-frame.ts';
import { addColumn, type Draft } from './optimum-frame.ts';

/**
 * Adds what one pool saves on demand where nothing else covers it. Within a segment the covered value is concave in
 * the level: each step of the sorted hours is a piece, and a piece is worth as many hours as lie above it.
 */
export const addPieces = (
  draft: Draft,
  demand: Float64Array,
  segments: readonly Segment[],
  levels: readonly number[],
): void => {
  for (const [index, { from, to }] of segments.entries()) {
    const sorted = demand.slice(from, to).sort();
    const terms: [number, number][] = [[levels[index] ?? 0, -1]];
    let below = 0;
    for (const [place, value] of sorted.entries()) {
      if (value <= below) continue;
      terms.push([addColumn(draft, { cost: place - sorted.length, upper: value - below }), 1]);
      below = value;
    }
    draft.rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, terms });
  }
};
