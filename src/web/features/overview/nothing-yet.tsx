import { Button } from '@fluentui/react-components';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { RocketRegular } from '@fluentui/react-icons/svg/rocket';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import { useAllowed } from '../../ui/session/session.ts';

/** No data yet: import an export, or look at the sample first. */
export const NothingYet = () => {
  const { t } = useTranslation('overview');
  const goTo = useGoTo();
  const mayImport = useAllowed('cost.import');
  return (
    <EmptyState
      title={t('nothing.title')}
      icon={RocketRegular}
      actions={
        <>
          {mayImport && (
            <Button
              appearance="primary"
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
      {t(mayImport ? 'nothing.detail' : 'nothing.detailReader')}
    </EmptyState>
  );
};
