import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportDetail, removeImport } from '../../../../shared/imports/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { importsKey, nameOfImport } from '../import-queries.ts';
import { liveSlices } from './slice-totals.ts';

interface RemoveDialogProps {
  readonly detail: ImportDetail;
  readonly onClose: () => void;
}

/** Asks before the charges of an import leave the lake, and says how many. */
export const RemoveDialog = ({ detail, onClose }: RemoveDialogProps) => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const toasts = useToasts();
  const rows = liveSlices(detail).reduce((sum, slice) => sum + slice.rows, 0);
  const counted = { count: rows, number: formats.count(rows) };
  const remove = async () => {
    await call(removeImport, { params: { organisationId, importId: detail.id } });
    // Everything that was said about costs may be different now.
    await client.invalidateQueries({ queryKey: importsKey(organisationId) });
    await client.invalidateQueries({ queryKey: ['costs', organisationId] });
    toasts.success(t('removed', counted));
  };
  return (
    <ConfirmDialog
      open
      title={t('removeTitle', { name: nameOfImport(detail) })}
      confirm={t('removeConfirm', counted)}
      destructive
      onConfirm={remove}
      onClose={onClose}
    >
      {t('removeEffect', counted)}
      {detail.replaced.length > 0 && ` ${t('removeReplaced')}`}
    </ConfirmDialog>
  );
};
