import { Badge, Button } from '@fluentui/react-components';
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { listSessions, revokeSession, type sessionSchema } from '../../../shared/identity/contract.ts';
import { call } from '../../ui/api/call.ts';
import { ConfirmDialog } from '../../ui/feedback/confirm-dialog.tsx';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import type { Column } from '../../ui/grid/column.ts';
import { DataGrid } from '../../ui/grid/data-grid.tsx';
import { useGridState } from '../../ui/grid/use-grid-state.ts';
import { describeUserAgent } from './user-agent.ts';

type Session = z.infer<typeof sessionSchema>;

const queryKey = ['me', 'sessions'];
const keyOf = (session: Session) => session.id;

/** Where one is signed in, and how to end what one does not know. */
export const SessionsTab = () => {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const toasts = useToasts();
  const state = useGridState('sessions');
  const [ending, setEnding] = useState<readonly Session[]>([]);
  const sessions = useQuery({ queryKey, queryFn: ({ signal }) => call(listSessions, {}, { signal }) });
  const nameOf = (session: Session) =>
    session.userAgent === null ? t('sessions.unknown') : describeUserAgent(session.userAgent);
  const columns = useMemo((): readonly Column<Session>[] => {
    const agent = ({ userAgent }: Session) => (userAgent === null ? null : describeUserAgent(userAgent));
    return [
      {
        id: 'device',
        label: t('sessions.device'),
        kind: 'text',
        fixed: true,
        value: agent,
        cell: (session) => (
          <span title={session.userAgent ?? ''}>
            {agent(session) ?? t('sessions.unknown')}{' '}
            {session.current && <Badge appearance="tint">{t('sessions.current')}</Badge>}
          </span>
        ),
        minWidthPx: 240,
      },
      {
        id: 'address',
        label: t('sessions.address'),
        kind: 'text',
        value: ({ address }) => address,
        missing: t('sessions.noAddress'),
      },
      { id: 'createdAt', label: t('sessions.since'), kind: 'instant', value: ({ createdAt }) => createdAt },
      { id: 'expiresAt', label: t('sessions.until'), kind: 'instant', value: ({ expiresAt }) => expiresAt },
    ];
  }, [t]);

  const end = async () => {
    for (const { id } of ending) await call(revokeSession, { params: { sessionId: id } });
    await client.invalidateQueries({ queryKey });
    toasts.success(t('sessions.ended', { count: ending.length }));
  };
  const others = (sessions.data?.items ?? []).filter((session) => !session.current);
  return (
    <>
      <DataGrid
        hug
        label={t('tab.sessions')}
        columns={columns}
        rows={sessions.data?.items}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        empty={
          <EmptyState title={t('sessions.none')} icon={DesktopRegular}>
            {t('sessions.noneDetail')}
          </EmptyState>
        }
        actions={(rows) => {
          const chosen = rows.filter((session) => !session.current);
          return [
            {
              id: 'end',
              label: t('sessions.end', { count: chosen.length }),
              icon: SignOutRegular,
              disabled: chosen.length === 0,
              onClick: () => setEnding(chosen),
            },
          ];
        }}
      />
      {others.length > 0 && (
        <div>
          <Button icon={<SignOutRegular />} onClick={() => setEnding(others)}>
            {t('sessions.endOthers')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={ending.length > 0}
        title={t('sessions.confirmTitle')}
        confirm={t('sessions.end', { count: ending.length })}
        destructive
        onConfirm={end}
        onClose={() => setEnding([])}
      >
        {t('sessions.confirm', { count: ending.length })}
      </ConfirmDialog>
    </>
  );
};
