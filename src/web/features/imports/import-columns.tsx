import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../../shared/imports/contract.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import type { Column } from '../../ui/grid/column.ts';
import { PageLink } from '../../ui/page/links.tsx';
import type { LiveRuns } from '../../ui/run/live-runs.ts';
import { outcomeOf, outcomes } from './import-outcome.ts';
import { nameOfImport } from './import-queries.ts';
import { ImportStateCell } from './import-state.tsx';

const countText = (count: number | null): string | null => (count === null ? null : String(count));

/** The columns of the list of imports. */
export const useImportColumns = (runs: LiveRuns): readonly Column<Import>[] => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  return useMemo(() => {
    const rows = (id: string, label: string, of: (each: Import) => number | null): Column<Import> => ({
      id,
      label,
      kind: 'quantity',
      minWidthPx: 112,
      missing: t('noCount'),
      value: (each) => countText(of(each)),
    });
    return [
      {
        id: 'files',
        label: t('files'),
        kind: 'text',
        fixed: true,
        grow: 2,
        minWidthPx: 220,
        value: ({ files }) => files.map(({ name }) => name).join(', '),
        cell: (each) => (
          <span title={each.files.map(({ name }) => name).join('\n')}>
            <PageLink path={`cloud/imports/${each.id}`}>{nameOfImport(each)}</PageLink>
            {each.files.length > 1 && ` ${t('moreFiles', { count: each.files.length - 1 })}`}
          </span>
        ),
      },
      {
        id: 'state',
        label: t('stateLabel'),
        kind: 'choice',
        minWidthPx: 188,
        // What shrank is in the report of an import only.
        choices: Object.fromEntries(
          outcomes.flatMap((outcome) => (outcome === 'shrunk' ? [] : [[outcome, t(`state.${outcome}`)]])),
        ),
        value: (each) => outcomeOf(each),
        cell: (each) => <ImportStateCell of={each} run={runs.get(each.runId ?? '')} />,
      },
      {
        id: 'format',
        label: t('format'),
        kind: 'text',
        minWidthPx: 112,
        value: ({ format }) => format,
        missing: t('noFormat'),
      },
      rows('rowsRead', t('rowsRead'), (each) => each.rowsRead),
      rows('rowsImported', t('importedShort'), (each) => each.rowsImported),
      rows('rowsRejected', t('rejectedShort'), (each) => each.rowsRejected),
      {
        id: 'bytes',
        label: t('size'),
        kind: 'quantity',
        hidden: true,
        value: ({ files }) => String(files.reduce((sum, { bytes }) => sum + bytes, 0)),
        cell: ({ files }) => formats.bytes(files.reduce((sum, { bytes }) => sum + bytes, 0)),
      },
      {
        id: 'origin',
        label: t('originLabel'),
        kind: 'choice',
        minWidthPx: 128,
        choices: Object.fromEntries(
          (['upload', 'command', 'watch', 'sample'] as const).map((origin) => [
            origin,
            t(`origin.${origin}`),
          ]),
        ),
        value: ({ origin }) => origin,
      },
      {
        id: 'mode',
        label: t('modeLabel'),
        kind: 'choice',
        hidden: true,
        choices: { replace: t('mode.replace'), append: t('mode.append') },
        value: ({ mode }) => mode,
      },
      {
        id: 'createdAt',
        label: t('created'),
        kind: 'instant',
        minWidthPx: 164,
        value: ({ createdAt }) => createdAt,
      },
      {
        id: 'finishedAt',
        label: t('finished'),
        kind: 'instant',
        hidden: true,
        value: ({ finishedAt }) => finishedAt,
        missing: t('notFinished'),
      },
    ];
  }, [t, formats, runs]);
};
