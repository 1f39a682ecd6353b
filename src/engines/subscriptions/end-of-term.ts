import { textOfDay } from '../../shared/subscriptions/calendar.ts';
import type { SubscriptionChange } from '../../shared/subscriptions/quote-request.ts';
import type { Subscription } from '../../shared/subscriptions/subscription.ts';
import { type Outcome, refuse, type Situation, termEndOf } from './situation.ts';

type Of<K extends SubscriptionChange['kind']> = Extract<SubscriptionChange, { kind: K }>;

const nothingNow = (after: Subscription, says: Outcome['says']): Outcome => ({
  lines: [],
  after: [after],
  says,
});

/** A change for the next renewal; what was scheduled before is replaced. */
export const changeAtRenewal = (situation: Situation, { to }: Of<'changeAtRenewal'>): Outcome => {
  const { subscription, policy, day } = situation;
  const end = termEndOf(subscription);
  if (end === null || subscription.term === null) return refuse(situation, 'no-term', null);
  if (policy.scheduledChangesNeedAutoRenew && !subscription.autoRenew)
    return refuse(situation, 'auto-renew-off', day);
  const billing = to.billing ?? subscription.billing;
  const term = to.term ?? subscription.term;
  if (!policy.billings[term].includes(billing)) return refuse(situation, 'billing-not-offered', null);
  return nothingNow({ ...subscription, scheduledChange: to }, [
    { says: 'changeAtRenewal', values: { on: textOfDay(end) } },
  ]);
};

/** Auto-renewal on or off; off, a scheduled change goes, since it needs auto-renewal. */
export const setAutoRenew = (situation: Situation, change: Of<'autoRenew'>): Outcome => {
  const { subscription, policy } = situation;
  const end = termEndOf(subscription);
  if (end === null) return refuse(situation, 'no-term', null);
  const { scheduledChange, ...rest } = subscription;
  const keepsIt = change.enabled || !policy.scheduledChangesNeedAutoRenew;
  const after = {
    ...rest,
    ...(keepsIt && scheduledChange ? { scheduledChange } : {}),
    autoRenew: change.enabled,
    withoutRenewal: change.withoutRenewal ?? subscription.withoutRenewal,
  };
  return nothingNow(after, [
    { says: change.enabled ? 'autoRenewOn' : 'autoRenewOff', values: { on: textOfDay(end) } },
  ]);
};

/** What renewing costs is said by the paths; until then nothing changes. */
export const renew = (situation: Situation): Outcome => {
  const end = termEndOf(situation.subscription);
  if (end === null) return refuse(situation, 'no-term', null);
  return nothingNow(situation.subscription, [{ says: 'renew', values: { on: textOfDay(end) } }]);
};

/** Suspending takes access away and keeps the charges, where the policy says so. */
export const setStatus = (situation: Situation, status: 'active' | 'suspended'): Outcome => {
  const { subscription, policy } = situation;
  const says = status === 'active' ? 'resume' : policy.suspensionStopsBilling ? 'suspendFree' : 'suspend';
  return nothingNow({ ...subscription, status }, [{ says, values: {} }]);
};
