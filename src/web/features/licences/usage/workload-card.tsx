import { Caption1, makeStyles, Subtitle2, Title3, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../ui/chart/chart.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Percent } from '../../../ui/format/values.tsx';
import { weakReasonText } from '../common/source-text.ts';
import { figureWords } from './figure-text.ts';
import { RecencyBar } from './recency-bar.tsx';
import { monthly, shareOf, type Workload } from './usage-data.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    minWidth: 0,
    padding: '16px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: '4px 16px',
  },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
    gap: '8px 16px',
    margin: 0,
  },
  // Charts of cards side by side stand on one line.
  trend: { marginTop: 'auto' },
  figure: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  value: { margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
});

/** One workload: who uses it of those who could, how recently, how much, and how that changed. */
export const WorkloadCard = ({ usage }: { readonly usage: Workload }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { workload, licensed, active, missing, concealed, periodDays, refreshedOn } = usage;
  const facts = [
    periodDays === null ? undefined : t('usage.period', { count: periodDays }),
    refreshedOn === null ? undefined : t('usage.refreshed', { day: formats.day(refreshedOn) }),
    concealed ? t('facts.concealed') : undefined,
  ];
  return (
    <section className={styles.card} aria-label={t(`workload.${workload}`)}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.title}>
          {t(`workload.${workload}`)}
        </Subtitle2>
        <Caption1 className={styles.quiet}>{facts.filter(Boolean).join(' · ')}</Caption1>
      </div>
      <div className={styles.head}>
        <Title3>
          <Percent fraction={shareOf(usage)} missing={t('usage.unknownShare')} />
        </Title3>
        <span className={styles.quiet}>
          {missing === null
            ? t('usage.activeOf', { active: formats.count(active), licensed: formats.count(licensed) })
            : t('usage.missing', { reason: weakReasonText(missing, t) })}
        </span>
      </div>
      <RecencyBar usage={usage} />
      <Figures usage={usage} />
      <div className={styles.trend}>
        <Trend usage={usage} />
      </div>
    </section>
  );
};

const mostFigures = 6;

/** Averages per active user, and what is stored. */
const Figures = ({ usage }: { readonly usage: Workload }) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const formats = useFormats();
  const { figures, storageBytes, storagePerUserBytes, quotaBytes } = usage;
  const stored =
    storageBytes === null
      ? []
      : [
          {
            term: t('storage'),
            value:
              quotaBytes === null
                ? formats.bytes(storageBytes)
                : t('usage.of', { part: formats.bytes(storageBytes), whole: formats.bytes(quotaBytes) }),
          },
          ...(storagePerUserBytes === null
            ? []
            : [{ term: t('usage.storagePerUser'), value: formats.bytes(storagePerUserBytes) }]),
        ];
  const averages = figures.flatMap((figure) => figureWords(figure, t, formats)).slice(0, mostFigures);
  const all = [...stored, ...averages];
  if (all.length === 0) return null;
  return (
    <dl className={styles.figures}>
      {all.map(({ term, value }) => (
        <div key={term} className={styles.figure}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const quantity = { kind: 'quantity' } as const;

const Trend = ({ usage }: { readonly usage: Workload }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const points = useMemo(() => monthly(usage.trend), [usage]);
  const categories = useMemo(
    () => points.map(({ day }) => ({ id: day, label: formats.month(day), title: formats.day(day) })),
    [points, formats],
  );
  const series = useMemo(
    () => [
      { key: 'active', label: t('usage.active'), values: points.map(({ active }) => String(active)) },
      {
        key: 'licensed',
        label: t('usage.licensed'),
        values: points.map(({ licensed }) => String(licensed)),
        muted: true,
      },
    ],
    [points, t],
  );
  return (
    <Chart
      label={t('usage.trend', { workload: t(`workload.${usage.workload}`) })}
      kind="lines"
      unit={quantity}
      categories={categories}
      series={series}
      heightPx={168}
    />
  );
};
