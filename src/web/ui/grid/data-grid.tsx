import { mergeClasses } from '@fluentui/react-components';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../api/download.ts';
import { SkeletonRows } from '../feedback/skeletons.tsx';
import { ErrorState } from '../feedback/states.tsx';
import { useFormats } from '../format/use-formats.ts';
import type { Command } from '../page/command-bar.tsx';
import { usePreferences } from '../theme/preferences.tsx';
import { type Column, minimumWidthOf, trackOf } from './column.ts';
import { csvOf } from './csv.ts';
import { GridBody } from './grid-body.tsx';
import { GridEmpty } from './grid-empty.tsx';
import { GridHeader } from './grid-header.tsx';
import { rowsOf } from './grid-rows.ts';
import { GridSelectionBar } from './grid-selection-bar.tsx';
import { useGridStyles } from './grid-styles.ts';
import { type GridExport, GridToolbar } from './grid-toolbar.tsx';
import { GridTotals } from './grid-totals.tsx';
import { type GridState, shownColumns } from './use-grid-state.ts';
import { useSelection } from './use-selection.ts';

export interface DataGridProps<Row> {
  /** What the grid lists, for screen readers and the name of an export. */
  readonly label: string;
  /** Memoise: a new array each time makes the grid work each time. */
  readonly columns: readonly Column<Row>[];
  /** undefined while loading. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  /** What a row is called, for screen readers. */
  readonly nameOf: (row: Row) => string;
  readonly state: GridState;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** What to show when there is nothing at all: an `EmptyState` that says what to do. */
  readonly empty: ReactNode;
  /** Row click and Enter; usually opens the side panel. */
  readonly onOpen?: (row: Row) => void;
  readonly openKey?: string | undefined;
  /** What can be done with selected rows; without it there is nothing to select. */
  readonly actions?: (rows: readonly Row[], clear: () => void) => readonly Command[];
  /** Beyond CSV, which the grid makes itself unless one of these is called `csv`. */
  readonly exports?: readonly GridExport[];
  /** The server filters and sorts: rows are shown as they come. */
  readonly rowsAreFinal?: boolean;
  /** The server also finds: the page passes `state.view.find` on. */
  readonly findsOnServer?: boolean;
  /** How many rows match, where not all of them are here yet. */
  readonly total?: number | undefined;
  /** The last rows come into sight: the time to ask for more. */
  readonly onEnd?: (() => void) | undefined;
  /** As high as its rows instead of filling the page. */
  readonly hug?: boolean;
  /** Below the rows: a `Pager`. */
  readonly footer?: ReactNode;
  readonly toolbar?: ReactNode;
}

const selectTrack = '44px';
const selectWidthPx = 44;
/** Fewer rows than this need less than the least height of a grid that scrolls. */
const fewRows = 3;
const rowHeights = { comfortable: 40, compact: 32 } as const;

/** The one grid of the console. */
export const DataGrid = <Row,>(props: DataGridProps<Row>) => {
  const { label, columns, rows, keyOf, nameOf, state, error, onRetry, empty, onOpen, openKey, actions } =
    props;
  const { exports = [], rowsAreFinal = false, findsOnServer = false, hug = false } = props;
  const { total, onEnd, footer, toolbar } = props;
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  const { collator } = useFormats();
  const { density } = usePreferences();
  const frame = useRef<HTMLDivElement>(null);
  const given = rows ?? none;
  const shownRows = useMemo(
    () =>
      (rowsAreFinal
        ? given
        : rowsOf(given as readonly Row[], columns, state.view, collator.compare)) as readonly Row[],
    [rowsAreFinal, given, columns, state.view, collator],
  );
  const shown = useMemo(() => shownColumns(columns, state.layout), [columns, state.layout]);
  const selection = useSelection(shownRows, keyOf);
  const selectable = actions !== undefined;
  const template = [...(selectable ? [selectTrack] : []), ...shown.map(trackOf)].join(' ');
  const widthPx = shown.reduce((sum, column) => sum + minimumWidthOf(column), selectable ? selectWidthPx : 0);

  if (error !== undefined && error !== null) return <ErrorState error={error} onRetry={onRetry} />;
  if (rows === undefined) return <SkeletonRows rows={10} />;
  const unfiltered = state.view.find === '' && Object.keys(state.view.filters).length === 0;
  if (rows.length === 0 && (unfiltered || !rowsAreFinal)) return empty;

  const csv: GridExport = {
    id: 'csv',
    label: t('grid.csv'),
    run: () =>
      saveBlob(new Blob([csvOf(shownRows, shown)], { type: 'text/csv;charset=utf-8' }), `${label}.csv`),
  };
  const heightPx = rowHeights[density];
  return (
    <div className={styles.root}>
      {selectable && selection.keys.size > 0 ? (
        <GridSelectionBar selection={selection} commands={actions(selection.rows, selection.clear)} />
      ) : (
        <GridToolbar
          columns={columns}
          state={state}
          shown={shownRows.length}
          total={total ?? rows.length}
          exports={exports.some(({ id }) => id === 'csv') ? exports : [csv, ...exports]}
          canFind={!rowsAreFinal || findsOnServer}
        >
          {toolbar}
        </GridToolbar>
      )}
      <div
        ref={frame}
        className={mergeClasses(styles.frame, (hug || shownRows.length < fewRows) && styles.frameHug)}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a table cannot scroll a hundred thousand rows */}
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={shownRows.length + 1}
          aria-colcount={shown.length + (selectable ? 1 : 0)}
          aria-multiselectable={selectable}
          style={{ minWidth: `${widthPx}px` }}
        >
          <GridHeader
            columns={shown}
            rows={given as readonly Row[]}
            state={state}
            template={template}
            heightPx={heightPx}
            selection={selectable ? selection : undefined}
          />
          {shownRows.length === 0 ? (
            <GridEmpty onClear={state.clear} />
          ) : (
            <GridBody
              frame={frame}
              columns={shown}
              rows={shownRows}
              keyOf={keyOf}
              nameOf={nameOf}
              template={template}
              heightPx={heightPx}
              selection={selectable ? selection : undefined}
              onOpen={onOpen}
              openKey={openKey}
              onEnd={onEnd}
            />
          )}
          <GridTotals
            columns={shown}
            rows={shownRows}
            template={template}
            heightPx={heightPx}
            selectable={selectable}
          />
        </div>
      </div>
      {footer}
    </div>
  );
};

/** One array for every grid that still loads, so that memoised work does not repeat. */
const none: readonly never[] = [];
