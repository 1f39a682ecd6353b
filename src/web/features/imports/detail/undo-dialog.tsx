import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportDetail, undoImport } from '../../../../shared/imports/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { nameOfImport } from '../import-queries.ts';
import { liveSlices } from './slice-totals.ts';

interface UndoDialogProps {
  readonly detail: ImportDetail;
  readonly onClose: () => void;
}

const sumOfRows = (slices: readonly { readonly rows: number }[]): number =>
  slices.reduce((sum, { rows }) => sum + rows, 0);

/** Asks before an import makes way again for what it had replaced, and says how much of each. */
export const UndoDialog = ({ detail, onClose }: UndoDialogProps) => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const counted = (rows: number) => t('rowCount', { count: rows, number: formats.count(rows) });
  const effect = {
    removed: counted(sumOfRows(liveSlices(detail))),
    restored: counted(sumOfRows(detail.replaced)),
  };
  const undo = async () => {
    await call(undoImport, { params: { organisationId, importId: detail.id } });
    // Everything that was said about costs may be different now.
    for (const key of ['imports', 'costs', 'overview'])
      await client.invalidateQueries({ queryKey: [key, organisationId] });
    toasts.success(t('undone', effect));
  };
  return (
    <ConfirmDialog
      open
      title={t('undoTitle', { name: nameOfImport(detail) })}
      confirm={t('undoConfirm', effect)}
      destructive
      onConfirm={undo}
      onClose={onClose}
    >
      {t('undoEffect', effect)}
    </ConfirmDialog>
  );
};
