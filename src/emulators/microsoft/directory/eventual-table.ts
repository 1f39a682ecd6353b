/**
 * Rows by id in a fixed order. A write is known to later writes at once and to readers only when its time has
 * come: directories of Entra ID are replicated, and a read after a write may show the old object.
 */
export interface EventualTable<Row extends { readonly id: string }> {
  /** As readers see it at `nowMs`. */
  read(id: string, nowMs: number): Row | undefined;
  /** As the next write finds it. */
  latest(id: string): Row | undefined;
  write(row: Row, visibleAtMs: number): void;
  /** All rows as readers see them at `nowMs`, in order. Not a copy: do not keep it across a turn. */
  rows(nowMs: number): readonly Row[];
  /** Rows by latest state whose id was written with a visible time after `sinceMs`. */
  changedSince(sinceMs: number, nowMs: number): readonly Row[];
  /** Changes with each row that becomes visible. */
  readonly version: number;
}

interface Pending<Row> {
  readonly row: Row;
  readonly visibleAtMs: number;
}

export const createEventualTable = <Row extends { readonly id: string }>(
  initial: readonly Row[],
): EventualTable<Row> => {
  const visible = [...initial];
  const positions = new Map(initial.map((row, position) => [row.id, position]));
  const newest = new Map<string, Row>();
  const changed = new Map<string, number>();
  let pending: Pending<Row>[] = [];
  let nextDueMs = Number.POSITIVE_INFINITY;
  let version = 0;

  const show = ({ row, visibleAtMs }: Pending<Row>) => {
    const position = positions.get(row.id);
    if (position === undefined) return;
    visible[position] = row;
    version += 1;
    changed.set(row.id, visibleAtMs);
    if (newest.get(row.id) === row) newest.delete(row.id);
  };
  const settle = (nowMs: number) => {
    // A group's licences leave thousands of writes waiting: reads in the meantime must not walk through them.
    if (nowMs < nextDueMs) return;
    const due = pending.filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
    pending = pending.filter(({ visibleAtMs }) => visibleAtMs > nowMs);
    nextDueMs = pending.reduce(
      (least, { visibleAtMs }) => Math.min(least, visibleAtMs),
      Number.POSITIVE_INFINITY,
    );
    for (const entry of due) show(entry);
  };
  const at = (id: string): Row | undefined => visible[positions.get(id) ?? -1];

  return {
    read(id, nowMs) {
      settle(nowMs);
      return at(id);
    },
    latest: (id) => newest.get(id) ?? at(id),
    write(row, visibleAtMs) {
      newest.set(row.id, row);
      pending.push({ row, visibleAtMs });
      nextDueMs = Math.min(nextDueMs, visibleAtMs);
    },
    rows(nowMs) {
      settle(nowMs);
      return visible;
    },
    changedSince(sinceMs, nowMs) {
      settle(nowMs);
      const ids = [...changed].filter(([, atMs]) => atMs > sinceMs).map(([id]) => id);
      return ids.map(at).filter((row) => row !== undefined);
    },
    get version() {
      return version;
    },
  };
};
