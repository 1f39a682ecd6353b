import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { Savings } from '../common/amounts.tsx';
import { type FindingsFilter, groupsQuery } from '../licence-queries.ts';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '2px 16px', minWidth: 0 },
  count: { fontWeight: tokens.fontWeightSemibold },
});

/** How many findings pass the filters and what they could save, each kind of money by itself. */
export const SavingsLine = ({ filter }: { readonly filter: FindingsFilter }) => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const styles = useStyles();
  const formats = useFormats();
  const { data } = useQuery(groupsQuery(organisationId, 'rule', filter));
  if (data === undefined || data.findings === 0) return null;
  return (
    <div className={styles.line} role="status">
      <span className={styles.count}>
        {t('findingCount', { count: data.findings, number: formats.count(data.findings) })}
      </span>
      <Savings savings={data.savings} missing={t('nothingToSave')} />
    </div>
  );
};
