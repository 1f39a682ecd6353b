import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { groupings } from '../../../../shared/licences/contract.ts';

/** What findings can be grouped by, in words. */
export const useBys = () => {
  const { t } = useTranslation('licences');
  return useMemo(() => groupings.map((value) => ({ value, label: t(`findings.by.${value}`) })), [t]);
};
