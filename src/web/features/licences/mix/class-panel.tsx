import { Caption1, makeStyles, Subtitle2 } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { type Fact, Facts } from '../../../ui/page/facts.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { MonthlyAmounts } from '../common/amounts.tsx';
import { SimpleTable } from '../common/simple-table.tsx';
import { sourceText } from '../common/source-text.ts';
import { useNameSku } from '../findings/use-name-sku.ts';
import { type ClassRow, isUnchanged, summaryText } from './mix-data.ts';
import { planText } from './plan-names.ts';

const useStyles = makeStyles({ title: { margin: 0 } });

interface ClassPanelProps {
  readonly row: ClassRow;
  readonly currency: string;
  readonly onClose: () => void;
}

/** Why a class of users gets what it gets: each plan that is needed, and how that is known. */
export const ClassPanel = ({ row, currency, onClose }: ClassPanelProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const facts = useClassFacts(row, currency);
  return (
    <SidePanel
      title={t('mix.classTitle', {
        count: row.users,
        number: formats.count(row.users),
        summary: summaryText(row.summary, t),
      })}
      size="large"
      onClose={onClose}
    >
      <Facts facts={facts} />
      <Subtitle2 as="h3" className={styles.title}>
        {t('mix.needs')}
      </Subtitle2>
      {isPartOfClass(row) && (
        <Caption1>{t('mix.partOfClass', { count: row.users, number: formats.count(row.users) })}</Caption1>
      )}
      {row.need.length === 0 ? (
        <span>{t('mix.noNeeds')}</span>
      ) : (
        <SimpleTable
          label={t('mix.needs')}
          columns={[
            { id: 'plan', label: t('mix.plan') },
            { id: 'why', label: t('mix.why') },
            { id: 'users', label: t('mix.users'), isNumber: true },
          ]}
          rows={row.need.flatMap(({ plan, reasons }) =>
            reasons.map((reason, index) => ({
              key: `${plan} ${index}`,
              cells: [
                index === 0 ? planText(plan) : '',
                [t(`mix.needKind.${reason.kind}`), sourceText(reason.source, t), reason.detail]
                  .filter((part) => part !== '')
                  .join(' · '),
                formats.count(reason.users),
              ],
            })),
          )}
        />
      )}
    </SidePanel>
  );
};

/** Needs are counted over all users who share them; the mix may give these users different licences, a row for each. */
const isPartOfClass = ({ need, users }: ClassRow): boolean =>
  need.some(({ reasons }) => reasons.some((reason) => reason.users > users));

const useClassFacts = (row: ClassRow, currency: string): readonly Fact[] => {
  const { t } = useTranslation('licences');
  const nameSku = useNameSku();
  const skus = (names: readonly string[]) =>
    names.length === 0 ? t('mix.nothing') : names.map(nameSku).join(' + ');
  const list = (term: string, names: readonly string[], name: (text: string) => string = (text) => text) =>
    names.length === 0 ? [] : [{ term, value: names.map(name).join(', ') }];
  const monthly = (amount: string) => <MonthlyAmounts amounts={[{ currency, amount }]} />;
  return [
    { term: t('mix.from'), value: skus(row.from) },
    { term: t('mix.to'), value: isUnchanged(row) ? t('mix.unchanged') : skus(row.to) },
    { term: t('mix.monthlyFrom'), value: monthly(row.monthlyFrom) },
    { term: t('mix.monthlyTo'), value: monthly(row.monthlyTo) },
    { term: t('mix.monthlySaving'), value: monthly(row.monthlySaving) },
    ...(row.isGuarded ? [{ term: t('mix.guarded'), value: t('mix.guardedDetail') }] : []),
    ...list(t('mix.kept'), row.kept, nameSku),
    ...list(t('mix.givesUp'), row.givesUp, planText),
    ...list(t('mix.switchOn'), row.switchOn, planText),
    ...list(t('mix.unmet'), row.unmet, planText),
    ...list(t('mix.examples'), row.labels),
  ];
};
