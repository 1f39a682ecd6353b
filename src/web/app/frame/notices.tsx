import {
  Body1,
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/runs/contract.ts';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { PageLink } from '../../ui/page/links.tsx';
import { isUnfinished, useLiveRuns } from '../../ui/run/live-runs.ts';
import { useOrganisation } from '../../ui/session/session.ts';
import { navigationTexts } from '../navigation.ts';
import { runKindOf } from '../run-kinds.ts';
import { useRunToasts } from '../use-run-toasts.ts';

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
  title: { margin: 0 },
  none: { color: tokens.colorNeutralForeground2 },
});

/** The long jobs of the organisation: how many run, how far they are, and that one has ended. */
export const Notices = () => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const [open, setOpen] = useState(false);
  const runs = [...useLiveRuns(organisationId).values()];
  useRunToasts(runs);
  const active = runs.filter(isUnfinished).length;
  const label = active === 0 ? t('notices.none') : t('notices.label', { count: active });
  const newestFirst = runs.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
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
      <PopoverSurface className={styles.surface} aria-label={t('notices.title')}>
        <Subtitle2 as="h2" className={styles.title}>
          {t('notices.title')}
        </Subtitle2>
        {newestFirst.map((run) => (
          <RunNotice key={run.id} run={run} onFollow={() => setOpen(false)} />
        ))}
        {runs.length === 0 && <Body1 className={styles.none}>{t('notices.noneDetail')}</Body1>}
      </PopoverSurface>
    </Popover>
  );
};

const stateOf = (run: Run) => {
  if (isUnfinished(run)) return 'running';
  return run.state === 'succeeded' ? 'succeeded' : 'failed';
};

const RunNotice = ({ run, onFollow }: { readonly run: Run; readonly onFollow: () => void }) => {
  const { t } = useTranslation([...navigationTexts]);
  const kind = runKindOf(run.kind);
  return (
    <div>
      {kind === undefined ? (
        run.kind
      ) : (
        <PageLink path={kind.path} onClick={onFollow}>
          {t(kind.label)}
        </PageLink>
      )}
      <RunProgress
        fraction={run.state === 'queued' ? undefined : run.progress}
        message={run.message}
        state={stateOf(run)}
      />
    </div>
  );
};
