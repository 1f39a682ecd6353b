import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Renewal } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, Missing, Money } from '../../../ui/format/values.tsx';
import { Facts } from '../../../ui/page/facts.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { standingOf } from './months.ts';
import { StandingBadge } from './renewal-columns.tsx';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground2 } });

interface RenewalPanelProps {
  readonly renewal: Renewal;
  readonly tenant: string | undefined;
  readonly onClose: () => void;
}

/** One subscription: what renews, what of it is not needed, and the way to the findings that free more. */
export const RenewalPanel = ({ renewal, tenant, onClose }: RenewalPanelProps) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const formats = useFormats();
  const goTo = useGoTo();
  const { connectionId, skuPartNumber, currency, spareSeats, freeableSeats, seats, termDuration } = renewal;
  const money = (amount: string | null, missing: string) => (
    <Money amount={currency === null ? null : amount} currency={currency ?? 'XXX'} missing={missing} />
  );
  const toFindings = () =>
    goTo({
      path: 'licences/findings',
      search: { tenant: connectionId, show: 'list', filters: { sku: { values: [skuPartNumber] } } },
    });
  const facts = [
    { term: t('renewals.standing'), value: <StandingBadge renewal={renewal} /> },
    { term: t('renewals.date'), value: <Day on={renewal.date} missing={t('renewals.noDate')} /> },
    {
      term: t('renewals.daysLeft'),
      value:
        renewal.daysLeft === null ? (
          <Missing missing={t('renewals.noDate')} />
        ) : (
          formats.count(renewal.daysLeft)
        ),
    },
    ...(tenant === undefined ? [] : [{ term: t('tenant'), value: tenant }]),
    { term: t('renewals.seats'), value: formats.count(seats) },
    {
      term: t('renewals.spare'),
      value: <span title={t('renewals.spareHint')}>{formats.count(spareSeats)}</span>,
    },
    { term: t('renewals.freeable'), value: formats.count(freeableSeats) },
    { term: t('renewals.cost'), value: money(renewal.monthlyCost, t('renewals.noPrice')) },
    { term: t('renewals.saving'), value: money(renewal.monthlySaving, t('renewals.noSaving')) },
    { term: t('prices.source'), value: t(`source.${renewal.priceSource}`) },
    {
      term: t('prices.term'),
      value:
        termDuration === null ? (
          <Missing missing={t('prices.noTerm')} />
        ) : (
          t(`term.${termDuration}`, { defaultValue: termDuration })
        ),
    },
    { term: t('partNumber'), value: skuPartNumber },
  ];
  return (
    <SidePanel
      title={renewal.name}
      onClose={onClose}
      actions={
        <>
          <Button appearance="primary" onClick={toFindings}>
            {t('renewals.toFindings')}
          </Button>
          <Button onClick={() => goTo({ path: 'licences/prices', search: { find: skuPartNumber } })}>
            {t('renewals.toPrice')}
          </Button>
        </>
      }
    >
      <Body1>{t(`standingDetail.${standingOf(renewal)}`)}</Body1>
      {spareSeats + freeableSeats > 0 && (
        <Body1>
          {t('renewals.advice', {
            spare: formats.count(spareSeats),
            freeable: formats.count(freeableSeats),
            needed: formats.count(Math.max(0, seats - spareSeats)),
          })}
        </Body1>
      )}
      <Facts facts={facts} />
      <Body1 className={styles.quiet}>{t('renewals.window')}</Body1>
    </SidePanel>
  );
};
