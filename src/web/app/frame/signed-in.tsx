import { Outlet, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { changeLanguage } from '../../i18n/i18n.ts';
import { OrganisationContext, useMe } from '../../ui/session/session.ts';
import { lastOrganisation, rememberOrganisation } from '../last-organisation.ts';
import { Shell } from './shell.tsx';

/** The profile decides the language; without one there, this browser's choice stays. */
const useProfileLanguage = () => {
  const { language } = useMe().profile;
  useEffect(() => {
    if (language !== null) void changeLanguage(language);
  }, [language]);
};

/** Pages of the person; the organisation shown last stays in the navigation. */
export const PersonalFrame = () => {
  const organisation = lastOrganisation(useMe().organisations);
  useProfileLanguage();
  return (
    <OrganisationContext value={organisation}>
      <Shell organisation={organisation}>
        <Outlet />
      </Shell>
    </OrganisationContext>
  );
};

/** Pages of the organisation in the address. */
export const OrganisationFrame = () => {
  const { organisationId } = useParams({ strict: false }) as { organisationId: string };
  const organisation = useMe().organisations.find((each) => each.organisationId === organisationId);
  useProfileLanguage();
  useEffect(() => rememberOrganisation(organisationId), [organisationId]);
  return (
    <OrganisationContext value={organisation}>
      <Shell organisation={organisation}>
        {/* Another organisation is another page: nothing of the earlier one may stay on the screen. */}
        <Outlet key={organisationId} />
      </Shell>
    </OrganisationContext>
  );
};
