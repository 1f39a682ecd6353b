import { makeStyles } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  type Connection,
  removeConnection,
  revokeConnection,
} from '../../../../shared/connections/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { connectionQuery, connectionsKey } from '../connection-queries.ts';

const useStyles = makeStyles({ effects: { margin: '8px 0 0', paddingLeft: '20px' } });

interface EndDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Asks before the tokens of a connection are deleted, and says what that stops and what stays. */
export const RevokeDialog = ({ connection, onClose }: EndDialogProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const revoke = async () => {
    const params = { organisationId, connectionId: connection.id };
    const revoked = await call(revokeConnection, { params });
    client.setQueryData(connectionQuery(organisationId, connection.id).queryKey, revoked);
    await client.invalidateQueries({ queryKey: connectionsKey(organisationId) });
    toasts.success(t('revoke.done', { name: connection.name }));
  };
  return (
    <ConfirmDialog
      open
      title={t('revoke.title', { name: connection.name })}
      confirm={t('revoke.confirm')}
      destructive
      onConfirm={revoke}
      onClose={onClose}
    >
      {t('revoke.lead')}
      <ul className={styles.effects}>
        <li>{t('revoke.tokens')}</li>
        <li>{t('revoke.jobs')}</li>
        <li>{t('revoke.stays')}</li>
        <li>{t('revoke.atMicrosoft')}</li>
      </ul>
    </ConfirmDialog>
  );
};

/** Asks before a connection disappears with everything that was read through it. */
export const RemoveDialog = ({ connection, onClose }: EndDialogProps) => {
  const { t } = useTranslation('connections');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const goTo = useGoTo();
  const remove = async () => {
    await call(removeConnection, { params: { organisationId, connectionId: connection.id } });
    client.removeQueries(connectionQuery(organisationId, connection.id));
    goTo({ path: 'connections' });
    toasts.success(t('remove.done', { name: connection.name }));
    for (const key of ['connections', 'licences'])
      await client.invalidateQueries({ queryKey: [key, organisationId] });
  };
  return (
    <ConfirmDialog
      open
      title={t('remove.title', { name: connection.name })}
      confirm={t('remove.confirm')}
      destructive
      onConfirm={remove}
      onClose={onClose}
    >
      {t('remove.lead')}
      <ul className={styles.effects}>
        <li>{t('remove.tokens')}</li>
        <li>{t('remove.data')}</li>
        <li>{t('remove.instead')}</li>
      </ul>
    </ConfirmDialog>
  );
};
