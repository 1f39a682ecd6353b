import { Button } from '@fluentui/react-components';
import { KeyRegular } from '@fluentui/react-icons/svg/key';
import { KeyMultipleRegular } from '@fluentui/react-icons/svg/key-multiple';
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type apiKeySchema, listApiKeys, revokeApiKey } from '../../../../shared/organisations/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';

type ApiKey = z.infer<typeof apiKeySchema>;

const keyOf = (apiKey: ApiKey) => apiKey.id;
const nameOf = (apiKey: ApiKey) => apiKey.name;

/** The programs that may act for the organisation, and how far. */
export const ApiKeysPage = () => {
  const { t } = useTranslation('settings');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const state = useGridState('api-keys');
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<readonly ApiKey[]>([]);
  const queryKey = ['api-keys', organisationId];
  const apiKeys = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listApiKeys, { params: { organisationId } }, { signal }),
  });
  const columns = useApiKeyColumns();
  const refresh = () => client.invalidateQueries({ queryKey });
  const revoke = async () => {
    for (const { id } of revoking) await call(revokeApiKey, { params: { organisationId, apiKeyId: id } });
    await refresh();
    toasts.success(t('apiKeys.revoked', { count: revoking.length }));
  };
  const create = {
    id: 'create',
    label: t('apiKeys.create'),
    icon: KeyRegular,
    primary: true,
    onClick: () => setCreating(true),
  };
  return (
    <Page title={t('apiKeys.title')} answers={t('apiKeys.answers')} commands={[create]} layout="fill">
      <DataGrid
        label={t('apiKeys.title')}
        columns={columns}
        rows={apiKeys.data?.items}
        error={apiKeys.error}
        onRetry={() => void apiKeys.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        actions={(rows) => [
          {
            id: 'revoke',
            label: t('apiKeys.revoke', { count: rows.length }),
            icon: ProhibitedRegular,
            onClick: () => setRevoking(rows),
          },
        ]}
        empty={
          <EmptyState
            title={t('apiKeys.none')}
            icon={KeyMultipleRegular}
            actions={<Button onClick={() => setCreating(true)}>{t('apiKeys.create')}</Button>}
          >
            {t('apiKeys.noneDetail')}
          </EmptyState>
        }
      />
      {creating && <CreateKeyDialog onCreated={() => void refresh()} onClose={() => setCreating(false)} />}
      <ConfirmDialog
        open={revoking.length > 0}
        title={t('apiKeys.revokeTitle')}
        confirm={t('apiKeys.revoke', { count: revoking.length })}
        destructive
        onConfirm={revoke}
        onClose={() => setRevoking([])}
      >
        {t('apiKeys.revokeEffect')}
      </ConfirmDialog>
    </Page>
  );
};

const useApiKeyColumns = (): readonly Column<ApiKey>[] => {
  const { t } = useTranslation('settings');
  return useMemo(
    () => [
      {
        id: 'name',
        label: t('apiKeys.name'),
        kind: 'text',
        fixed: true,
        minWidthPx: 200,
        value: ({ name }) => name,
      },
      {
        id: 'prefix',
        label: t('apiKeys.prefix'),
        kind: 'text',
        grow: 0,
        minWidthPx: 140,
        value: ({ prefix }) => prefix,
      },
      {
        id: 'scopes',
        label: t('apiKeys.scopes'),
        kind: 'text',
        grow: 2,
        minWidthPx: 240,
        value: ({ scopes }) => scopes.map((scope) => t(`scope.${scope}`)).join(' · '),
        cell: ({ scopes }) => (
          <span title={scopes.join(', ')}>{scopes.map((scope) => t(`scope.${scope}`)).join(' · ')}</span>
        ),
      },
      { id: 'createdAt', label: t('apiKeys.created'), kind: 'instant', value: ({ createdAt }) => createdAt },
      {
        id: 'expiresAt',
        label: t('apiKeys.expires'),
        kind: 'instant',
        value: ({ expiresAt }) => expiresAt,
        missing: t('apiKeys.neverExpires'),
      },
      {
        id: 'lastUsedAt',
        label: t('apiKeys.lastUsed'),
        kind: 'instant',
        value: ({ lastUsedAt }) => lastUsedAt,
        missing: t('apiKeys.neverUsed'),
      },
    ],
    [t],
  );
};
