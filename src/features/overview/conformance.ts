import type { Tx } from '../../platform/postgres/database.ts';
import type { Overview } from '../../shared/overview/contract.ts';

type Finding = Overview['conformance']['findings'][number];

/** What was found when an import that is live now was checked against the rules of FOCUS. */
export interface CheckedImport {
  readonly importId: string;
  readonly rowsImported: number;
  readonly rowsRejected: number;
  readonly findings: readonly Omit<Finding, 'importId'>[];
}

/** The stored reports of imports. */
export interface ConformanceReports {
  /** Of the imports with charges in the lake now, the latest first. */
  live(tx: Tx, organisationId: string): Promise<readonly CheckedImport[]>;
}

const severities = ['error', 'warning', 'info'] as const;
const shownFindings = 20;

/** The reports of all live imports as one: a rule counts once, with all the rows that break it. */
export const summarise = (imports: readonly CheckedImport[]): Overview['conformance'] => {
  const byRule = new Map<string, Finding>();
  for (const { importId, findings } of imports) {
    for (const { rule, severity, sentence, failingRows } of findings) {
      const before = byRule.get(rule);
      const rows = (before?.failingRows ?? 0) + failingRows;
      byRule.set(rule, { ...(before ?? { rule, severity, sentence, importId }), failingRows: rows });
    }
  }
  const found = [...byRule.values()];
  const order = (finding: Finding): number => severities.indexOf(finding.severity);
  const ordered = found.toSorted((a, b) => order(a) - order(b) || b.failingRows - a.failingRows);
  const sum = (of: (each: CheckedImport) => number): number => imports.reduce((n, each) => n + of(each), 0);
  return {
    imports: imports.length,
    rowsImported: sum((each) => each.rowsImported),
    rowsRejected: sum((each) => each.rowsRejected),
    errors: found.filter((finding) => finding.severity === 'error').length,
    warnings: found.filter((finding) => finding.severity === 'warning').length,
    findings: ordered.slice(0, shownFindings),
  };
};
