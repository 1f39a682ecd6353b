import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

const watch = (notify: () => void): (() => void) => {
  addEventListener('online', notify);
  addEventListener('offline', notify);
  return () => {
    removeEventListener('online', notify);
    removeEventListener('offline', notify);
  };
};

/** Says so while the browser has no connection. */
export const ConnectionBanner = () => {
  const { t } = useTranslation('app');
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  if (online) return null;
  return (
    <MessageBar intent="warning" role="status">
      <MessageBarBody>{t('offline')}</MessageBarBody>
    </MessageBar>
  );
};
