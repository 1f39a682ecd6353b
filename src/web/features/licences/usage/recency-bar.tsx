import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { usePreferences } from '../../../ui/theme/preferences.tsx';
import { recencyOf, type Workload } from './usage-data.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '6px' },
  bar: { display: 'flex', gap: '1px', height: '12px', overflow: 'hidden', borderRadius: '2px' },
  part: { minWidth: '2px' },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px 16px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  entry: { display: 'flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap' },
  swatch: { width: '10px', height: '10px', borderRadius: '2px' },
});

type Bucket = Workload['recency'][number]['bucket'];

/** One hue that fades with time; never is grey. */
const colours: Readonly<Record<'light' | 'dark', Readonly<Record<Bucket, string>>>> = {
  light: { 7: '#03565c', 30: '#1f8188', 90: '#5aa3a9', 180: '#90c4c8', older: '#c3dfe1', never: '#bdbdbd' },
  dark: { 7: '#7fdbe2', 30: '#45b4bc', 90: '#278d95', 180: '#1b6a70', older: '#14494e', never: '#5c5c5c' },
};

/** How recently those who are licensed used a workload. */
export const RecencyBar = ({ usage }: { readonly usage: Workload }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { dark } = usePreferences();
  const parts = recencyOf(usage).filter(({ users }) => users > 0);
  if (parts.length === 0) return null;
  const colour = (bucket: Bucket) => colours[dark ? 'dark' : 'light'][bucket];
  return (
    <div className={styles.root}>
      <div className={styles.bar} aria-hidden>
        {parts.map(({ bucket, users }) => (
          <div
            key={bucket}
            className={styles.part}
            style={{ flexGrow: users, backgroundColor: colour(bucket) }}
          />
        ))}
      </div>
      <ul className={styles.list} aria-label={t('usage.recency')}>
        {parts.map(({ bucket, users }) => (
          <li key={bucket} className={styles.entry}>
            <span className={styles.swatch} style={{ backgroundColor: colour(bucket) }} aria-hidden />
            {t(`usage.bucket.${bucket}`)}: {formats.count(users)}
          </li>
        ))}
      </ul>
    </div>
  );
};
