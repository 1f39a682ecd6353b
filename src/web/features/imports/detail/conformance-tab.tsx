import { Badge, type BadgeProps } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Missing } from '../../../ui/format/values.tsx';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Facts } from '../../../ui/page/facts.tsx';
import { SidePanel, usePanel } from '../../../ui/page/side-panel.tsx';

type Finding = ImportDetail['conformance'][number];
const severities = ['error', 'warning', 'info'] as const;
const colours: Readonly<Record<Finding['severity'], NonNullable<BadgeProps['color']>>> = {
  error: 'danger',
  warning: 'warning',
  info: 'informative',
};

const keyOf = ({ rule }: Finding) => rule;
const nameOf = ({ sentence }: Finding) => sentence;

/** Which rules of FOCUS the rows break, the worst first; each says itself in one sentence. */
export const ConformanceTab = ({ findings }: { readonly findings: readonly Finding[] }) => {
  const { t } = useTranslation('imports');
  const state = useGridState('import-conformance');
  const columns = useFindingColumns();
  const [panel, open, close] = usePanel();
  const rows = useMemo(
    () =>
      findings.toSorted(
        (a, b) =>
          severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.failingRows - a.failingRows,
      ),
    [findings],
  );
  const shown = rows.find(({ rule }) => rule === panel);
  return (
    <>
      <DataGrid
        label={t('conformance')}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        onOpen={({ rule }) => open(rule)}
        openKey={panel}
        empty={
          <EmptyState title={t('conforms')} icon={CheckmarkCircleRegular}>
            {t('conformsDetail')}
          </EmptyState>
        }
      />
      {shown !== undefined && <FindingPanel finding={shown} onClose={close} />}
    </>
  );
};

const SeverityBadge = ({ severity }: Pick<Finding, 'severity'>) => {
  const { t } = useTranslation('imports');
  return (
    <Badge appearance="tint" color={colours[severity]}>
      {t(`severity.${severity}`)}
    </Badge>
  );
};

interface FindingPanelProps {
  readonly finding: Finding;
  readonly onClose: () => void;
}

const FindingPanel = ({ finding, onClose }: FindingPanelProps) => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const { exampleRow, exampleValue } = finding;
  return (
    <SidePanel title={finding.sentence} onClose={onClose}>
      <Facts
        facts={[
          { term: t('severityLabel'), value: <SeverityBadge severity={finding.severity} /> },
          { term: t('rule'), value: <code>{finding.rule}</code> },
          { term: t('section'), value: finding.section },
          { term: t('columns'), value: finding.columns.join(', ') },
          { term: t('failingRows'), value: formats.count(finding.failingRows) },
          {
            term: t('exampleRow'),
            value: exampleRow === null ? <Missing missing={t('noExample')} /> : formats.count(exampleRow),
          },
          {
            term: t('exampleValue'),
            value: exampleValue === null ? <Missing missing={t('noValue')} /> : <code>{exampleValue}</code>,
          },
        ]}
      />
    </SidePanel>
  );
};

const useFindingColumns = (): readonly Column<Finding>[] => {
  const { t } = useTranslation('imports');
  return useMemo(
    () => [
      {
        id: 'severity',
        label: t('severityLabel'),
        kind: 'choice',
        fixed: true,
        choices: Object.fromEntries(severities.map((severity) => [severity, t(`severity.${severity}`)])),
        value: ({ severity }) => severity,
        cell: ({ severity }) => <SeverityBadge severity={severity} />,
      },
      {
        id: 'sentence',
        label: t('sentence'),
        kind: 'text',
        grow: 3,
        minWidthPx: 320,
        value: ({ sentence }) => sentence,
      },
      {
        id: 'failingRows',
        label: t('failingRows'),
        kind: 'quantity',
        minWidthPx: 140,
        value: ({ failingRows }) => String(failingRows),
      },
      {
        id: 'exampleRow',
        label: t('exampleRow'),
        kind: 'quantity',
        minWidthPx: 140,
        value: ({ exampleRow }) => (exampleRow === null ? null : String(exampleRow)),
        missing: t('noExample'),
      },
      {
        id: 'exampleValue',
        label: t('exampleValue'),
        kind: 'text',
        value: ({ exampleValue }) => exampleValue,
        missing: t('noValue'),
      },
      { id: 'rule', label: t('rule'), kind: 'text', grow: 0, value: ({ rule }) => rule, hidden: true },
      { id: 'section', label: t('section'), kind: 'text', value: ({ section }) => section, hidden: true },
    ],
    [t],
  );
};
