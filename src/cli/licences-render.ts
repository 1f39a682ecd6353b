import { ruleDefinitions } from '../engines/licences/rules/definitions.ts';
import type { AuditResult } from '../shared/licences/audit-result.ts';
import { totalsByRule } from './licences-rule-totals.ts';
import { renderTable, type TableColumn } from './table.ts';

const text = (header: string): TableColumn => ({ header });
const count = (header: string): TableColumn => ({ header, align: 'right' });
const money = (header: string): TableColumn => ({ header, align: 'decimal' });

const unknown = '(unknown)';

const spendTable = ({ totals }: AuditResult): string =>
  renderTable(
    [
      text('Currency'),
      money('Monthly spend'),
      money('Freed seats'),
      money('At renewal'),
      money('Avoided purchase'),
    ],
    totals.map(({ currency, monthlySpend, savingByKind }) => [
      currency,
      monthlySpend,
      savingByKind['freed-seat'] ?? '0.00',
      savingByKind['cash-at-renewal'] ?? '0.00',
      savingByKind['avoided-purchase'] ?? '0.00',
    ]),
  );

const ruleTable = ({ findings }: AuditResult): string =>
  renderTable(
    [
      text('Rule'),
      text('Finds'),
      count('Findings'),
      count('Counted elsewhere'),
      count('Unpriced'),
      text('Kind'),
      text('Currency'),
      money('Monthly saving'),
    ],
    totalsByRule(findings).map((total) => [
      total.rule,
      ruleDefinitions[total.rule].title,
      String(total.findings),
      String(total.superseded),
      String(total.unpriced),
      total.savingKind,
      total.currency ?? unknown,
      total.saving,
    ]),
  );

const findingTable = ({ findings }: AuditResult): string =>
  renderTable(
    [
      text('Rule'),
      text('Subject'),
      text('SKU'),
      count('Quantity'),
      money('Monthly saving'),
      text('Currency'),
      text('Confidence'),
      text('Automation'),
      text('Action'),
      text('Counted by'),
    ],
    findings.map((finding) => [
      finding.rule,
      finding.subject.label,
      finding.skuPartNumber,
      finding.quantity,
      finding.monthlySaving ?? unknown,
      finding.currency ?? '',
      finding.confidence,
      finding.automation,
      finding.action.kind,
      finding.supersededBy ?? '',
    ]),
  );

const sourceTable = ({ sources }: AuditResult): string =>
  renderTable(
    [text('Source'), text('Refreshed on'), count('Rows'), text('Fresh'), text('Concealed'), money('Mapped')],
    sources.map((source) => [
      source.name,
      source.refreshedOn ?? unknown,
      String(source.rows),
      source.fresh ? 'yes' : 'no',
      source.concealed ? 'yes' : 'no',
      source.mappedShare ?? '',
    ]),
  );

const problemTable = ({ problems }: AuditResult): string =>
  renderTable(
    [text('Problem'), text('Source'), text('Detail')],
    problems.map(({ code, source, detail }) => [code, source, detail]),
  );

/** The audit as tables for a person. Kinds of saving stay apart: they are not the same money. */
export const renderAudit = (result: AuditResult): string =>
  [
    `${result.users} users as of ${result.asOf}, ${result.findings.length} findings\n`,
    ...(result.totals.length > 0 ? [spendTable(result)] : []),
    ...(result.findings.length > 0 ? [ruleTable(result), findingTable(result)] : []),
    ...(result.sources.length > 0 ? [sourceTable(result)] : []),
    ...(result.problems.length > 0 ? [problemTable(result)] : []),
  ].join('\n');
