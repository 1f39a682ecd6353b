import { mergeClasses } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, isNumeric } from './column.ts';
import { useGridStyles } from './grid-styles.ts';

interface GridTotalsProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly template: string;
  readonly heightPx: number;
  readonly selectable: boolean;
}

/** The sticky last row: what the columns come to, for the rows shown. */
export const GridTotals = <Row,>({ columns, rows, template, heightPx, selectable }: GridTotalsProps<Row>) => {
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  const totals = useMemo(() => columns.map((column) => column.total?.(rows)), [columns, rows]);
  if (rows.length === 0 || totals.every((total) => total === undefined)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    // biome-ignore lint/a11y/useFocusableInteractive: totals are read, not operated
    <div
      role="row"
      className={styles.totals}
      style={{ gridTemplateColumns: template, height: `${heightPx}px` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      {selectable && <div role="gridcell" />}
      {columns.map((column, index) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div
          key={column.id}
          role="gridcell"
          className={mergeClasses(styles.cell, isNumeric(column.kind) && styles.number)}
        >
          {totals[index] ?? (index === 0 ? t('grid.total') : null)}
        </div>
      ))}
    </div>
  );
};
