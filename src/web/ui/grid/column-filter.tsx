import {
  Button,
  Checkbox,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
} from '@fluentui/react-components';
import { Filter16Filled, Filter16Regular } from '@fluentui/react-icons/svg/filter';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, isNumeric } from './column.ts';
import { useGridStyles } from './grid-styles.ts';
import { type ColumnFilter, isOpen } from './grid-view.ts';
import type { GridState } from './use-grid-state.ts';

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: '12px', width: '260px', boxSizing: 'border-box' },
  choices: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '260px',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
  },
});

interface ColumnFilterProps<Row> {
  readonly column: Column<Row>;
  readonly rows: readonly Row[];
  readonly state: GridState;
}

/** The funnel of a header; filled while its column filters. */
export const ColumnFilterButton = <Row,>({ column, rows, state }: ColumnFilterProps<Row>) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const grid = useGridStyles();
  const [open, setOpen] = useState(false);
  const filter = state.view.filters[column.id] ?? {};
  const active = !isOpen(filter);
  const set = (next: ColumnFilter) => state.filter(column.id, next);
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below">
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          size="small"
          className={mergeClasses(grid.filterButton, active && grid.filterActive)}
          icon={active ? <Filter16Filled /> : <Filter16Regular />}
          aria-label={t(active ? 'grid.filtered' : 'grid.filter', { column: column.label })}
        />
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('grid.filter', { column: column.label })}>
        {isNumeric(column.kind) && <Range filter={filter} set={set} type="text" />}
        {(column.kind === 'day' || column.kind === 'instant') && (
          <Range filter={filter} set={set} type="date" />
        )}
        {column.kind === 'text' && <Contains filter={filter} set={set} />}
        {column.kind === 'choice' && <Choices column={column} rows={rows} filter={filter} set={set} />}
        <Button size="small" disabled={!active} onClick={() => set({})}>
          {t('grid.clearFilter')}
        </Button>
      </PopoverSurface>
    </Popover>
  );
};

interface PartProps {
  readonly filter: ColumnFilter;
  readonly set: (filter: ColumnFilter) => void;
}

const Range = ({ filter, set, type }: PartProps & { readonly type: 'text' | 'date' }) => {
  const { t } = useTranslation('ui');
  const mode = type === 'text' ? { inputMode: 'decimal' as const } : {};
  // A comma is how most of Europe writes the point.
  const read = (text: string) => (type === 'text' ? text.replace(',', '.') : text);
  return (
    <>
      <Field label={t('grid.from')}>
        <Input
          type={type}
          {...mode}
          value={filter.from ?? ''}
          onChange={(_, data) => set({ ...filter, from: read(data.value) })}
        />
      </Field>
      <Field label={t('grid.to')}>
        <Input
          type={type}
          {...mode}
          value={filter.to ?? ''}
          onChange={(_, data) => set({ ...filter, to: read(data.value) })}
        />
      </Field>
    </>
  );
};

const Contains = ({ filter, set }: PartProps) => {
  const { t } = useTranslation('ui');
  return (
    <Field label={t('grid.contains')}>
      <Input value={filter.contains ?? ''} onChange={(_, data) => set({ ...filter, contains: data.value })} />
    </Field>
  );
};

const mostChoices = 200;
/** More than this and typing is quicker than looking. */
const findFrom = 10;

interface ChoicesProps<Row> extends PartProps {
  readonly column: Column<Row>;
  readonly rows: readonly Row[];
}

const Choices = <Row,>({ column, rows, filter, set }: ChoicesProps<Row>) => {
  const styles = useStyles();
  const values = useMemo(() => {
    const seen = new Set(rows.map((row) => column.value(row) ?? ''));
    return [...new Set([...Object.keys(column.choices ?? {}), ...seen])].filter((value) => seen.has(value));
  }, [column, rows]);
  const { t } = useTranslation('ui');
  const [text, setText] = useState('');
  const labelOf = (value: string) => column.choices?.[value] ?? (value || '—');
  const offered = values.filter((value) =>
    labelOf(value).toLocaleLowerCase().includes(text.toLocaleLowerCase()),
  );
  const chosen = new Set(filter.values ?? []);
  const toggle = (value: string) => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    set({ ...filter, values: [...next] });
  };
  return (
    <>
      {values.length >= findFrom && (
        <Input
          value={text}
          placeholder={t('filter.findValue')}
          aria-label={t('filter.findValue')}
          onChange={(_, data) => setText(data.value)}
        />
      )}
      <div className={styles.choices}>
        {offered.slice(0, mostChoices).map((value) => (
          <Checkbox
            key={value}
            checked={chosen.has(value)}
            label={labelOf(value)}
            onChange={() => toggle(value)}
          />
        ))}
      </div>
    </>
  );
};
