import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import { useAllowed } from '../../ui/session/session.ts';

/** No tenant was read yet: connect one, see how far the first reading is, or look at the sample. */
export const NoTenant = () => {
  const { t } = useTranslation('licence-terms');
  const goTo = useGoTo();
  const mayConnect = useAllowed('connection.manage');
  const seesConnections = useAllowed('connection.read');
  return (
    <EmptyState
      title={t('noTenant.title')}
      icon={PlugConnectedRegular}
      actions={
        <>
          {mayConnect && (
            <Button
              appearance="primary"
              icon={<PlugConnectedRegular />}
              onClick={() => goTo({ path: 'connections/new' })}
            >
              {t('noTenant.connect')}
            </Button>
          )}
          {seesConnections && (
            <Button onClick={() => goTo({ path: 'connections' })}>{t('noTenant.connections')}</Button>
          )}
          <SampleButton />
        </>
      }
    >
      {t('noTenant.detail')}
    </EmptyState>
  );
};
