import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import type { Column } from './column.ts';
import { GridRow } from './grid-row.tsx';
import { useGridStyles } from './grid-styles.ts';
import { useGridKeys } from './use-grid-keys.ts';
import type { Selection } from './use-selection.ts';

interface GridBodyProps<Row> {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly template: string;
  readonly heightPx: number;
  readonly selection: Selection<Row> | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly openKey: string | undefined;
  readonly onEnd: (() => void) | undefined;
}

/** Rows drawn beyond the edge, so that fast scrolling does not show gaps. */
const overscan = 12;

/** The rows; only those in sight exist in the document. */
export const GridBody = <Row,>(props: GridBodyProps<Row>) => {
  const { frame, columns, rows, keyOf, nameOf, template, heightPx, selection, onOpen, openKey, onEnd } =
    props;
  const styles = useGridStyles();
  const body = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => heightPx,
    overscan,
    // The header is sticky: what is scrolled to must not hide under it, nor under the totals.
    scrollPaddingStart: heightPx,
    scrollPaddingEnd: heightPx,
  });
  useEffect(() => {
    if (heightPx > 0) virtual.measure();
  }, [virtual, heightPx]);
  const items = virtual.getVirtualItems();
  const isAtEnd = (items.at(-1)?.index ?? -1) >= rows.length - 1;
  useEffect(() => {
    if (isAtEnd && rows.length > 0) onEnd?.();
  }, [isAtEnd, rows.length, onEnd]);
  const keys = useGridKeys({
    rows,
    keyOf,
    selection,
    onOpen,
    body,
    scrollTo: (index) => virtual.scrollToIndex(index),
  });

  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be in a table body
    <div
      ref={body}
      role="rowgroup"
      className={styles.body}
      style={{ height: `${virtual.getTotalSize()}px` }}
      onKeyDown={keys.onKeyDown}
    >
      {items.map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const key = keyOf(row);
        return (
          <GridRow
            key={key}
            row={row}
            index={index}
            topPx={start}
            heightPx={heightPx}
            columns={columns}
            name={nameOf(row)}
            template={template}
            isTabStop={index === keys.active}
            selected={selection?.keys.has(key)}
            isOpen={key === openKey}
            onFocus={() => keys.setActive(index)}
            onSelect={
              selection === undefined
                ? undefined
                : (range) => (range ? selection.extendTo(key) : selection.toggle(key))
            }
            onOpen={onOpen === undefined ? undefined : () => onOpen(row)}
          />
        );
      })}
    </div>
  );
};
