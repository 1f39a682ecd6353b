import { ruleDefinitions } from '../engines/licences/rules/definitions.ts';
import type { AuditResult, Finding } from '../shared/licences/audit-result.ts';
import { evidenceText } from './licences-report-table.ts';
import { totalsByRule } from './licences-rule-totals.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: HTML cannot hold them
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
/** Text of a tenant may hold anything: nothing of it becomes markup. */
const escaped = (text: string): string =>
  text.replace(unprintable, '\ufffd').replace(/[&<>"']/g, (character) => escapes[character] ?? '');

interface Column {
  readonly header: string;
  readonly isNumber?: boolean;
}

const table = (caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const kind = (index: number): string => (columns[index]?.isNumber ? ' class="number"' : '');
  const head = columns
    .map(({ header }, index) => `<th scope="col"${kind(index)}>${escaped(header)}</th>`)
    .join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, index) => `<td${kind(index)}>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n`;
};

const number = (header: string): Column => ({ header, isNumber: true });

const totals = ({ totals: each }: AuditResult): string =>
  table(
    'Spend and savings a month. The three kinds of saving are not the same money and are never added up.',
    [
      { header: 'Currency' },
      number('Monthly spend'),
      number('Freed seats (usable now)'),
      number('Cash at renewal'),
      number('Avoided purchase'),
    ],
    each.map(({ currency, monthlySpend, savingByKind }) => [
      currency,
      monthlySpend,
      savingByKind['freed-seat'] ?? '0.00',
      savingByKind['cash-at-renewal'] ?? '0.00',
      savingByKind['avoided-purchase'] ?? '0.00',
    ]),
  );

const byRule = ({ findings }: AuditResult): string =>
  table(
    'Findings by rule',
    [
      { header: 'Rule' },
      { header: 'Finds' },
      number('Findings'),
      number('Counted by a stronger rule'),
      number('Unpriced'),
      { header: 'Kind of saving' },
      { header: 'Currency' },
      number('Monthly saving'),
    ],
    totalsByRule(findings).map((total) => [
      total.rule,
      ruleDefinitions[total.rule].finds,
      String(total.findings),
      String(total.superseded),
      String(total.unpriced),
      total.savingKind,
      total.currency ?? '',
      total.saving,
    ]),
  );

const findingRow = (finding: Finding): readonly string[] => [
  finding.rule,
  finding.subject.label,
  finding.skuPartNumber,
  finding.quantity,
  finding.monthlySaving ?? 'unknown',
  finding.currency ?? '',
  finding.confidence,
  finding.automation,
  finding.action.kind,
  finding.supersededBy ?? '',
  evidenceText(finding),
];

const all = ({ findings }: AuditResult): string =>
  table(
    'All findings',
    [
      { header: 'Rule' },
      { header: 'Subject' },
      { header: 'SKU' },
      number('Quantity'),
      number('Monthly saving'),
      { header: 'Currency' },
      { header: 'Confidence' },
      { header: 'Automation' },
      { header: 'Action' },
      { header: 'Counted by' },
      { header: 'Evidence' },
    ],
    findings.map(findingRow),
  );

const sources = ({ sources: each }: AuditResult): string =>
  table(
    'Sources',
    [
      { header: 'Report' },
      { header: 'Refreshed on' },
      number('Rows'),
      { header: 'Fresh' },
      { header: 'Names concealed' },
      number('Share of rows mapped to users'),
    ],
    each.map((source) => [
      source.name,
      source.refreshedOn ?? 'unknown',
      String(source.rows),
      source.fresh ? 'yes' : 'no',
      source.concealed ? 'yes' : 'no',
      source.mappedShare ?? '',
    ]),
  );

const problems = ({ problems: each }: AuditResult): string =>
  table(
    'What limits this audit',
    [{ header: 'Problem' }, { header: 'Source' }, { header: 'Detail' }],
    each.map(({ code, source, detail }) => [code, source, detail]),
  );

const style = `
:root { color-scheme: light dark; font: 15px/1.45 "Segoe UI", system-ui, sans-serif; }
body { max-width: 88rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin-bottom: .25rem; }
table { border-collapse: collapse; width: 100%; margin: 2rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
`;

/** The audit as one page that needs nothing else: no script, no network. */
export const renderHtml = (result: AuditResult): string => {
  const title = `Microsoft 365 licences as of ${result.asOf}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${result.users} users, ${result.findings.length} findings.</p>
${totals(result)}${byRule(result)}${all(result)}${sources(result)}${problems(result)}</main>
</body>
</html>
`;
};
