import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { KeyResetRegular } from '@fluentui/react-icons/svg/key-reset';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Connection, startSync } from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import type { Command } from '../../../ui/page/command-bar.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { connectionsKey, isUnderWay } from '../connection-queries.ts';
import { useAuthorise } from '../use-authorise.ts';

export type Asking = 'change' | 'credential' | 'revoke' | 'remove';

/** What can be done about a connection, by its state and the caller's permissions. */
export const useConnectionCommands = (connection: Connection) => {
  const { t } = useTranslation('connections');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const goTo = useGoTo();
  const mayManage = useAllowed('connection.manage');
  const seesLicences = useAllowed('licence.read');
  const [asking, setAsking] = useState<Asking>();
  const { authorise, busy } = useAuthorise(connection.id);
  const { state, level, cloud, lastSync, registration } = connection;
  // The tenant of the sample lives in this program: there is nobody to consent.
  const canAuthorise = mayManage && cloud !== 'sample';

  const sync = async () => {
    try {
      await call(startSync, { params: { organisationId, connectionId: connection.id } });
      await client.invalidateQueries({ queryKey: connectionsKey(organisationId) });
    } catch (error) {
      toasts.problem(error);
    }
  };
  const commands: readonly (Command & { readonly when: boolean })[] = [
    {
      id: 'sync',
      label: t('syncNow'),
      icon: ArrowSyncRegular,
      primary: true,
      when: mayManage && state === 'connected' && level === 'administrator',
      disabled: isUnderWay(lastSync),
      onClick: () => void sync(),
    },
    {
      id: 'authorise',
      label: t(state === 'pending' ? 'toMicrosoft' : 'connectAgain'),
      icon: PlugConnectedRegular,
      primary: state !== 'connected',
      disabled: busy,
      when: canAuthorise,
      onClick: authorise,
    },
    {
      id: 'findings',
      label: t('seeFindings'),
      icon: LightbulbRegular,
      when: seesLicences && lastSync?.state === 'complete',
      onClick: () => goTo({ path: 'licences/findings', search: { tenant: connection.id } }),
    },
    {
      id: 'change',
      label: t('change.command'),
      icon: EditRegular,
      when: mayManage,
      onClick: () => setAsking('change'),
    },
    {
      id: 'credential',
      label: t('credential.command'),
      icon: KeyResetRegular,
      when: mayManage && registration === 'own' && state !== 'revoked',
      onClick: () => setAsking('credential'),
    },
    {
      id: 'revoke',
      label: t('revoke.command'),
      icon: PlugDisconnectedRegular,
      when: mayManage && state !== 'revoked',
      onClick: () => setAsking('revoke'),
    },
    {
      id: 'remove',
      label: t('remove.command'),
      icon: DeleteRegular,
      when: mayManage,
      onClick: () => setAsking('remove'),
    },
  ];
  return {
    commands: commands.filter(({ when }) => when),
    asking,
    stopAsking: () => setAsking(undefined),
    /** Absent for whoever may not connect it. */
    authorise: canAuthorise ? authorise : undefined,
  };
};
