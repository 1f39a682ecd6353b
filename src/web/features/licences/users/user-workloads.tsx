import { useTranslation } from 'react-i18next';
import type { LicenceUserDetail } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, Missing } from '../../../ui/format/values.tsx';
import { SimpleTable } from '../common/simple-table.tsx';
import { sourceText } from '../common/source-text.ts';

/** Each workload: whether the licences include it, and when it was used last. */
export const UserWorkloads = ({ detail }: { readonly detail: LicenceUserDetail }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  return (
    <SimpleTable
      label={t('users.workloads')}
      columns={[
        { id: 'workload', label: t('workloadLabel') },
        { id: 'licensed', label: t('users.isLicensed') },
        { id: 'last', label: t('lastActivity') },
        { id: 'storage', label: t('storage'), isNumber: true },
        { id: 'source', label: t('evidence.source') },
      ]}
      rows={detail.workloads.map(({ workload, licensed, lastActivityOn, covered, source, storageBytes }) => ({
        key: workload,
        cells: [
          t(`workload.${workload}`),
          t(licensed ? 'yes' : 'no'),
          lastActivityOn === null && covered ? (
            t('neverUsed')
          ) : (
            <Day key="last" on={lastActivityOn} missing={t('notCovered')} />
          ),
          storageBytes === null ? (
            <Missing key="storage" missing={t('notCovered')} />
          ) : (
            formats.bytes(storageBytes)
          ),
          source === null ? <Missing key="source" missing={t('notCovered')} /> : sourceText(source, t),
        ],
      }))}
    />
  );
};
