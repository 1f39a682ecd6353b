import { Body1, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LicenceOverview } from '../../../../shared/licences/contract.ts';
import { Exact } from '../../../../shared/money.ts';
import { type BarItem, BarList } from '../../../ui/chart/bar-list.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { PageLink } from '../../../ui/page/links.tsx';
import { Section } from '../../../ui/page/section.tsx';
import { savingsByKind } from './licence-sums.ts';

const useStyles = makeStyles({
  none: { color: tokens.colorNeutralForeground2 },
  money: { display: 'inline-block', minWidth: '96px', marginLeft: '12px', textAlign: 'right' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  renewal: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '0 12px',
    padding: '8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  day: { textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
});

const mostRules = 8;
const mostRenewals = 6;

interface PartProps {
  readonly overview: LicenceOverview;
}

type Rule = LicenceOverview['byRule'][number];

/** What a rule could save, of all kinds, in the first currency: only for the order of rules, never shown. */
const weight = ({ savings }: Rule): Exact =>
  Object.values(savings[0]?.byKind ?? {}).reduce((sum, amount) => sum.add(amount ?? 0), new Exact(0));

/** The rules that find most, those with money first. */
export const TopRules = ({ overview }: PartProps) => {
  const { t } = useTranslation('overview');
  const { t: licences } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const items = useMemo(
    () =>
      overview.byRule
        .toSorted((a, b) => weight(b).comparedTo(weight(a)) || b.findings - a.findings)
        .slice(0, mostRules)
        .map((each): BarItem => {
          const money = savingsByKind(each.savings)
            .flatMap(({ amounts }) => amounts)
            .map(({ amount, currency }) => formats.moneyShort(amount, currency).text);
          return {
            key: each.rule,
            label: `${each.rule} ${licences(`rule.${each.rule}.title`, { defaultValue: '' })}`.trim(),
            amount: String(each.findings),
            value: (
              <>
                {formats.count(each.findings)}
                <span className={styles.money}>
                  {money.length === 0 ? t('licences.rules.noMoney') : money.join(' · ')}
                </span>
              </>
            ),
            target: {
              path: 'licences/findings',
              search: { show: 'list', filters: { rule: { values: [each.rule] } } },
            },
          };
        }),
    [overview.byRule, formats, licences, styles, t],
  );
  return (
    <Section
      title={t('licences.rules.title')}
      lead={t('licences.rules.lead')}
      aside={<PageLink path="licences/findings">{t('licences.rules.all')}</PageLink>}
    >
      {items.length === 0 ? (
        <Body1 className={styles.none}>{t('licences.rules.none')}</Body1>
      ) : (
        <BarList items={items} />
      )}
    </Section>
  );
};

/** The subscriptions that renew or end next. */
export const NextRenewals = ({ overview: { renewals } }: PartProps) => {
  const { t } = useTranslation('overview');
  const styles = useStyles();
  const formats = useFormats();
  return (
    <Section
      title={t('licences.renewal.title')}
      aside={<PageLink path="licences/renewals">{t('licences.renewal.all')}</PageLink>}
    >
      {renewals.length === 0 && <Body1 className={styles.none}>{t('licences.renewal.none')}</Body1>}
      <ul className={styles.list}>
        {renewals.slice(0, mostRenewals).map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two subscriptions of a SKU may renew on one day
          <li key={`${each.skuPartNumber} ${each.date} ${index}`} className={styles.renewal}>
            <span className={styles.name} title={each.name}>
              {each.name}
            </span>
            <span className={styles.day}>{formats.day(each.date)}</span>
            <Caption1 className={styles.quiet} title={t('licences.renewal.reserveHint')}>
              {t('licences.renewal.seats', {
                count: each.seats,
                seats: formats.count(each.seats),
                spare: formats.count(each.spareSeats),
              })}
            </Caption1>
            <Caption1 className={mergeClasses(styles.day, styles.quiet)}>
              {t('licences.renewal.daysLeft', { count: each.daysLeft })}
            </Caption1>
          </li>
        ))}
      </ul>
    </Section>
  );
};
