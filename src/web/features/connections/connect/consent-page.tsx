import {
  Body1,
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type Connection, consentOutcomeSchema } from '../../../../shared/connections/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { PageLink, useGoTo, usePageParam } from '../../../ui/page/links.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { Section } from '../../../ui/page/section.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { connectionQuery, isUnderWay } from '../connection-queries.ts';
import { SyncProgress } from '../detail/sync-progress.tsx';
import { SourceList } from '../source-list.tsx';
import { useAuthorise } from '../use-authorise.ts';
import { detailOf } from './outcome.ts';

const searchSchema = z.object({ outcome: consentOutcomeSchema.default('connected') });
type Outcome = z.infer<typeof consentOutcomeSchema>;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** What came of a consent, in words, with the next step; then the first sync as it happens. */
export const ConsentPage = () => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const [{ outcome }] = useSearchState(searchSchema);
  const connectionId = usePageParam('connectionId');
  const connection = useQuery(connectionQuery(organisationId, connectionId));
  const { data } = connection;
  // An address says what happened; whether it holds, the connection itself knows.
  const shown: Outcome = outcome === 'connected' && data?.state === 'pending' ? 'expired' : outcome;
  return (
    <Page
      title={t(`outcome.${shown}.title`)}
      answers={<PageLink path="connections">{t('all')}</PageLink>}
      layout="form"
    >
      {connection.isError && data === undefined && (
        <ErrorState error={connection.error} onRetry={() => void connection.refetch()} />
      )}
      {connection.isPending && <SkeletonRows rows={6} />}
      {data !== undefined && (
        <div className={styles.root}>
          {shown === 'connected' ? (
            <Connected connection={data} />
          ) : (
            <Refused outcome={shown} connection={data} />
          )}
        </div>
      )}
    </Page>
  );
};

const Connected = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const goTo = useGoTo();
  const { organisationId } = useOrganisation();
  const runs = useDataRuns(organisationId);
  const seesLicences = useAllowed('licence.read');
  const { lastSync, level, lacking, tenantName, tenantDomain, tenantId, consentedBy } = connection;
  const tenant = tenantName ?? tenantDomain ?? tenantId ?? connection.name;
  const toConnection = (
    <Button onClick={() => goTo({ path: `connections/${connection.id}` })}>{t('toConnection')}</Button>
  );
  return (
    <>
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('outcome.connected.tenant', { tenant })}</MessageBarTitle>
          {consentedBy !== null && `${t('outcome.connected.by', { name: consentedBy })} `}
          {t(level === 'user' ? 'outcome.connected.user' : 'outcome.connected.detail')}
        </MessageBarBody>
      </MessageBar>
      {lacking.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('lackingTitle', { count: lacking.length })}</MessageBarTitle>
            {t('lackingDetail', { names: lacking.join(', ') })}
          </MessageBarBody>
        </MessageBar>
      )}
      {lastSync !== null && isUnderWay(lastSync) && (
        <Section title={t('firstSync')}>
          <SyncProgress sync={lastSync} run={runs.get(lastSync.runId ?? '')} />
        </Section>
      )}
      {lastSync !== null && !isUnderWay(lastSync) && (
        <Section title={t(`syncTitle.${lastSync.state === 'complete' ? 'complete' : 'failed'}`)}>
          <Body1>{t(`syncEnded.${lastSync.state}`)}</Body1>
          <div className={styles.actions}>
            {seesLicences && lastSync.state === 'complete' && (
              <Button
                appearance="primary"
                icon={<LightbulbRegular />}
                onClick={() => goTo({ path: 'licences/findings', search: { tenant: connection.id } })}
              >
                {t('seeFound')}
              </Button>
            )}
            {toConnection}
          </div>
          <SourceList sources={lastSync.sources} />
        </Section>
      )}
      {(lastSync === null || isUnderWay(lastSync)) && <div className={styles.actions}>{toConnection}</div>}
    </>
  );
};

interface RefusedProps {
  readonly outcome: Exclude<Outcome, 'connected'>;
  readonly connection: Connection;
}

const Refused = ({ outcome, connection }: RefusedProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const goTo = useGoTo();
  const detail = detailOf(useQueryClient(), connection.id);
  const mayManage = useAllowed('connection.manage');
  const { authorise, busy } = useAuthorise(connection.id);
  return (
    <>
      <MessageBar intent={outcome === 'failed' ? 'error' : 'warning'} layout="multiline">
        <MessageBarBody>
          {t(`outcome.${outcome}.detail`)}
          {outcome === 'failed' && detail !== null && ` ${detail}`}
        </MessageBarBody>
      </MessageBar>
      <Body1>{t(`outcome.${outcome}.next`)}</Body1>
      <div className={styles.actions}>
        {mayManage && outcome !== 'already-connected' && (
          <Button appearance="primary" disabledFocusable={busy} onClick={authorise}>
            {t('tryAgain')}
          </Button>
        )}
        {mayManage && outcome === 'other-tenant' && (
          <Button onClick={() => goTo({ path: 'connections/new' })}>{t('connect.command')}</Button>
        )}
        <Button onClick={() => goTo({ path: 'connections' })}>{t('all')}</Button>
      </div>
    </>
  );
};
