import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Selection } from './use-selection.ts';

interface GridKeysOptions<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly selection: Selection<Row> | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly body: RefObject<HTMLDivElement | null>;
  readonly scrollTo: (index: number) => void;
}

const pageRows = 15;

/** Where a key leads from a row; undefined when it is not a key of the grid. */
export const targetOf = (key: string, from: number, count: number): number | undefined => {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageRows,
    PageUp: from - pageRows,
    Home: 0,
    End: count - 1,
  };
  const target = steps[key];
  return target === undefined ? undefined : Math.max(0, Math.min(count - 1, target));
};

/** One row is the tab stop; arrows move it, space selects, Enter opens, Ctrl A selects all. */
export const useGridKeys = <Row>({
  rows,
  keyOf,
  selection,
  onOpen,
  body,
  scrollTo,
}: GridKeysOptions<Row>) => {
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, rows.length - 1));
  const moving = useRef(false);

  // A row that was out of sight exists only after scrolling; focus follows once it does.
  useEffect(() => {
    if (!moving.current) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (row === null || row === undefined) return;
    moving.current = false;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    const onRow = event.target instanceof HTMLElement && event.target.role === 'row';
    if (row === undefined || !onRow) return;
    const target = targetOf(event.key, active, rows.length);
    if (target !== undefined) {
      moving.current = true;
      setActive(target);
      scrollTo(target);
      if (event.shiftKey && rows[target] !== undefined) selection?.extendTo(keyOf(rows[target]));
    } else if (event.key === ' ') selection?.toggle(keyOf(row));
    else if (event.key === 'Enter') onOpen?.(row);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selection?.toggleAll();
    else return;
    event.preventDefault();
  };
  return { active, setActive, onKeyDown };
};
