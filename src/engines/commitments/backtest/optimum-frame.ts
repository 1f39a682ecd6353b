import type { LinearColumn, LinearRow } from '../../../shared/solver.ts';
import { dayHours } from '../calendar.ts';
import type { Offer } from './offer.ts';

/** Hours in which nothing can begin or end, so that what is active stays the same. */
export interface Segment {
  /** Hours of the trace: from the first to before the end. */
  readonly from: number;
  readonly to: number;
}

/** The evaluated hours, cut where a commitment may begin (every day) or end. */
export const segmentsOf = (
  offers: readonly Offer[],
  fromHour: number,
  toHour: number,
): readonly Segment[] => {
  const offsets = new Set([0, ...offers.map(({ termHours }) => termHours % dayHours)]);
  const cuts: number[] = [];
  for (let day = fromHour; day < toHour; day += dayHours) {
    for (const offset of offsets) if (day + offset < toHour) cuts.push(day + offset);
  }
  cuts.sort((one, other) => one - other);
  return cuts.map((from, index) => ({ from, to: cuts[index + 1] ?? toHour }));
};

/** Whether another offer covers the same, for the same time, at a better price: it is never bought. */
export const isBeaten = (offer: Offer, index: number, offers: readonly Offer[]): boolean =>
  offers.some(
    (other, place) =>
      other.scope === offer.scope &&
      other.termHours === offer.termHours &&
      (other.discount > offer.discount || (other.discount === offer.discount && place < index)),
  );

/** A linear programme while it is put together. */
export interface Draft {
  readonly columns: LinearColumn[];
  readonly rows: LinearRow[];
}

export const addColumn = ({ columns }: Draft, column: LinearColumn): number => columns.push(column) - 1;

export interface Frame {
  readonly offers: readonly Offer[];
  readonly segments: readonly Segment[];
}

/**
 * Adds one pool's purchases and levels: active(t) = active(t − 1) + buy(t) − buy(t − T), a purchase at the start of
 * any day, paid for until it ends or the trace does. Returns the column of the level of each segment.
 */
export const addPool = (draft: Draft, { offers, segments }: Frame): readonly number[] => {
  const first = segments[0]?.from ?? 0;
  const end = segments.at(-1)?.to ?? first;
  const changes: [number, number][][] = segments.map(() => []);
  const segmentAt = new Map(segments.map(({ from }, index) => [from, index]));
  for (const { termHours, discount } of offers) {
    for (let day = first; day < end; day += dayHours) {
      const paidHours = Math.min(termHours, end - day);
      const column = addColumn(draft, { cost: (1 - discount) * paidHours });
      changes[segmentAt.get(day) ?? 0]?.push([column, -1]);
      const over = segmentAt.get(day + termHours);
      if (over !== undefined) changes[over]?.push([column, 1]);
    }
  }
  let before: number | undefined;
  return changes.map((terms) => {
    const level = addColumn(draft, { cost: 0 });
    const last: [number, number][] = before === undefined ? [] : [[before, -1]];
    draft.rows.push({ lower: 0, upper: 0, terms: [[level, 1], ...last, ...terms] });
    before = level;
    return level;
  });
};
