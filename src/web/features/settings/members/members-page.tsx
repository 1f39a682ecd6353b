import { PersonAddRegular } from '@fluentui/react-icons/svg/person-add';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Page } from '../../../ui/page/page.tsx';
import { Tabs } from '../../../ui/page/tabs.tsx';
import { useAllowed } from '../../../ui/session/session.ts';
import { useSearchState } from '../../../ui/state/use-search-state.ts';
import { InvitationsTab } from './invitations-tab.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MembersTab } from './members-tab.tsx';

const tabs = ['members', 'invitations'] as const;
const searchSchema = z.object({ tab: z.enum(tabs).default('members') });

/** Who belongs to the organisation, with which role, and who has been invited. */
export const MembersPage = () => {
  const { t } = useTranslation('settings');
  const [{ tab }, change] = useSearchState(searchSchema);
  const [inviting, setInviting] = useState(false);
  const canManage = useAllowed('member.manage');
  const invite = {
    id: 'invite',
    label: t('invite.command'),
    icon: PersonAddRegular,
    primary: true,
    onClick: () => setInviting(true),
  };
  return (
    <Page
      title={t('members.title')}
      answers={t('members.answers')}
      commands={canManage ? [invite] : []}
      layout="fill"
    >
      <Tabs
        label={t('members.title')}
        tabs={tabs.map((id) => ({ id, label: t(`members.tab.${id}`) }))}
        selected={tab}
        onSelect={(id) =>
          change({ tab: id, sort: undefined, filters: undefined, find: undefined } as { tab: typeof id })
        }
      />
      {tab === 'members' ? (
        <MembersTab />
      ) : (
        <InvitationsTab onInvite={canManage ? () => setInviting(true) : undefined} />
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
};
