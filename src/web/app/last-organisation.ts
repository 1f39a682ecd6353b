import type { Membership } from '../../shared/identity/contract.ts';

const storageKey = 'trimtab.organisation';

/** The organisation this browser showed last, else an own one, else any. */
export const lastOrganisation = (organisations: readonly Membership[]): Membership | undefined => {
  const last = organisations.find((each) => each.organisationId === storedId());
  return last ?? organisations.find((each) => each.viaOrganisationId === null) ?? organisations[0];
};

const storedId = (): string | null => {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
};

export const rememberOrganisation = (organisationId: string): void => {
  try {
    localStorage.setItem(storageKey, organisationId);
  } catch {
    // Without storage the first organisation is shown next time.
  }
};
