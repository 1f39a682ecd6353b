import type { ExportTable } from '../platform/export/table.ts';
import type { AuditResult, Finding } from '../shared/licences/audit-result.ts';

const columns = [
  { header: 'Rule', kind: 'text' },
  { header: 'Subject kind', kind: 'text' },
  { header: 'Subject', kind: 'text' },
  { header: 'Subject id', kind: 'text' },
  { header: 'SKU', kind: 'text' },
  { header: 'Quantity', kind: 'count' },
  { header: 'Monthly saving', kind: 'number' },
  { header: 'Currency', kind: 'text' },
  { header: 'Saving kind', kind: 'text' },
  { header: 'Confidence', kind: 'text' },
  { header: 'Automation', kind: 'text' },
  { header: 'Action', kind: 'text' },
  { header: 'Superseded by', kind: 'text' },
  { header: 'Evidence', kind: 'text' },
] as const;

/** Evidence in one line: `users.accountEnabled = false; …`. */
export const evidenceText = ({ evidence }: Finding): string =>
  evidence
    .map(({ source, field, value, note }) => {
      const seen = `${source}.${field} = ${value ?? 'none'}`;
      return note === undefined ? seen : `${seen} (${note})`;
    })
    .join('; ');

const row = (finding: Finding): readonly (string | null)[] => [
  finding.rule,
  finding.subject.kind,
  finding.subject.label,
  finding.subject.id,
  finding.skuPartNumber,
  finding.quantity,
  finding.monthlySaving,
  finding.currency,
  finding.savingKind,
  finding.confidence,
  finding.automation,
  finding.action.kind,
  finding.supersededBy,
  evidenceText(finding),
];

const batchRows = 1000;

async function* batches(
  findings: readonly Finding[],
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  for (let start = 0; start < findings.length; start += batchRows) {
    yield findings.slice(start, start + batchRows).map(row);
  }
}

/** The findings as a table for CSV and XLSX. */
export const findingsTable = ({ findings }: AuditResult): ExportTable => ({
  name: 'Findings',
  columns,
  batches: batches(findings),
});
