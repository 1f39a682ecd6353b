import { Checkbox, mergeClasses } from '@fluentui/react-components';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, isNumeric } from './column.ts';
import { GridCell } from './grid-cell.tsx';
import { useGridStyles } from './grid-styles.ts';

interface GridRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly columns: readonly Column<Row>[];
  readonly name: string;
  readonly template: string;
  readonly isTabStop: boolean;
  /** undefined where nothing can be selected. */
  readonly selected: boolean | undefined;
  readonly isOpen: boolean;
  readonly onFocus: () => void;
  readonly onSelect: ((range: boolean) => void) | undefined;
  readonly onOpen: (() => void) | undefined;
}

/** Links, buttons and checkboxes in a cell do their own thing. */
const isOwnControl = (event: MouseEvent): boolean =>
  event.target instanceof Element && event.target.closest('a, button, input, label') !== null;

/** One row. The keys are handled by the body, for all rows at once. */
export const GridRow = <Row,>(props: GridRowProps<Row>) => {
  const {
    row,
    index,
    topPx,
    heightPx,
    columns,
    name,
    template,
    isTabStop,
    selected,
    isOpen,
    onFocus,
    onSelect,
    onOpen,
  } = props;
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the body handles Enter and space
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      {...(selected === undefined ? {} : { 'aria-selected': selected })}
      {...(isOpen ? { 'aria-current': 'true' } : {})}
      tabIndex={isTabStop ? 0 : -1}
      className={mergeClasses(
        styles.row,
        onOpen !== undefined && styles.rowClickable,
        (selected === true || isOpen) && styles.rowSelected,
      )}
      style={{ gridTemplateColumns: template, height: `${heightPx}px`, transform: `translateY(${topPx}px)` }}
      onFocus={onFocus}
      onClick={(event) => !isOwnControl(event) && onOpen?.()}
    >
      {selected !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
        <div role="gridcell" className={styles.select}>
          <Checkbox
            checked={selected}
            tabIndex={-1}
            aria-label={t('grid.select', { name })}
            onClick={(event) => onSelect?.(event.shiftKey)}
            onChange={() => undefined}
          />
        </div>
      )}
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
        <div
          key={column.id}
          role="gridcell"
          className={mergeClasses(styles.cell, isNumeric(column.kind) && styles.number)}
        >
          <GridCell column={column} row={row} />
        </div>
      ))}
    </div>
  );
};
