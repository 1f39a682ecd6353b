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
  /** Numbers stand to the right; names may be long and have no blanks, so that only they are broken anywhere. */
  readonly kind?: 'number' | 'name' | 'label';
}

interface Row {
  readonly cells: readonly string[];
  /** Text below the cells, over the whole width. */
  readonly below?: string;
}

const plain = (cells: readonly string[]): Row => ({ cells });

const table = (caption: string, columns: readonly Column[], rows: readonly Row[]): string => {
  const kind = (index: number): string => {
    const name = columns[index]?.kind;
    return name === undefined ? '' : ` class="${name}"`;
  };
  const head = columns
    .map(({ header }, index) => `<th scope="col"${kind(index)}>${escaped(header)}</th>`)
    .join('');
  const line = ({ cells, below }: Row): string => {
    const first = `<tr>${cells.map((cell, index) => `<td${kind(index)}>${escaped(cell)}</td>`).join('')}</tr>`;
    if (below === undefined) return first;
    const second = `<tr class="below"><td></td><td colspan="${columns.length - 1}">${escaped(below)}</td></tr>`;
    return `${first}\n${second}`;
  };
  const body = rows.map(line).join('\n');
  return `<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n`;
};

const number = (header: string): Column => ({ header, kind: 'number' });
const named = (header: string): Column => ({ header, kind: 'name' });

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
    each.map(({ currency, monthlySpend, savingByKind }) =>
      plain([
        currency,
        monthlySpend,
        savingByKind['freed-seat'] ?? '0.00',
        savingByKind['cash-at-renewal'] ?? '0.00',
        savingByKind['avoided-purchase'] ?? '0.00',
      ]),
    ),
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
    totalsByRule(findings).map((total) =>
      plain([
        total.rule,
        ruleDefinitions[total.rule].finds,
        String(total.findings),
        String(total.superseded),
        String(total.unpriced),
        total.savingKind,
        total.currency ?? '',
        total.saving,
      ]),
    ),
  );

const findingCells = (finding: Finding): readonly string[] => [
  finding.rule,
  finding.subject.label,
  finding.skuPartNumber,
  finding.quantity,
  finding.monthlySaving === null ? 'unknown' : [finding.monthlySaving, finding.currency].join(' ').trim(),
  finding.confidence,
  finding.automation,
  finding.action.kind,
  finding.supersededBy ?? '',
];

const all = ({ findings }: AuditResult): string =>
  table(
    'All findings, each with its evidence',
    [
      { header: 'Rule' },
      { header: 'Subject', kind: 'label' },
      named('SKU'),
      number('Quantity'),
      number('Monthly saving'),
      { header: 'Confidence' },
      { header: 'Automation' },
      { header: 'Action' },
      { header: 'Counted by' },
    ],
    findings.map((finding) => ({ cells: findingCells(finding), below: evidenceText(finding) })),
  );

const sources = ({ sources: each }: AuditResult): string =>
  table(
    'Sources',
    [
      named('Report'),
      { header: 'Refreshed on' },
      number('Rows'),
      { header: 'Fresh' },
      { header: 'Names concealed' },
      number('Share of rows mapped to users'),
    ],
    each.map((source) =>
      plain([
        source.name,
        source.refreshedOn ?? 'unknown',
        String(source.rows),
        source.fresh ? 'yes' : 'no',
        source.concealed ? 'yes' : 'no',
        source.mappedShare ?? '',
      ]),
    ),
  );

const problems = ({ problems: each }: AuditResult): string =>
  table(
    'What limits this audit',
    [{ header: 'Problem' }, named('Source'), { header: 'Detail' }],
    each.map(({ code, source, detail }) => plain([code, source, detail])),
  );

const style = `
:root { color-scheme: light dark; font: 15px/1.45 "Segoe UI", system-ui, sans-serif; }
body { max-width: 88rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin-bottom: .25rem; }
table { border-collapse: collapse; width: 100%; margin: 2rem 0; font-size: .87rem; }
caption { text-align: left; font-size: 1rem; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); overflow-wrap: break-word; }
th { vertical-align: bottom; }
th.number, td.number { text-align: right; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name, td.label { overflow-wrap: anywhere; }
td.name { min-width: 12em; }
td.label { min-width: 22em; }
tr:has(+ .below) td { border-bottom: none; padding-bottom: 0; }
.below td { padding-top: 0; font-size: .85em; opacity: .8; overflow-wrap: anywhere; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root { color-scheme: light; font-size: 9pt; }
  body { margin: 0; max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tr:has(+ .below) { break-after: avoid; }
  .below td { opacity: 1; }
}
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
