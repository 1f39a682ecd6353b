import { createExactSum } from '../shared/exact-sum.ts';
import type { Finding, RuleId } from '../shared/licences/audit-result.ts';
import { formatDecimal } from '../shared/money.ts';

/** One rule's findings in one currency and kind of saving. */
export interface RuleTotal {
  readonly rule: RuleId;
  readonly savingKind: string;
  readonly currency: string | null;
  readonly findings: number;
  readonly unpriced: number;
  readonly superseded: number;
  readonly saving: string;
}

/** Adds findings up by rule, kind of saving and currency, in that order. */
export const totalsByRule = (findings: readonly Finding[]): readonly RuleTotal[] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.savingKind} ${finding.currency ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap((group): readonly RuleTotal[] => {
    const [first] = group;
    if (!first) return [];
    const sum = createExactSum();
    for (const { monthlySaving } of group) if (monthlySaving !== null) sum.add(monthlySaving);
    return [
      {
        rule: first.rule,
        savingKind: first.savingKind,
        currency: first.currency,
        findings: group.length,
        unpriced: group.filter(({ monthlySaving }) => monthlySaving === null).length,
        superseded: group.filter(({ supersededBy }) => supersededBy !== null).length,
        saving: formatDecimal(sum.value(), 2),
      },
    ];
  });
};
