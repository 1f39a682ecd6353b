import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Page } from '../../ui/page/page.tsx';
import { Tabs } from '../../ui/page/tabs.tsx';
import { useMe } from '../../ui/session/session.ts';
import { useSearchState } from '../../ui/state/use-search-state.ts';
import { AppearanceTab } from './appearance-tab.tsx';
import { PasswordTab } from './password-tab.tsx';
import { ProfileTab } from './profile-tab.tsx';
import { SessionsTab } from './sessions-tab.tsx';

const tabs = ['profile', 'appearance', 'sessions', 'password'] as const;
const searchSchema = z.object({ tab: z.enum(tabs).default('profile') });

/** The own profile, how the console looks, where one is signed in, and the password. */
export const AccountPage = () => {
  const { t } = useTranslation('account');
  const [{ tab }, change] = useSearchState(searchSchema);
  const { profile } = useMe();
  return (
    <Page title={t('title')} answers={t('answers', { email: profile.email })} layout="form">
      <Tabs
        label={t('title')}
        tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
        selected={tab}
        onSelect={(id) => change({ tab: id })}
      />
      {tab === 'profile' && <ProfileTab />}
      {tab === 'appearance' && <AppearanceTab />}
      {tab === 'sessions' && <SessionsTab />}
      {tab === 'password' && <PasswordTab />}
    </Page>
  );
};
