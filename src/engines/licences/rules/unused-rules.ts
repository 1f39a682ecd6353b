import { dayText, noDay } from '../activity/days.ts';
import { reportNames } from '../reports/report-facts.ts';
import { cheapestCovering } from './cheapest-covering.ts';
import { type Draft, isWorthwhile, priceSaved } from './draft.ts';
import {
  assignedSince,
  freshReport,
  type HeldSeat,
  type RuleContext,
  type UserCase,
} from './rule-context.ts';
import { removalDraft, swapDraft } from './seat-draft.ts';
import { plansWithoutDesktop } from './step-down-rules.ts';

/** Periods and ages that no policy changes, in days. */
const callingPeriodDays = 90;
const activationAgeDays = 90;

const ageDays = (context: RuleContext, { seat }: HeldSeat): number => {
  const since = assignedSince(seat);
  return since === noDay ? 0 : context.asOfDay - since;
};

const sinceEvidence = ({ seat }: HeldSeat) => ({
  source: 'users',
  field: 'licenseAssignmentStates.lastUpdatedDateTime',
  value: dayText(assignedSince(seat)),
});

/** R05: a Copilot seat that is not used. */
const copilot = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const { copilotGraceDays, copilotIdleDays } = context.parameters;
  const candidates = userCase.paid.filter(({ facts }) => context.kinds.isCopilot(facts.sku.partNumber));
  const report =
    candidates.length === 0 ? undefined : freshReport(context, reportNames.copilot, userCase.user);
  if (!report) return [];
  const isIdle = report.lastDay === noDay || context.asOfDay - report.lastDay >= copilotIdleDays;
  return candidates
    .filter((held) => isIdle && ageDays(context, held) >= copilotGraceDays)
    .map((held) =>
      removalDraft(context, userCase, held, {
        rule: 'R05',
        confidence: userCase.activity.confidence,
        automation: 'approve',
        evidence: [
          {
            source: reportNames.copilot,
            field: report.lastColumn || 'Last Activity Date',
            value: dayText(report.lastDay),
          },
          sinceEvidence(held),
        ],
      }),
    )
    .filter(({ saving }) => isWorthwhile(saving));
};

/** R08: calling and meeting add-ons without calls or organised meetings. */
const calling = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const candidates = userCase.paid.filter(({ facts }) => context.kinds.isCalling(facts.sku.partNumber));
  const report = candidates.length === 0 ? undefined : freshReport(context, reportNames.teams, userCase.user);
  if (!report || report.periodDays < callingPeriodDays || report.callsAndMeetings !== 0) return [];
  return candidates
    .map((held) =>
      removalDraft(context, userCase, held, {
        rule: 'R08',
        confidence: userCase.activity.confidence,
        automation: 'review',
        evidence: [
          { source: reportNames.teams, field: 'Call Count, Meetings Organized Count', value: '0' },
          { source: reportNames.teams, field: 'Report Period', value: String(report.periodDays) },
        ],
      }),
    )
    .filter(({ saving }) => isWorthwhile(saving));
};

const notActivated = (context: RuleContext, userCase: UserCase, held: HeldSeat): readonly Draft[] => {
  const { sku, price } = held.facts;
  const judgement = {
    rule: 'R09',
    confidence: userCase.activity.confidence,
    automation: 'review',
    evidence: [{ source: reportNames.activations, field: 'activations', value: '0' }, sinceEvidence(held)],
  } as const;
  if (context.kinds.isApps(sku.partNumber)) {
    const draft = removalDraft(context, userCase, held, judgement);
    if (!isWorthwhile(priceSaved(price))) return [];
    return [{ ...draft, action: { ...draft.action, kind: 'review', proposal: draft.action.kind } }];
  }
  const { rest } = plansWithoutDesktop(context, held);
  const target = cheapestCovering(context, held, rest, 'without desktop');
  if (target === undefined && price !== undefined) return [];
  return swapDraft(userCase, held, target ?? {}, judgement).map((draft) => ({
    ...draft,
    action: { ...draft.action, kind: 'review', proposal: draft.action.kind },
  }));
};

/** R09: desktop apps that were never activated. */
const activation = (context: RuleContext, userCase: UserCase): readonly Draft[] => {
  const report = freshReport(context, reportNames.activations, userCase.user);
  if (!report || report.hasActivation) return [];
  return userCase.paid
    .filter((held) => context.kinds.isApps(held.facts.sku.partNumber) || held.facts.sku.isSuite)
    .filter((held) => plansWithoutDesktop(context, held).hasDesktop)
    .filter((held) => ageDays(context, held) >= activationAgeDays)
    .flatMap((held) => notActivated(context, userCase, held));
};

/** Rules about seats of one purpose that is not served: Copilot, calling, desktop apps. */
export const unusedRules = [copilot, calling, activation] as const;
