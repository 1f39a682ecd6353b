import {
  Button,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
} from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { FilterAddRegular } from '@fluentui/react-icons/svg/filter-add';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../shared/explorer/filters.ts';
import { DimensionList, type FilterDimension } from './dimension-list.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { filterText } from './filter-text.ts';
import type { LoadValues } from './value-list.tsx';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  chip: {
    display: 'inline-flex',
    alignItems: 'stretch',
    maxWidth: '100%',
    backgroundColor: tokens.colorBrandBackground2,
    borderRadius: tokens.borderRadiusMedium,
  },
  excluding: { backgroundColor: tokens.colorNeutralBackground4 },
  text: {
    minWidth: 0,
    maxWidth: '420px',
    fontWeight: tokens.fontWeightRegular,
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  remove: { minWidth: '28px', padding: 0 },
  surface: { width: 'min(320px, 88vw)', boxSizing: 'border-box', padding: '12px' },
});

interface FilterBarProps {
  readonly filters: readonly Filter[];
  readonly dimensions: readonly FilterDimension[];
  /** The values of a dimension that contain a text, for choosing. */
  readonly loadValues: LoadValues;
  /** What these values depend on, such as organisation and period: part of the cache's key. */
  readonly scope: string;
  readonly onChange: (filters: readonly Filter[]) => void;
}

/** All filters as chips; each can be changed and removed, and all of them hold at once. */
export const FilterBar = ({ filters, dimensions, loadValues, scope, onChange }: FilterBarProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const replace = (index: number, filter: Filter) =>
    onChange(filters.map((each, place) => (place === index ? filter : each)));
  const remove = (index: number) => onChange(filters.filter((_, place) => place !== index));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen
    <div role="group" aria-label={t('filter.bar')} className={styles.bar}>
      {filters.map((filter, index) => (
        <Chip
          key={JSON.stringify(filter)}
          filter={filter}
          label={dimensions.find((dimension) => dimension.id === filter.dimension)?.label ?? filter.dimension}
          loadValues={loadValues}
          scope={scope}
          onChange={(changed) => replace(index, changed)}
          onRemove={() => remove(index)}
        />
      ))}
      <AddFilter
        dimensions={dimensions}
        loadValues={loadValues}
        scope={scope}
        onAdd={(filter) => onChange([...filters, filter])}
      />
      {filters.length > 1 && (
        <Button appearance="subtle" onClick={() => onChange([])}>
          {t('filter.removeAll')}
        </Button>
      )}
    </div>
  );
};

interface ChipProps {
  readonly filter: Filter;
  readonly label: string;
  readonly loadValues: LoadValues;
  readonly scope: string;
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

const Chip = ({ filter, label, loadValues, scope, onChange, onRemove }: ChipProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const text = filterText(filter, label, t);
  const excludes = filter.op === 'exclude' || filter.op === 'not-contains';
  return (
    <span className={mergeClasses(styles.chip, excludes && styles.excluding)}>
      <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-start">
        <PopoverTrigger disableButtonEnhancement>
          <Button appearance="transparent" size="small" className={styles.text} title={text}>
            {text}
          </Button>
        </PopoverTrigger>
        <PopoverSurface className={styles.surface} aria-label={text}>
          <FilterEditor
            scope={scope}
            dimension={{ id: filter.dimension, label }}
            filter={filter}
            loadValues={loadValues}
            onApply={(changed) => {
              setOpen(false);
              onChange(changed);
            }}
          />
        </PopoverSurface>
      </Popover>
      <Button
        appearance="transparent"
        size="small"
        className={styles.remove}
        icon={<Dismiss16Regular />}
        aria-label={t('filter.remove', { filter: text })}
        onClick={onRemove}
      />
    </span>
  );
};

interface AddFilterProps {
  readonly dimensions: readonly FilterDimension[];
  readonly loadValues: LoadValues;
  readonly scope: string;
  readonly onAdd: (filter: Filter) => void;
}

const AddFilter = ({ dimensions, loadValues, scope, onAdd }: AddFilterProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [dimension, setDimension] = useState<FilterDimension>();
  const toggle = (next: boolean) => {
    setOpen(next);
    setDimension(undefined);
  };
  return (
    <Popover open={open} onOpenChange={(_, data) => toggle(data.open)} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<FilterAddRegular />}>
          {t('filter.add')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('filter.add')}>
        {dimension === undefined ? (
          <DimensionList dimensions={dimensions} onChoose={setDimension} />
        ) : (
          <FilterEditor
            scope={scope}
            dimension={dimension}
            loadValues={loadValues}
            onBack={() => setDimension(undefined)}
            onApply={(filter) => {
              toggle(false);
              onAdd(filter);
            }}
          />
        )}
      </PopoverSurface>
    </Popover>
  );
};
