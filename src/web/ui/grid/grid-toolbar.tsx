import {
  Button,
  Caption1,
  Menu,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  Tooltip,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { ColumnTripleEditRegular } from '@fluentui/react-icons/svg/column-triple-edit';
import { FilterDismissRegular } from '@fluentui/react-icons/svg/filter-dismiss';
import { TextDensityRegular } from '@fluentui/react-icons/svg/text-density';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { usePreferences } from '../theme/preferences.tsx';
import type { Column } from './column.ts';
import { useGridStyles } from './grid-styles.ts';
import { isOpen } from './grid-view.ts';
import { type GridState, shownColumns } from './use-grid-state.ts';

/** A way to take what is shown elsewhere. */
export interface GridExport {
  readonly id: string;
  /** "CSV", "XLSX". */
  readonly label: string;
  readonly run: () => void;
}

interface GridToolbarProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly state: GridState;
  readonly shown: number;
  readonly total: number;
  readonly exports: readonly GridExport[];
  /** False where the server finds, with controls of the page. */
  readonly canFind: boolean;
  readonly children?: ReactNode;
}

/** Search, counts, columns, density and export of a grid. */
export const GridToolbar = <Row,>({
  columns,
  state,
  shown,
  total,
  exports,
  canFind,
  children,
}: GridToolbarProps<Row>) => {
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  const formats = useFormats();
  const { density, change } = usePreferences();
  const filtered =
    state.view.find !== '' || Object.values(state.view.filters).some((filter) => !isOpen(filter));
  return (
    <div className={styles.toolbar}>
      {canFind && <Find state={state} />}
      {filtered && (
        <Button appearance="subtle" icon={<FilterDismissRegular />} onClick={state.clear}>
          {t('grid.clear')}
        </Button>
      )}
      {children}
      <span className={styles.grow} />
      <Caption1 className={styles.count} role="status">
        {shown === total
          ? t('grid.rows', { count: total, number: formats.count(total) })
          : t('grid.rowsOf', { shown: formats.count(shown), total: formats.count(total) })}
      </Caption1>
      <ColumnChooser columns={columns} state={state} />
      <Tooltip content={t('grid.density')} relationship="label">
        <Button
          appearance="subtle"
          icon={<TextDensityRegular />}
          aria-pressed={density === 'compact'}
          onClick={() => change({ density: density === 'compact' ? 'comfortable' : 'compact' })}
        />
      </Tooltip>
      {exports.length > 0 && <Exports exports={exports} />}
    </div>
  );
};

const typingMs = 200;

const Find = ({ state }: { readonly state: GridState }) => {
  const { t } = useTranslation('ui');
  const styles = useGridStyles();
  const { find, view } = state;
  const [text, setText] = useState(view.find);
  const [known, setKnown] = useState(view.find);
  // The address changed by other means: back, a link, "clear".
  if (known !== view.find) {
    setKnown(view.find);
    setText(view.find);
  }
  useEffect(() => {
    if (text === view.find) return;
    const timer = setTimeout(() => find(text), typingMs);
    return () => clearTimeout(timer);
  }, [text, find, view.find]);
  return (
    <SearchBox
      className={styles.find}
      value={text}
      placeholder={t('grid.find')}
      aria-label={t('grid.find')}
      onChange={(_, data) => setText(data.value)}
    />
  );
};

const ColumnChooser = <Row,>({ columns, state }: Pick<GridToolbarProps<Row>, 'columns' | 'state'>) => {
  const { t } = useTranslation('ui');
  const shown = shownColumns(columns, state.layout).map((column) => column.id);
  const choose = (ids: readonly string[]) =>
    state.arrange({
      columns: columns.filter((column) => column.fixed || ids.includes(column.id)).map((column) => column.id),
    });
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_, data) => choose(data.checkedItems)}
      persistOnItemClick
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('grid.columns')} relationship="label">
          <Button appearance="subtle" icon={<ColumnTripleEditRegular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {columns.map((column) => (
            <MenuItemCheckbox
              key={column.id}
              name="columns"
              value={column.id}
              disabled={column.fixed ?? false}
            >
              {column.label}
            </MenuItemCheckbox>
          ))}
          <MenuItem persistOnClick onClick={() => state.arrange({})}>
            {t('grid.resetColumns')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};

const Exports = ({ exports }: { readonly exports: readonly GridExport[] }) => {
  const { t } = useTranslation('ui');
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('grid.export')} relationship="label">
          <Button appearance="subtle" icon={<ArrowDownloadRegular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {exports.map((each) => (
            <MenuItem key={each.id} onClick={each.run}>
              {each.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
