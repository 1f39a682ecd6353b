import { Button } from '@fluentui/react-components';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { RocketRegular } from '@fluentui/react-icons/svg/rocket';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import { useAllowed } from '../../ui/session/session.ts';

/** No data yet: connect a tenant, import an export, or look at the sample first. */
export const NothingYet = () => {
  const { t } = useTranslation('overview');
  const goTo = useGoTo();
  const mayImport = useAllowed('cost.import');
  const mayConnect = useAllowed('connection.manage');
  return (
    <EmptyState
      title={t('nothing.title')}
      icon={RocketRegular}
      actions={
        <>
          {mayConnect && (
            <Button
              appearance="primary"
              icon={<PlugConnectedRegular />}
              onClick={() => goTo({ path: 'connections/new' })}
            >
              {t('nothing.connect')}
            </Button>
          )}
          {mayImport && (
            <Button
              appearance={mayConnect ? 'secondary' : 'primary'}
              icon={<ArrowImportRegular />}
              onClick={() => goTo({ path: 'cloud/imports' })}
            >
              {t('nothing.import')}
            </Button>
          )}
          <SampleButton />
        </>
      }
    >
      {t(mayConnect || mayImport ? 'nothing.detail' : 'nothing.detailReader')}
    </EmptyState>
  );
};
