import { Body1, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../../../shared/overview/contract.ts';
import { type BarItem, BarList } from '../../ui/chart/bar-list.tsx';
import { otherKey } from '../../ui/chart/palette.ts';
import { useFormats } from '../../ui/format/use-formats.ts';
import { Change, Money } from '../../ui/format/values.tsx';
import { PageLink } from '../../ui/page/links.tsx';
import { Section } from '../../ui/page/section.tsx';
import { lastDayOf, type PartProps } from './parts.ts';

const useStyles = makeStyles({
  change: { marginLeft: '12px', display: 'inline-block', minWidth: '72px', textAlign: 'right' },
  none: { color: tokens.colorNeutralForeground2 },
});

type Compared = Overview['monthToDate'];

const SpendValue = ({ of, currency }: { readonly of: Compared; readonly currency: string }) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  return (
    <>
      <Money amount={of.total} currency={currency} missing={t('noCharge')} />
      <span className={styles.change}>
        <Change fraction={of.change?.fraction} of="spend" missing={t('noPrevious')} />
      </span>
    </>
  );
};

/** The providers of the month by what they cost. */
export const ProvidersSection = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const items = overview.providers.map(
    (each): BarItem => ({
      key: each.providerName ?? '\u0000',
      label: each.providerName ?? t('noProvider'),
      amount: each.total,
      value: <SpendValue of={each} currency={currency} />,
      target: questions.provider(each.providerName),
    }),
  );
  return (
    <Section title={t('providers')}>
      <BarList items={items} />
    </Section>
  );
};

/** The services of the month by what they cost. */
export const ServicesSection = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const { otherServices } = overview;
  const items = overview.services.map(
    (each): BarItem => ({
      key: each.serviceName ?? '\u0000',
      label: [each.serviceName ?? t('noService'), each.providerName].filter(Boolean).join(' · '),
      amount: each.total,
      value: <SpendValue of={each} currency={currency} />,
      target: questions.service(each.providerName, each.serviceName),
    }),
  );
  const rest: readonly BarItem[] =
    otherServices === null
      ? []
      : [
          {
            key: otherKey,
            label: t('otherServices', { count: otherServices.count }),
            amount: otherServices.total,
            value: <SpendValue of={otherServices} currency={currency} />,
            target: questions.month,
          },
        ];
  return (
    <Section title={t('services')} aside={<PageLink {...questions.month}>{t('allServices')}</PageLink>}>
      <BarList items={[...items, ...rest]} />
    </Section>
  );
};

/** What changed most against the same days of the month before. */
export const MoversSection = ({ overview, questions, currency }: PartProps) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const formats = useFormats();
  const { movers, previousPeriod } = overview;
  const items = useMemo(
    () =>
      movers.map(
        (each): BarItem => ({
          key: JSON.stringify([each.providerName, each.serviceName]),
          label: [each.serviceName ?? t('noService'), each.providerName].filter(Boolean).join(' · '),
          amount: each.change?.amount ?? null,
          value: (
            <>
              <Money amount={each.change?.amount} currency={currency} missing={t('noPrevious')} />
              <span className={styles.change}>
                <Change fraction={each.change?.fraction} of="spend" missing={t('noPrevious')} />
              </span>
            </>
          ),
          target: questions.service(each.providerName, each.serviceName),
        }),
      ),
    [movers, questions, currency, styles, t],
  );
  return (
    <Section
      title={t('movers')}
      aside={<PageLink {...questions.movers}>{t('allMovers')}</PageLink>}
      lead={
        previousPeriod !== null &&
        t('moversLead', {
          from: formats.dayShort(previousPeriod.from),
          to: formats.dayShort(lastDayOf(previousPeriod.to)),
        })
      }
    >
      {items.length === 0 ? (
        <Body1 className={styles.none}>{t('noMovers')}</Body1>
      ) : (
        <BarList items={items} kind="change" />
      )}
    </Section>
  );
};
