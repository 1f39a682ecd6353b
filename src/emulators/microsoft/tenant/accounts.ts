import { dayText, instantText } from './calendar.ts';
import type { EmulatedUser, SignInActivity } from './entities.ts';
import type { GroupKey } from './group-plan.ts';
import { type Identity, identityAt } from './identity.ts';
import { createDraw, type Draw } from './random.ts';
import { seatsOfUser } from './seats-of-user.ts';
import type { Persona, Sketch } from './sketch.ts';
import type { Workloads } from './skus.ts';
import { sinceBirth } from './use-times.ts';

/** An account with what reports know of it. */
export interface Account {
  readonly user: EmulatedUser;
  readonly place: number;
  readonly sketch: Sketch;
  readonly ageDays: number;
  readonly heldSkus: readonly string[];
  readonly workloads: Workloads;
}

export interface AccountContext {
  readonly seed: number;
  readonly asOfDay: number;
  readonly domain: string;
  readonly isPremium: boolean;
  readonly groupId: (key: GroupKey) => string;
  /** The address of an alias: the alias itself, or with a number after it when it is taken. */
  readonly claim: (alias: string) => string;
}

/** Successful sign-ins have their own time since then, and none before (Microsoft Graph, signInActivity). */
const successesSince = '2023-12-01';

/** Shares of people whose account somebody else tries in vain, which the other two times count as well. */
const failedAttemptShare = 0.08;

const signInOf = (signInDays: number | null, asOfDay: number, draw: Draw): SignInActivity | null => {
  const isTried = draw.chance(failedAttemptShare);
  const triedDays = draw.between(0, 3);
  const second = draw.between(18_000, 66_000);
  const requestId = draw.guid();
  if (signInDays === null) return null;
  const day = dayText(asOfDay - signInDays);
  const hasSuccess = day >= successesSince;
  const success = instantText(asOfDay - signInDays, second);
  const last =
    isTried && hasSuccess && triedDays < signInDays ? instantText(asOfDay - triedDays, second) : success;
  const silent = instantText(asOfDay - signInDays - 1, second);
  return {
    lastSignInDateTime: last,
    lastSignInRequestId: requestId,
    lastNonInteractiveSignInDateTime: silent,
    lastNonInteractiveSignInRequestId: requestId,
    lastSuccessfulSignInDateTime: hasSuccess ? success : null,
    lastSuccessfulSignInRequestId: hasSuccess ? requestId : null,
  };
};

const isEmployee = ({ kind }: Sketch): boolean => kind === 'member';

const addressOf = (context: AccountContext, sketch: Sketch, identity: Identity) => {
  const alias = context.claim(identity.alias.slice(0, 60));
  if (sketch.kind !== 'guest') {
    const own = [alias, context.domain].join('@');
    return { alias, userPrincipalName: own, mail: sketch.purpose === null ? null : own };
  }
  const domain = `${(identity.companyName ?? 'partner').toLowerCase().replace(/[^a-z]/g, '')}.example`;
  const userPrincipalName = `${alias}_${domain}#EXT#@${context.domain}`;
  return { alias, userPrincipalName, mail: `${alias}@${domain}` };
};

/** People of the on-premises directory; the others were made in the cloud. */
const syncedShare = 0.55;

const synchronisation = (context: AccountContext, sketch: Sketch, alias: string, draw: Draw) => {
  const isSynced = draw.chance(syncedShare) && isEmployee(sketch);
  return {
    onPremisesSyncEnabled: isSynced ? true : null,
    onPremisesLastSyncDateTime: isSynced ? instantText(context.asOfDay, 1800) : null,
    onPremisesSamAccountName: isSynced ? alias.slice(0, 20) : null,
  };
};

/** The same cost centre is the same object for all its people. */
const orgData = new Map<string, NonNullable<EmulatedUser['employeeOrgData']>>();

const orgDataOf = (costCenter: string, division: string) => {
  const known = orgData.get(costCenter) ?? { costCenter, division };
  orgData.set(costCenter, known);
  return known;
};

const employment = (
  context: AccountContext,
  sketch: Sketch,
  identity: Identity,
  place: number,
  ageDays: number,
) => {
  const { department, jobTitle, division, costCenter } = identity;
  const { leavesInDays } = sketch;
  const isPerson = isEmployee(sketch);
  return {
    department,
    jobTitle,
    companyName: identity.companyName,
    officeLocation: identity.city,
    city: identity.city,
    country: identity.country,
    usageLocation: identity.countryCode,
    preferredLanguage: identity.language,
    employeeId: isPerson ? ['E', String(place + 1).padStart(6, '0')].join('') : null,
    employeeType: isPerson ? 'Employee' : null,
    employeeHireDate: isPerson ? instantText(context.asOfDay - ageDays, 0) : null,
    employeeLeaveDateTime: leavesInDays === null ? null : instantText(context.asOfDay + leavesInDays, 61_200),
    employeeOrgData: costCenter && division ? orgDataOf(costCenter, division) : null,
  };
};

/** Makes the account at a place: its persona's sketch with a name and dates. */
export const accountAt = (
  context: AccountContext,
  persona: Persona,
  place: number,
  naturalAgeDays: number,
): Account => {
  const { seed, asOfDay } = context;
  const ageDays = persona.createdDaysAgo ?? Math.max(naturalAgeDays, persona.minAgeDays);
  const sketched = persona.sketch(createDraw(seed, 'sketch', place));
  const sketch: Sketch = { ...sketched, use: sinceBirth(sketched.use, ageDays) };
  const identity = identityAt(seed, place, sketch.kind);
  const draw = createDraw(seed, 'account', place);
  const id = draw.guid();
  const createdDay = asOfDay - ageDays;
  const createdDateTime = instantText(createdDay, draw.between(21_600, 64_800));
  const signIn = signInOf(sketch.use.signIn, asOfDay, draw);
  const { alias, userPrincipalName, mail } = addressOf(context, sketch, identity);
  const isGuest = sketch.kind === 'guest';
  const synced = synchronisation(context, sketch, alias, draw);
  const seats = seatsOfUser(sketch.seats, { asOfDay, createdDay, draw, groupId: context.groupId });
  const user: EmulatedUser = {
    id,
    userPrincipalName,
    displayName: identity.displayName,
    givenName: identity.givenName,
    surname: identity.surname,
    mail,
    mailNickname: alias,
    accountEnabled: sketch.isEnabled,
    userType: isGuest ? 'Guest' : 'Member',
    createdDateTime,
    creationType: isGuest ? 'Invitation' : null,
    externalUserState: isGuest ? 'Accepted' : null,
    ...employment(context, sketch, identity, place, ageDays),
    ...synced,
    assignedLicenses: seats.assignedLicenses,
    licenseAssignmentStates: seats.licenseAssignmentStates,
    signInActivity: context.isPremium ? signIn : null,
  };
  return { user, place, sketch, ageDays, heldSkus: seats.heldSkus, workloads: seats.workloads };
};
