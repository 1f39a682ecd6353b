import { makeStyles, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: '16px', padding: '24px 32px' },
  title: { width: 'min(320px, 60%)' },
  line: { width: 'min(520px, 90%)' },
  rows: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '12px' },
  tiles: { display: 'grid', gap: '16px', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))' },
});

interface Rows {
  readonly rows?: number;
}

/** Lines where rows or text will be. */
export const SkeletonRows = ({ rows = 8 }: Rows) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('loading')}>
      <div className={styles.rows}>
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <SkeletonItem key={index} size={20} />
        ))}
      </div>
    </Skeleton>
  );
};

/** A block where a chart or tile will be. */
export const SkeletonBlock = ({ heightPx = 240 }: { readonly heightPx?: number }) => {
  const { t } = useTranslation('ui');
  return (
    <Skeleton aria-label={t('loading')}>
      <SkeletonItem style={{ height: `${heightPx}px` }} />
    </Skeleton>
  );
};

/** A row of tiles to come. */
export const SkeletonTiles = ({ tiles = 4 }: { readonly tiles?: number }) => {
  const styles = useStyles();
  return (
    <div className={styles.tiles}>
      {Array.from({ length: tiles }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <SkeletonBlock key={index} heightPx={112} />
      ))}
    </div>
  );
};

/** A page whose chunk is on its way: the shape of a title and rows, no spinner over a blank page. */
export const SkeletonPage = () => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('loading')} className={styles.page}>
      <SkeletonItem size={32} className={styles.title} />
      <SkeletonItem size={16} className={styles.line} />
      <SkeletonRows rows={10} />
    </Skeleton>
  );
};
