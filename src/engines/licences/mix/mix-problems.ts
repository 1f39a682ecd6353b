import type { AuditProblem } from '../../../shared/licences/audit-result.ts';
import type { MixClass } from '../../../shared/licences/mix-result.ts';
import { dayText } from '../activity/days.ts';
import { reportNames } from '../reports/report-facts.ts';
import type { RuleContext } from '../rules/rule-context.ts';
import type { Allocation } from './allocate.ts';
import type { Market } from './market.ts';
import type { MixPolicy } from './mix-policy.ts';

const effects: Readonly<Record<string, string>> = {
  [reportNames.activeUsers]: 'Use of mail, files, Teams and Viva Engage is unknown',
  [reportNames.apps]: 'Use of desktop apps is unknown',
  [reportNames.mailbox]: 'Sizes of mailboxes are unknown',
  [reportNames.oneDrive]: 'Sizes of OneDrive accounts are unknown',
  [reportNames.teams]: 'Calls and meetings are unknown',
  [reportNames.copilot]: 'Use of Copilot is unknown',
};

const reportProblems = (context: RuleContext): readonly AuditProblem[] =>
  Object.entries(effects).flatMap(([source, effect]): readonly AuditProblem[] => {
    const report = context.reports.get(source);
    const so = `${effect}: today’s plans stay.`;
    if (report === undefined) {
      return [{ code: 'missing-source', source, detail: `${source} is not in the export. ${so}` }];
    }
    if (report.concealed) {
      return [
        {
          code: 'concealed-names',
          source,
          detail: `Names are concealed, so its rows belong to nobody. ${so}`,
        },
      ];
    }
    if (context.quality.isFresh(report)) return [];
    const day = dayText(report.refreshedDay) ?? 'an unknown day';
    return [
      {
        code: 'stale-report',
        source,
        detail: `It was refreshed on ${day}; the plan is as of ${context.asOf}. ${so}`,
      },
    ];
  });

const policyProblems = (context: RuleContext, policy: MixPolicy): readonly AuditProblem[] => {
  const skus = [...(policy.allow ?? []), ...policy.deny].filter(
    (name) => context.skus.byPartNumber(name) === undefined,
  );
  const groups = policy.baseline.flatMap(({ group }) => group ?? []);
  const licensing = context.tenant.groups;
  return [
    ...skus.map((name) => ({
      code: 'unknown-sku',
      source: 'mix policy',
      detail: `${name} is allowed or denied; neither the tenant nor the catalogue knows it.`,
    })),
    ...groups
      .filter((id) => licensing !== null && !licensing.has(id.toLowerCase()))
      .map((id) => ({
        code: 'unknown-group',
        source: 'mix policy',
        detail: `${id} has a baseline; no group of that id assigns licences, so nobody is known to be in it.`,
      })),
  ];
};

const allocationProblems = (
  { isProven, excessSeats }: Allocation,
  classes: readonly MixClass[],
): readonly AuditProblem[] => {
  const unmet = classes.filter((each) => each.unmet.length > 0);
  return [
    ...unmet.map((each) => ({
      code: 'unmet-need',
      source: 'prices',
      detail: `${each.users} users (${each.labels[0] ?? ''}, …) need ${each.unmet.join(', ').slice(0, 3000)}: no combination of allowed, priced SKUs gives it. They keep today’s licences.`,
    })),
    ...(excessSeats === 0
      ? []
      : [
          {
            code: 'business-seat-limit',
            source: 'mix policy',
            detail: `${excessSeats} seats of Business SKUs are beyond the limit, and no other priced SKU meets those needs.`,
          },
        ]),
    ...(isProven
      ? []
      : [
          {
            code: 'not-proven',
            source: 'solver',
            detail:
              'The search ended before the plan was proven to be the cheapest: bound and gap say how far off it can be.',
          },
        ]),
  ];
};

/** What limits the mix: sources that say nothing, names that mean nothing, needs and limits that cannot be met. */
export const mixProblems = (
  context: RuleContext,
  market: Market,
  policy: MixPolicy,
  allocation: Allocation,
  classes: readonly MixClass[],
): AuditProblem[] => {
  const known =
    market.candidates.length === 0
      ? [{ code: 'no-prices', source: 'prices', detail: `No SKU has a price in ${market.currency}.` }]
      : [];
  const all = [
    ...known,
    ...reportProblems(context),
    ...policyProblems(context, policy),
    ...allocationProblems(allocation, classes),
  ];
  const text = ({ code, source, detail }: AuditProblem): string => `${code} ${source} ${detail}`;
  return all.sort((a, b) => (text(a) < text(b) ? -1 : 1));
};
