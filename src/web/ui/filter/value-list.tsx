import { Checkbox, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBar } from '../feedback/problem-bar.tsx';
import { SkeletonRows } from '../feedback/skeletons.tsx';

/** Loads values of a dimension that contain a text; null stands for charges without one. */
export type LoadValues = (
  dimension: string,
  text: string,
  signal: AbortSignal,
) => Promise<readonly (string | null)[]>;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '240px',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
  },
  none: { padding: '8px', color: tokens.colorNeutralForeground2 },
});

interface ValueListProps {
  /** What the values depend on, such as organisation and period: part of the cache's key. */
  readonly scope: string;
  readonly dimension: string;
  readonly chosen: readonly (string | null)[];
  readonly loadValues: LoadValues;
  readonly onChange: (values: readonly (string | null)[]) => void;
}

/** The values of a dimension to choose from: what was chosen before first, the others as the server finds them. */
export const ValueList = ({ scope, dimension, chosen, loadValues, onChange }: ValueListProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const values = useQuery({
    queryKey: ['filter-values', scope, dimension, wanted],
    queryFn: ({ signal }) => loadValues(dimension, wanted, signal),
    placeholderData: (previous) => previous,
  });
  // Ticking moves nothing: only what was chosen when the list opened comes first.
  const [first] = useState(chosen);
  const offered = [...new Set([...first, ...(values.data ?? []), ...chosen])];
  const toggle = (value: string | null) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <div className={styles.root}>
      <SearchBox
        value={text}
        placeholder={t('filter.findValue')}
        aria-label={t('filter.findValue')}
        onChange={(_, data) => setText(data.value)}
      />
      {values.isPending && <SkeletonRows rows={4} />}
      {values.isError && <ProblemBar error={values.error} />}
      <div className={styles.list}>
        {offered.map((value) => (
          <Checkbox
            key={value ?? '\u0000'}
            checked={chosen.includes(value)}
            label={value ?? t('filter.empty')}
            onChange={() => toggle(value)}
          />
        ))}
        {values.isSuccess && offered.length === 0 && (
          <div className={styles.none}>{t('filter.noValues')}</div>
        )}
      </div>
    </div>
  );
};
