import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { connection } from '../../ui/api/connection.ts';

const watch = (notify: () => void): (() => void) => {
  addEventListener('online', notify);
  addEventListener('offline', notify);
  return () => {
    removeEventListener('online', notify);
    removeEventListener('offline', notify);
  };
};

/** Says so while the browser has no connection, or the server does not answer; what is shown catches up after. */
export const ConnectionBanner = () => {
  const { t } = useTranslation('app');
  const client = useQueryClient();
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  const silent = useSyncExternalStore(connection.subscribe, connection.isSilent);
  useEffect(
    () => connection.subscribe(() => void (connection.isSilent() || client.invalidateQueries())),
    [client],
  );
  if (online && !silent) return null;
  return (
    <MessageBar intent="warning" role="status">
      <MessageBarBody>{t(online ? 'unreachable' : 'offline')}</MessageBarBody>
    </MessageBar>
  );
};
