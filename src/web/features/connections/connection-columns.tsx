import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/connections/contract.ts';
import type { Column } from '../../ui/grid/column.ts';
import { PageLink } from '../../ui/page/links.tsx';
import type { LiveRuns } from '../../ui/run/live-runs.ts';
import { ConnectionStateBadge } from './connection-state.tsx';
import { LastSyncLine } from './last-sync.tsx';
import { completeness, nextSyncAt } from './sync-facts.ts';

const clouds = ['global', 'usgov', 'dod', 'china', 'sample'] as const;

/** The columns of the list of connections. */
export const useConnectionColumns = (runs: LiveRuns): readonly Column<Connection>[] => {
  const { t } = useTranslation('connections');
  return useMemo(() => {
    const labelled = <K extends string>(group: string, keys: readonly K[]) =>
      Object.fromEntries(keys.map((key) => [key, t(`${group}.${key}`)]));
    return [
      {
        id: 'name',
        label: t('name'),
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 200,
        value: ({ name }) => name,
        cell: ({ id, name }) => <PageLink path={`connections/${id}`}>{name}</PageLink>,
      },
      {
        id: 'tenant',
        label: t('tenant'),
        kind: 'text',
        minWidthPx: 180,
        value: ({ tenantName, tenantDomain }) => tenantName ?? tenantDomain,
        missing: t('noTenant'),
      },
      {
        id: 'state',
        label: t('stateLabel'),
        kind: 'choice',
        minWidthPx: 144,
        choices: labelled('state', ['pending', 'connected', 'broken', 'revoked']),
        value: ({ state }) => state,
        cell: ({ state }) => <ConnectionStateBadge state={state} />,
      },
      {
        id: 'lastSync',
        label: t('lastSync'),
        kind: 'instant',
        minWidthPx: 164,
        value: ({ lastSync }) => lastSync?.finishedAt ?? lastSync?.startedAt ?? null,
        missing: t('neverSynced'),
      },
      {
        id: 'complete',
        label: t('complete'),
        kind: 'text',
        minWidthPx: 200,
        value: ({ lastSync }) => (lastSync === null ? null : String(completeness(lastSync).whole)),
        cell: ({ lastSync }) => <LastSyncLine sync={lastSync} run={runs.get(lastSync?.runId ?? '')} />,
        filterable: false,
      },
      {
        id: 'nextSync',
        label: t('nextSync'),
        kind: 'instant',
        minWidthPx: 164,
        value: (each) => nextSyncAt(each, new Date()),
        missing: t('noNextSync'),
      },
      {
        id: 'level',
        label: t('levelLabel'),
        kind: 'choice',
        minWidthPx: 136,
        choices: labelled('level', ['user', 'administrator']),
        value: ({ level }) => level,
      },
      {
        id: 'mode',
        label: t('modeLabel'),
        kind: 'choice',
        minWidthPx: 136,
        choices: labelled('mode', ['delegated', 'application']),
        value: ({ mode }) => mode,
      },
      {
        id: 'cloud',
        label: t('cloudLabel'),
        kind: 'choice',
        hidden: true,
        choices: labelled('cloud', clouds),
        value: ({ cloud }) => cloud,
      },
      {
        id: 'connectedAt',
        label: t('connectedAt'),
        kind: 'instant',
        hidden: true,
        value: ({ connectedAt }) => connectedAt,
        missing: t('noTenant'),
      },
    ];
  }, [t, runs]);
};
