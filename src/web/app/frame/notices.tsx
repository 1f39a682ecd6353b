import {
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
} from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnfinished, useLiveRuns } from '../../ui/run/live-runs.ts';
import { useOrganisation } from '../../ui/session/session.ts';
import { useRunToasts } from '../use-run-toasts.ts';
import { NoticeList } from './notice-list.tsx';

const useStyles = makeStyles({
  trigger: { position: 'relative' },
  badge: { position: 'absolute', top: '1px', right: '0', pointerEvents: 'none' },
  surface: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    width: 'min(380px, 90vw)',
    maxHeight: '60vh',
    overflowY: 'auto',
    boxSizing: 'border-box',
  },
});

/** The long jobs of the organisation: how many run, and on opening how far they are and what ended. */
export const Notices = () => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const [open, setOpen] = useState(false);
  const live = useLiveRuns(organisationId);
  const runs = [...live.values()];
  useRunToasts(runs);
  const active = runs.filter(isUnfinished).length;
  const label = active === 0 ? t('notices.none') : t('notices.label', { count: active });
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.trigger}
          icon={
            <>
              <AlertRegular />
              {active > 0 && (
                <CounterBadge className={styles.badge} size="small" count={active} aria-hidden />
              )}
            </>
          }
          aria-label={label}
          title={label}
        />
      </PopoverTrigger>
      {/* Itself focusable, because at first there may be nothing in it to focus. */}
      <PopoverSurface className={styles.surface} aria-label={t('notices.title')} tabIndex={-1}>
        <NoticeList live={live} onFollow={() => setOpen(false)} />
      </PopoverSurface>
    </Popover>
  );
};
