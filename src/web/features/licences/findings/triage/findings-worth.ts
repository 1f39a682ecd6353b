import type { cashKinds } from '../../../../../shared/licences/audit-result.ts';
import type { FindingRow } from '../../../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../../../shared/money.ts';
import type { Saving } from '../../common/saving-sums.ts';

/** What these findings could save a month, by currency and kind; findings without a price count as unknown, not here. */
export const savingsOfFindings = (findings: readonly FindingRow[]): readonly Saving[] => {
  const currencies = [...new Set(findings.flatMap(({ currency }) => currency ?? []))].sort();
  return currencies.map((currency) => {
    const sum = (kind: (typeof cashKinds)[number]) =>
      formatDecimal(
        findings
          .filter((finding) => finding.currency === currency && finding.savingKind === kind)
          .reduce((total, { monthlySaving }) => total.add(monthlySaving ?? 0), new Exact(0)),
        2,
      );
    return {
      currency,
      byKind: {
        'freed-seat': sum('freed-seat'),
        'cash-at-renewal': sum('cash-at-renewal'),
        'avoided-purchase': sum('avoided-purchase'),
      },
    };
  });
};
