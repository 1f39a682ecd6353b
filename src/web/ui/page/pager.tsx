import { Button, Caption1, makeStyles } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', justifyContent: 'center', gap: '16px', padding: '8px' },
});

interface PagerProps {
  readonly shown: number;
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly onMore: () => void;
}

/** Cursor paging: how many are shown, and the next page. */
export const Pager = ({ shown, hasMore, busy, onMore }: PagerProps) => {
  const { t } = useTranslation('ui');
  const styles = useStyles();
  const formats = useFormats();
  return (
    <div className={styles.root}>
      <Caption1 role="status">{t('pager.shown', { count: shown, number: formats.count(shown) })}</Caption1>
      {hasMore && (
        <Button icon={<ChevronDownRegular />} disabledFocusable={busy} onClick={onMore}>
          {busy ? t('loading') : t('pager.more')}
        </Button>
      )}
    </div>
  );
};
