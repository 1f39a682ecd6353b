import { Body1, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listRuns, type Run } from '../../../shared/runs/contract.ts';
import { call } from '../../ui/api/call.ts';
import { RunProgress } from '../../ui/feedback/run-progress.tsx';
import { SkeletonRows } from '../../ui/feedback/skeletons.tsx';
import { Instant } from '../../ui/format/values.tsx';
import { PageLink } from '../../ui/page/links.tsx';
import { isUnfinished, type LiveRuns } from '../../ui/run/live-runs.ts';
import { useOrganisation } from '../../ui/session/session.ts';
import { navigationTexts } from '../navigation.ts';
import { runKindOf } from '../run-kinds.ts';
import { noticesOf } from './notices-of.ts';

const useStyles = makeStyles({
  title: { margin: 0 },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
  },
  notice: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  first: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: '12px' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  failed: { color: tokens.colorPaletteRedForeground1, overflowWrap: 'anywhere' },
});

interface NoticeListProps {
  readonly live: LiveRuns;
  readonly onFollow: () => void;
}

/** What runs and what ran last, also while nobody looked; read when it is opened. */
export const NoticeList = ({ live, onFollow }: NoticeListProps) => {
  const { t } = useTranslation('app');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const recent = useQuery({
    queryKey: ['runs', organisationId, 'recent'],
    queryFn: ({ signal }) => call(listRuns, { params: { organisationId }, query: { limit: 10 } }, { signal }),
    staleTime: 0,
  });
  const runs = noticesOf(live, recent.data?.items ?? []);
  return (
    <>
      <Subtitle2 as="h2" className={styles.title}>
        {t('notices.title')}
      </Subtitle2>
      {runs.length > 0 && (
        <ul className={styles.list}>
          {runs.map((run) => (
            <li key={run.id} className={styles.notice}>
              <Notice run={run} onFollow={onFollow} />
            </li>
          ))}
        </ul>
      )}
      {recent.isPending && runs.length === 0 && <SkeletonRows rows={2} />}
      {!recent.isPending && runs.length === 0 && (
        <Body1 className={styles.quiet}>{t('notices.noneDetail')}</Body1>
      )}
    </>
  );
};

const Notice = ({ run, onFollow }: { readonly run: Run; readonly onFollow: () => void }) => {
  const { t } = useTranslation([...navigationTexts]);
  const styles = useStyles();
  const kind = runKindOf(run.kind);
  const job = kind === undefined ? run.kind : t(kind.label);
  const label =
    run.state === 'queued' || run.state === 'running' ? job : t(`app:notices.${run.state}`, { job });
  const said = run.problem?.detail ?? run.message;
  return (
    <>
      <div className={styles.first}>
        {kind === undefined ? (
          <span>{label}</span>
        ) : (
          <PageLink path={kind.path} onClick={onFollow}>
            {label}
          </PageLink>
        )}
        <Caption1 className={styles.quiet}>
          <Instant at={run.finishedAt ?? run.startedAt ?? run.createdAt} />
        </Caption1>
      </div>
      {isUnfinished(run) ? (
        <RunProgress fraction={run.state === 'queued' ? undefined : run.progress} message={run.message} />
      ) : (
        said !== '' && (
          <Caption1 className={run.state === 'failed' ? styles.failed : styles.quiet}>{said}</Caption1>
        )
      )}
    </>
  );
};
