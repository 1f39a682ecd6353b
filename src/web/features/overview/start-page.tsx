import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { Page } from '../../ui/page/page.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';

/** The first page of somebody who belongs to no organisation (any more). */
export const StartPage = () => {
  const { t } = useTranslation('overview');
  return (
    <Page title={t('start.title')} answers={t('start.answers')}>
      <EmptyState title={t('start.none')} icon={PeopleTeamRegular} actions={<SampleButton primary />}>
        {t('start.detail')}
      </EmptyState>
    </Page>
  );
};
