import { Body1, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Connection, Sync } from '../../../../shared/connections/contract.ts';
import type { Run } from '../../../../shared/runs/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { PageLink } from '../../../ui/page/links.tsx';
import { Section } from '../../../ui/page/section.tsx';
import { useAllowed } from '../../../ui/session/session.ts';
import { isUnderWay } from '../connection-queries.ts';
import { SourceList } from '../source-list.tsx';
import { SyncProgress } from './sync-progress.tsx';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' } });

interface ReadingTabProps {
  readonly connection: Connection;
  readonly run: Run | undefined;
}

/** What the last sync read, or reads at the moment. */
export const ReadingTab = ({ connection, run }: ReadingTabProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { lastSync, level } = connection;
  const seesLicences = useAllowed('licence.read');
  if (lastSync === null)
    return (
      <Body1 className={styles.quiet}>{t(level === 'user' ? 'readsNothing' : 'neverSyncedDetail')}</Body1>
    );
  if (isUnderWay(lastSync)) return <SyncProgress sync={lastSync} run={run} />;
  return (
    <Section
      title={t('readTitle')}
      lead={<Traffic sync={lastSync} />}
      aside={
        seesLicences &&
        lastSync.state === 'complete' && (
          <PageLink path="licences/findings" search={{ tenant: connection.id }}>
            {t('seeFindings')}
          </PageLink>
        )
      }
    >
      {lastSync.state !== 'complete' && (
        <MessageBar intent={lastSync.state === 'failed' ? 'error' : 'warning'} layout="multiline">
          <MessageBarBody>{failureOf(run) ?? t(`syncEnded.${lastSync.state}`)}</MessageBarBody>
        </MessageBar>
      )}
      <SourceList sources={lastSync.sources} />
    </Section>
  );
};

const failureOf = (run: Run | undefined): string | undefined =>
  [run?.problem?.detail, run?.problem?.fix].filter(Boolean).join(' ') || undefined;

const Traffic = ({ sync }: { readonly sync: Sync }) => {
  const { t } = useTranslation('connections');
  const formats = useFormats();
  const { requests, throttled, waitedSeconds } = sync.traffic;
  return [
    t('asOf', { day: formats.day(sync.asOf) }),
    t('requests', { count: requests, number: formats.count(requests) }),
    throttled === 0
      ? t('notThrottled')
      : t('throttled', {
          count: throttled,
          number: formats.count(throttled),
          seconds: formats.count(waitedSeconds),
        }),
  ].join(' · ');
};
