import { z } from 'zod';

const longest = 1024;
/** Facts for people, not for rules: one that is not as documented is left out rather than ending a sync. */
const text = z.string().max(longest).nullish().catch(null);

/** What pages and groupings show of a Graph user besides what the rules read. */
const profileSchema = z.object({
  displayName: text,
  department: text,
  jobTitle: text,
  usageLocation: text,
  country: text,
  employeeOrgData: z.object({ costCenter: text }).nullish().catch(null),
  onPremisesSyncEnabled: z.boolean().nullish().catch(null),
});

export interface Profile {
  readonly displayName: string | null;
  readonly department: string | null;
  readonly jobTitle: string | null;
  /** Usage location, else country. */
  readonly country: string | null;
  readonly costCentre: string | null;
  readonly isOnPremises: boolean | null;
}

const longestCountry = 200;

/** Reads profiles; texts that many users share are kept once. */
export const createProfileReader = (): ((user: unknown) => Profile) => {
  const texts = new Map<string, string>();
  const once = (value: string | null | undefined): string | null => {
    const trimmed = value?.trim() ?? '';
    if (trimmed === '') return null;
    const known = texts.get(trimmed);
    if (known !== undefined) return known;
    texts.set(trimmed, trimmed);
    return trimmed;
  };
  return (user) => {
    const read = profileSchema.parse(user);
    return {
      displayName: read.displayName?.trim() || null,
      department: once(read.department),
      jobTitle: once(read.jobTitle),
      country:
        once(read.usageLocation)?.slice(0, longestCountry) ??
        once(read.country)?.slice(0, longestCountry) ??
        null,
      costCentre: once(read.employeeOrgData?.costCenter),
      // Graph writes null for an account made in the cloud.
      isOnPremises: read.onPremisesSyncEnabled ?? false,
    };
  };
};
