import { useTranslation } from 'react-i18next';
import type { FindingRow } from '../../../../shared/licences/contract.ts';
import { Exact } from '../../../../shared/money.ts';
import { Missing } from '../../../ui/format/values.tsx';
import { MonthlyAmounts } from '../common/amounts.tsx';

/** What a finding could save a month, with its kind; why there is nothing where there is nothing. */
export const FindingSaving = ({ finding }: { readonly finding: FindingRow }) => {
  const { t } = useTranslation('licences');
  const { monthlySaving, currency, savingKind, supersededBy } = finding;
  if (savingKind === 'risk' || savingKind === 'none')
    return <Missing missing={t(`kindDetail.${savingKind}`)} />;
  if (supersededBy !== null) return <Missing missing={t('findings.carriedBy', { rule: supersededBy })} />;
  if (monthlySaving === null || currency === null) return <Missing missing={t('noPrice')} />;
  if (new Exact(monthlySaving).isZero()) return <Missing missing={t('nothingToSave')} />;
  return (
    <span title={t(`kindDetail.${savingKind}`)}>
      <MonthlyAmounts amounts={[{ currency, amount: monthlySaving }]} />
    </span>
  );
};
