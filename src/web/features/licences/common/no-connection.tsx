import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { SampleButton } from '../../../ui/sample/sample-button.tsx';
import { useAllowed } from '../../../ui/session/session.ts';

/** No tenant is connected: connect one, or look at the sample first. */
export const NoConnection = () => {
  const { t } = useTranslation('licences');
  const goTo = useGoTo();
  const mayConnect = useAllowed('connection.manage');
  return (
    <EmptyState
      title={t('connect.title')}
      icon={PlugConnectedRegular}
      actions={
        <>
          {mayConnect && (
            <Button
              appearance="primary"
              icon={<PlugConnectedRegular />}
              onClick={() => goTo({ path: 'connections/new' })}
            >
              {t('connect.command')}
            </Button>
          )}
          <SampleButton />
        </>
      }
    >
      {t(mayConnect ? 'connect.detail' : 'connect.detailReader')}
    </EmptyState>
  );
};

/** Nothing was read yet, said to somebody who does not see connections. */
export const NoReader = () => {
  const { t } = useTranslation('licences');
  return (
    <EmptyState title={t('connect.title')} icon={PlugConnectedRegular} actions={<SampleButton />}>
      {t('connect.detailReader')}
    </EmptyState>
  );
};
