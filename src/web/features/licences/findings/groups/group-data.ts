import type { ResponseOf } from '../../../../../shared/endpoint.ts';
import { type RuleId, ruleIds } from '../../../../../shared/licences/audit-result.ts';
import type { groupFindings } from '../../../../../shared/licences/contract.ts';
import { Exact } from '../../../../../shared/money.ts';
import { amountsOfKind, kindsOf } from '../../common/saving-sums.ts';

export type Group = ResponseOf<typeof groupFindings>['groups'][number];

/** What rules speak of, in the order in which people decide. */
export const ruleFamilies = ['W', 'D', 'R', 'O', 'G'] as const;
export type RuleFamily = (typeof ruleFamilies)[number];

export const ruleOf = ({ key }: Group): RuleId | undefined => ruleIds.find((rule) => rule === key);

/** The largest amount of one kind and currency, to order by: kinds and currencies are not added for that, either. */
const weightOf = ({ savings }: Group): Exact =>
  kindsOf(savings)
    .flatMap((kind) => amountsOfKind(savings, kind))
    .reduce((most, { amount }) => Exact.max(most, amount), new Exact(0));

/** Groups of rules by family, each with what is worth most first; families without findings are left out. */
export const familiesOf = (
  groups: readonly Group[],
): readonly { readonly family: RuleFamily; readonly groups: readonly Group[] }[] =>
  ruleFamilies
    .map((family) => ({
      family,
      groups: groups
        .filter((group) => ruleOf(group)?.startsWith(family) === true)
        .sort((a, b) => weightOf(b).comparedTo(weightOf(a)) || b.findings - a.findings),
    }))
    .filter((each) => each.groups.length > 0);
