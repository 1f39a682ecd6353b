import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { InventorySku, Renewal } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day } from '../../../ui/format/values.tsx';
import { useOrganisation } from '../../../ui/session/session.ts';
import { renewalsQuery } from '../licence-queries.ts';

const useStyles = makeStyles({
  title: { margin: 0 },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: { display: 'flex', flexWrap: 'wrap', gap: '2px 12px', fontVariantNumeric: 'tabular-nums' },
  detail: { color: tokens.colorNeutralForeground2 },
});

/** The subscriptions that the seats of a SKU come from, and when each renews or ends. */
export const Subscriptions = ({ sku }: { readonly sku: InventorySku }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const renewals = useQuery(renewalsQuery(organisationId, sku.connectionId));
  const own = renewals.data?.renewals.filter(({ skuId }) => skuId === sku.skuId) ?? [];
  if (own.length === 0) return null;
  return (
    <>
      <Subtitle2 as="h3" className={styles.title}>
        {t('subscriptions.title')}
      </Subtitle2>
      <ul className={styles.list}>
        {own.map((renewal) => (
          <Entry key={renewal.subscriptionId} renewal={renewal} />
        ))}
      </ul>
    </>
  );
};

const Entry = ({ renewal }: { readonly renewal: Renewal }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { seats, date, isTrial, status, spareSeats } = renewal;
  return (
    <li className={styles.item}>
      <strong>{t('subscriptions.seats', { count: seats, number: formats.count(seats) })}</strong>
      <span>
        {t('subscriptions.until')} <Day on={date} missing={t('noRenewal')} />
      </span>
      <span className={styles.detail}>
        {[
          isTrial ? t('standing.trial') : undefined,
          status ?? undefined,
          spareSeats > 0 ? t('subscriptions.spare', { number: formats.count(spareSeats) }) : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  );
};
