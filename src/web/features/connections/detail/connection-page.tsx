import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/connections/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { PageLink, usePageParam } from '../../../ui/page/links.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { Tabs } from '../../../ui/page/tabs.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { connectionQuery } from '../connection-queries.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionMessages } from './connection-messages.tsx';
import { CredentialDialog } from './credential-dialog.tsx';
import { RemoveDialog, RevokeDialog } from './end-dialogs.tsx';
import { HistoryTab } from './history-tab.tsx';
import { PermissionsTab } from './permissions-tab.tsx';
import { ReadingTab } from './reading-tab.tsx';
import { useConnectionCommands } from './use-connection-commands.ts';
import { connectionTabs, useConnectionTab } from './use-connection-tab.ts';

/** One connection: what it may read, what it read, when, how complete, and how to end it. */
export const ConnectionPage = () => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const shown = useQuery(connectionQuery(organisationId, usePageParam('connectionId')));
  if (shown.data !== undefined) return <Shown connection={shown.data} />;
  return (
    <Page title={t('one')} answers={t('oneAnswers')}>
      {shown.isError ? (
        <ErrorState
          error={shown.error}
          onRetry={() => void shown.refetch()}
          actions={<PageLink path="connections">{t('all')}</PageLink>}
        />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
};

const Shown = ({ connection }: { readonly connection: Connection }) => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const run = useDataRuns(organisationId).get(connection.lastSync?.runId ?? '');
  const { commands, asking, stopAsking, authorise } = useConnectionCommands(connection);
  const [tab, select] = useConnectionTab();
  return (
    <Page
      title={connection.name}
      answers={
        <>
          <PageLink path="connections">{t('all')}</PageLink> · {t('oneAnswers')}
        </>
      }
      commands={commands}
    >
      <ConnectionMessages
        connection={connection}
        onConnect={authorise}
        onShowPermissions={() => select('permissions')}
      />
      <ConnectionFacts connection={connection} run={run} />
      <Tabs
        label={t('parts')}
        tabs={connectionTabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
        selected={tab}
        onSelect={select}
      />
      {tab === 'reading' && <ReadingTab connection={connection} run={run} />}
      {tab === 'permissions' && <PermissionsTab connection={connection} />}
      {tab === 'history' && <HistoryTab connection={connection} />}
      {asking === 'change' && <ChangeDialog connection={connection} onClose={stopAsking} />}
      {asking === 'credential' && <CredentialDialog connection={connection} onClose={stopAsking} />}
      {asking === 'revoke' && <RevokeDialog connection={connection} onClose={stopAsking} />}
      {asking === 'remove' && <RemoveDialog connection={connection} onClose={stopAsking} />}
    </Page>
  );
};
