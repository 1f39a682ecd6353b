import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { LicenceUserDetail } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Money } from '../../../ui/format/values.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    paddingBottom: '8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', justifyContent: 'space-between', gap: '12px' },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  price: { whiteSpace: 'nowrap' },
  ways: { margin: 0, paddingLeft: '20px', color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  plans: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(220px, 100%), 1fr))',
    gap: '2px 16px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  off: { color: tokens.colorNeutralForeground3, textDecorationLine: 'line-through' },
});

type Licence = LicenceUserDetail['licences'][number];

/** What a user holds, how each licence came, and which of its plans are switched off. */
export const UserLicences = ({ detail }: { readonly detail: LicenceUserDetail }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  if (detail.licences.length === 0) return <span>{t('users.noLicence')}</span>;
  return (
    <ul className={styles.list}>
      {detail.licences.map((licence) => (
        <li key={licence.skuId} className={styles.item}>
          <Entry licence={licence} />
        </li>
      ))}
    </ul>
  );
};

const Entry = ({ licence }: { readonly licence: Licence }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const { name, skuPartNumber, unitPrice, currency, priceSource, isHeld, ways, plans } = licence;
  const off = plans.filter(({ disabled }) => disabled).length;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.name} title={skuPartNumber}>
          {name}{' '}
          {!isHeld && (
            <Badge appearance="tint" color="danger" title={t('users.notHeldDetail')}>
              {t('users.notHeld')}
            </Badge>
          )}
        </span>
        <span className={styles.price} title={t(`priceSourceDetail.${priceSource}`)}>
          <Money amount={unitPrice} currency={currency ?? 'XXX'} missing={t('noPrice')} />
        </span>
      </div>
      <ul className={styles.ways}>
        {ways.map((way) => (
          <li key={way.groupId ?? 'direct'}>
            <Way way={way} />
          </li>
        ))}
      </ul>
      {plans.length > 0 && (
        <Accordion collapsible>
          <AccordionItem value="plans">
            <AccordionHeader size="small">{t('users.plans', { count: plans.length, off })}</AccordionHeader>
            <AccordionPanel>
              <ul className={styles.plans}>
                {plans.map((plan) => (
                  <li key={plan.name} title={plan.name} className={plan.disabled ? styles.off : undefined}>
                    {plan.label}
                    {plan.disabled && ` (${t('users.planOff')})`}
                  </li>
                ))}
              </ul>
            </AccordionPanel>
          </AccordionItem>
        </Accordion>
      )}
    </>
  );
};

const Way = ({ way }: { readonly way: Licence['ways'][number] }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { groupId, groupName, state, error, since } = way;
  const by = groupId === null ? t('users.direct') : t('users.byGroup', { name: groupName ?? groupId });
  const when = since === null ? undefined : t('users.since', { day: formats.day(since) });
  return (
    <>
      {[by, when].filter(Boolean).join(', ')}
      {state !== 'Active' && (
        <>
          {' '}
          <Badge appearance="tint" color={error === null ? 'informative' : 'danger'}>
            {error === null
              ? t(`assignment.${state}`, { defaultValue: state })
              : t(`assignmentError.${error}`, { defaultValue: error })}
          </Badge>
        </>
      )}
    </>
  );
};
