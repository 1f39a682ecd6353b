import { Button, Checkbox, mergeClasses } from '@fluentui/react-components';
import { ArrowSortDown16Regular } from '@fluentui/react-icons/svg/arrow-sort-down';
import { ArrowSortUp16Regular } from '@fluentui/react-icons/svg/arrow-sort-up';
import { useTranslation } from 'react-i18next';
import { type Column, isNumeric } from './column.ts';
import { ColumnFilterButton } from './column-filter.tsx';
import { useGridStyles } from './grid-styles.ts';
import { sortOf } from './grid-view.ts';
import type { GridState } from './use-grid-state.ts';
import type { Selection } from './use-selection.ts';

interface GridHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly state: GridState;
  readonly template: string;
  readonly heightPx: number;
  readonly selection: Selection<Row> | undefined;
}

/** The sticky first row: select all, order and filter of each column. */
export const GridHeader = <Row,>({
  columns,
  rows,
  state,
  template,
  heightPx,
  selection,
}: GridHeaderProps<Row>) => {
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row's buttons take the focus
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    <div
      role="row"
      aria-rowindex={1}
      className={styles.header}
      style={{ gridTemplateColumns: template, height: `${heightPx}px` }}
    >
      {selection !== undefined && (
        // biome-ignore lint/a11y/useFocusableInteractive: the checkbox inside takes the focus
        // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
        <div role="columnheader" className={styles.select}>
          <Checkbox
            aria-label={t('grid.selectAll')}
            checked={selection.all ? true : selection.keys.size > 0 ? 'mixed' : false}
            onChange={selection.toggleAll}
          />
        </div>
      )}
      {columns.map((column) => (
        <HeaderCell key={column.id} column={column} rows={rows} state={state} />
      ))}
    </div>
  );
};

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly rows: readonly Row[];
  readonly state: GridState;
}

const HeaderCell = <Row,>({ column, rows, state }: HeaderCellProps<Row>) => {
  const styles = useGridStyles();
  const order = sortOf(state.view.sort);
  const direction = order?.column === column.id ? order.direction : undefined;
  const sortable = column.sortable !== false;
  const icon =
    direction === undefined ? null : direction === 'ascending' ? (
      <ArrowSortUp16Regular />
    ) : (
      <ArrowSortDown16Regular />
    );
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons inside take the focus
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    <div
      role="columnheader"
      aria-sort={sortable ? (direction ?? 'none') : undefined}
      className={mergeClasses(styles.headerCell, isNumeric(column.kind) && styles.headerNumber)}
    >
      {sortable ? (
        <Button
          appearance="transparent"
          size="small"
          className={styles.headerButton}
          icon={icon}
          iconPosition={isNumeric(column.kind) ? 'before' : 'after'}
          title={column.label}
          onClick={() => state.toggleSort(column.id)}
        >
          <span className={styles.headerLabel}>{column.label}</span>
        </Button>
      ) : (
        <span className={mergeClasses(styles.headerLabel, styles.headerText)}>{column.label}</span>
      )}
      {column.filterable !== false && <ColumnFilterButton column={column} rows={rows} state={state} />}
    </div>
  );
};
