import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadRejects, type ImportDetail } from '../../../../shared/imports/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import type { Column } from '../../../ui/grid/column.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { useOrganisation } from '../../../ui/session/session.ts';

type Reject = ImportDetail['rejects'][number];

const useStyles = makeStyles({ note: { color: tokens.colorNeutralForeground2 } });

const keyOf = ({ file, row, column, reason }: Reject) => `${file}:${row}:${column}:${reason}`;
const nameOf = ({ file, row }: Reject) => `${file} ${row}`;

/** The rows that could not be imported: where each is, and why. */
export const RejectsTab = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  const formats = useFormats();
  const { organisationId } = useOrganisation();
  const state = useGridState('import-rejects');
  const columns = useRejectColumns();
  const all = detail.rowsRejected ?? 0;
  const more = all > detail.rejects.length;
  return (
    <DataGrid
      label={t('rejects')}
      columns={columns}
      rows={detail.rejects}
      keyOf={keyOf}
      nameOf={nameOf}
      state={state}
      toolbar={
        <>
          <Button
            appearance="subtle"
            icon={<ArrowDownloadRegular />}
            onClick={() => download(downloadRejects, { params: { organisationId, importId: detail.id } })}
          >
            {t('downloadRejects')}
          </Button>
          {more && (
            <Body1 className={styles.note}>
              {t('firstRejects', { shown: formats.count(detail.rejects.length), all: formats.count(all) })}
            </Body1>
          )}
        </>
      }
      empty={
        <EmptyState title={t('noRejects')} icon={CheckmarkCircleRegular}>
          {t('noRejectsDetail')}
        </EmptyState>
      }
    />
  );
};

const useRejectColumns = (): readonly Column<Reject>[] => {
  const { t } = useTranslation('imports');
  return useMemo(
    () => [
      { id: 'file', label: t('file'), kind: 'text', fixed: true, minWidthPx: 180, value: ({ file }) => file },
      { id: 'row', label: t('row'), kind: 'quantity', value: ({ row }) => String(row) },
      {
        id: 'column',
        label: t('column'),
        kind: 'text',
        value: ({ column }) => column,
        missing: t('wholeRow'),
      },
      { id: 'value', label: t('value'), kind: 'text', value: ({ value }) => value, missing: t('noValue') },
      {
        id: 'reason',
        label: t('reason'),
        kind: 'text',
        grow: 2,
        minWidthPx: 280,
        value: ({ reason }) => reason,
      },
    ],
    [t],
  );
};
