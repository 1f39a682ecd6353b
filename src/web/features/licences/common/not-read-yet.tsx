import { Body1, MessageBar, MessageBarBody, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection, Sync } from '../../../../shared/connections/contract.ts';
import { RunProgress } from '../../../ui/feedback/run-progress.tsx';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { PageLink } from '../../../ui/page/links.tsx';
import type { LiveRuns } from '../../../ui/run/live-runs.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { connectionsQuery } from '../licence-queries.ts';
import { NoConnection } from './no-connection.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '24px', maxWidth: '640px', paddingTop: '16px' },
  one: { display: 'flex', flexDirection: 'column', gap: '8px' },
  name: { margin: 0, overflowWrap: 'anywhere' },
  text: { color: tokens.colorNeutralForeground2 },
});

/** Tenants are connected but not read: how far the first sync is, or what stands in its way. */
export const NotReadYet = ({ runs }: { readonly runs: LiveRuns }) => {
  const { organisationId } = useOrganisation();
  const styles = useStyles();
  const connections = useQuery(connectionsQuery(organisationId));
  if (connections.isError && connections.data === undefined)
    return <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />;
  if (connections.data === undefined) return <SkeletonRows rows={4} />;
  const waiting = connections.data.items.filter(({ state }) => state !== 'revoked');
  if (waiting.length === 0) return <NoConnection />;
  return (
    <div className={styles.list}>
      {waiting.map((connection) => (
        <Waiting key={connection.id} connection={connection} runs={runs} />
      ))}
    </div>
  );
};

const isOver = ({ state }: Sync['sources'][number]): boolean => state !== 'waiting' && state !== 'reading';

const Waiting = ({ connection, runs }: { readonly connection: Connection; readonly runs: LiveRuns }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  return (
    <section className={styles.one}>
      <Subtitle2 as="h2" className={styles.name}>
        {connection.tenantName ?? connection.name}
      </Subtitle2>
      <Standing connection={connection} runs={runs} />
      <PageLink path={`connections/${connection.id}`}>{t('firstSync.open')}</PageLink>
    </section>
  );
};

const Standing = ({ connection, runs }: { readonly connection: Connection; readonly runs: LiveRuns }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const { state, problem, lastSync } = connection;
  if (state === 'broken' || lastSync?.state === 'failed') {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          {[problem?.detail, problem?.fix].filter(Boolean).join(' ') || t('firstSync.failed')}
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (state === 'pending') return <Body1 className={styles.text}>{t('firstSync.pending')}</Body1>;
  const run = runs.get(lastSync?.runId ?? '');
  const sources = lastSync?.sources ?? [];
  const message =
    sources.length === 0
      ? t('firstSync.waiting')
      : lastSync?.state === 'judging'
        ? t('firstSync.judging')
        : t('firstSync.sources', { done: sources.filter(isOver).length, total: sources.length });
  return (
    <>
      <RunProgress fraction={run?.progress} message={run?.message || message} />
      <Body1 className={styles.text}>{t('firstSync.leave')}</Body1>
    </>
  );
};
