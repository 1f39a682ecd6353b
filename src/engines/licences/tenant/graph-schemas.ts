import { z } from 'zod';

/**
 * What the engine reads of Microsoft Graph v1.0 entities; names and types as in its metadata. Everything else in
 * an answer is ignored. Graph leaves out or nulls what was not selected or is not known.
 */
const id = z.string().min(1).max(200);
const text = z.string().max(1024).nullish();
const instant = z.iso.datetime({ offset: true }).max(40).nullish();
const flag = z.boolean().nullish();
const seats = z.int().min(0).nullish();
const ids = z.array(z.string().max(200)).max(2000).nullish();

export const graphUserSchema = z.object({
  id,
  userPrincipalName: z.string().min(1).max(1024),
  accountEnabled: flag,
  userType: text,
  createdDateTime: instant,
  employeeLeaveDateTime: instant,
  assignedLicenses: z
    .array(z.object({ skuId: id, disabledPlans: ids }))
    .max(1000)
    .nullish(),
  licenseAssignmentStates: z
    .array(
      z.object({
        skuId: id,
        disabledPlans: ids,
        assignedByGroup: text,
        state: text,
        error: text,
        lastUpdatedDateTime: instant,
      }),
    )
    .max(5000)
    .nullish(),
  signInActivity: z
    .object({
      lastSignInDateTime: instant,
      lastNonInteractiveSignInDateTime: instant,
      lastSuccessfulSignInDateTime: instant,
    })
    .nullish(),
});
export type GraphUser = z.infer<typeof graphUserSchema>;

export const graphSubscribedSkuSchema = z.object({
  skuId: id,
  skuPartNumber: z.string().min(1).max(300),
  appliesTo: text,
  capabilityStatus: text,
  consumedUnits: seats,
  prepaidUnits: z.object({ enabled: seats, warning: seats, suspended: seats, lockedOut: seats }).nullish(),
  servicePlans: z
    .array(z.object({ servicePlanId: id, servicePlanName: text }))
    .max(2000)
    .nullish(),
});
export type GraphSubscribedSku = z.infer<typeof graphSubscribedSkuSchema>;

export const graphSubscriptionSchema = z.object({
  id,
  skuId: id,
  skuPartNumber: text,
  isTrial: flag,
  status: text,
  totalLicenses: seats,
  nextLifecycleDateTime: instant,
});
export type GraphSubscription = z.infer<typeof graphSubscriptionSchema>;

export const graphGroupSchema = z.object({
  id,
  displayName: text,
  groupTypes: z.array(z.string().max(100)).max(100).nullish(),
  mailEnabled: flag,
  onPremisesSyncEnabled: flag,
  membershipRule: z.string().max(10_000).nullish(),
  assignedLicenses: z
    .array(z.object({ skuId: id }))
    .max(1000)
    .nullish(),
});
export type GraphGroup = z.infer<typeof graphGroupSchema>;

/** `GET /users/{id}/mailboxSettings`, kept with the user's id. */
export const mailboxSettingsSchema = z.object({
  id,
  mailboxSettings: z.object({ userPurpose: text }).nullish(),
});
export type MailboxSettings = z.infer<typeof mailboxSettingsSchema>;
