import { Button } from '@fluentui/react-components';
import { HomeRegular } from '@fluentui/react-icons/svg/home';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { PublicLayout } from './public-layout.tsx';

/** No such page, or not for this person: the two look the same. */
export const NotFoundPage = () => {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const title = t('notFound.title');
  useEffect(() => {
    document.title = `${title} · Trimtab`;
  }, [title]);
  return (
    <EmptyState
      title={title}
      level="h1"
      actions={
        <Button appearance="primary" icon={<HomeRegular />} onClick={() => void navigate({ to: '/' })}>
          {t('notFound.home')}
        </Button>
      }
    >
      {t('notFound.detail')}
    </EmptyState>
  );
};

/** An address outside of any frame. */
export const NowherePage = () => (
  <PublicLayout>
    <NotFoundPage />
  </PublicLayout>
);
