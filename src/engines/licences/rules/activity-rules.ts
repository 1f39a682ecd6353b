import type { Automation, RuleId } from '../../../shared/licences/audit-result.ts';
import { noDay } from '../activity/days.ts';
import { reportNames } from '../reports/report-facts.ts';
import { type Draft, nothingSaved, userSubject } from './draft.ts';
import { isEnabledMember, type RuleContext, type UserCase } from './rule-context.ts';
import { removalDraft } from './seat-draft.ts';

const removals = (
  context: RuleContext,
  userCase: UserCase,
  rule: RuleId,
  automation: Automation,
): readonly Draft[] => {
  const { activity, paid } = userCase;
  const evidence = activity.evidence();
  return paid.map((held) =>
    removalDraft(context, userCase, held, { rule, confidence: activity.confidence, automation, evidence }),
  );
};

/** W02: no activity for `inactiveDays`. */
const inactive = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { user, activity } = userCase;
  if (!isEnabledMember(user) || activity.state !== 'inactive') return [];
  return removals(context, userCase, 'W02', activity.confidence === 'high' ? 'approve' : 'review');
};

/** W03: no activity in any source. Accounts in their grace are guarded already. */
const neverUsed = (context: RuleContext, userCase: UserCase): readonly Draft[] =>
  isEnabledMember(userCase.user) && userCase.activity.state === 'never'
    ? removals(context, userCase, 'W03', 'review')
    : [];

/** W04: activity between `staleDays` and `inactiveDays` ago: ask, save nothing yet. */
const goingStale = (_context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { user, activity, paid } = userCase;
  if (!isEnabledMember(user) || activity.state !== 'stale') return [];
  const evidence = activity.evidence();
  return paid.map(({ facts, seat }) => ({
    rule: 'W04',
    subject: userSubject(user),
    skuPartNumber: facts.sku.partNumber,
    quantity: 1,
    saving: nothingSaved(facts.price),
    savingKind: 'none',
    confidence: activity.confidence,
    automation: 'never',
    evidence,
    action: { kind: 'notifyUser', userId: user.id, skuId: seat.skuId },
    seats: [],
  }));
};

/**
 * W09: signs in, uses nothing. Only the report of all workloads can say that no workload is used, and every
 * report that covers the user must be fresh.
 */
const usesNothing = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { user, activity, paid } = userCase;
  const signInDay = user.signIn?.day ?? noDay;
  const coversWorkloads = activity.reports.some(({ facts }) => facts.name === reportNames.activeUsers);
  if (!isEnabledMember(user) || signInDay === noDay || !coversWorkloads || !activity.areReportsFresh)
    return [];
  const { staleDays, inactiveDays } = context.parameters;
  if (context.asOfDay - signInDay >= staleDays) return [];
  const usedDay = activity.lastReportDay;
  if (usedDay !== noDay && context.asOfDay - usedDay < inactiveDays) return [];
  const evidence = activity.evidence();
  return paid.map((held) => {
    const draft = removalDraft(context, userCase, held, {
      rule: 'W09',
      confidence: activity.confidence,
      automation: 'review',
      evidence,
    });
    return { ...draft, action: { ...draft.action, kind: 'review', proposal: draft.action.kind } };
  });
};

/** Rules about what a user does. */
export const activityRules = [inactive, neverUsed, goingStale, usesNothing] as const;
