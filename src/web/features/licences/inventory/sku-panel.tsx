import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { useTranslation } from 'react-i18next';
import type { InventorySku } from '../../../../shared/licences/contract.ts';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Day, Money } from '../../../ui/format/values.tsx';
import { type Fact, Facts } from '../../../ui/page/facts.tsx';
import { useGoTo } from '../../../ui/page/links.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { MonthlyAmounts, Savings } from '../common/amounts.tsx';
import { HistoryChart } from './history-chart.tsx';
import { SeatBar } from './seat-bar.tsx';
import { Subscriptions } from './subscriptions.tsx';
import { whyNoPrice } from './why-no-price.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexDirection: 'column', gap: '4px' },
  legend: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  title: { margin: 0 },
});

interface SkuPanelProps {
  readonly sku: InventorySku;
  readonly onClose: () => void;
}

/** One SKU: its seats and their use over time, what it costs and wastes, and the way to users and findings. */
export const SkuPanel = ({ sku, onClose }: SkuPanelProps) => {
  const { t } = useTranslation('licences');
  const styles = useStyles();
  const goTo = useGoTo();
  const formats = useFormats();
  const facts = useSkuFacts(sku);
  const { connectionId, skuId, skuPartNumber, assigned, findings } = sku;
  return (
    <SidePanel
      title={sku.name}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button
            icon={<PeopleRegular />}
            onClick={() =>
              goTo({
                path: 'licences/users',
                search: { tenant: connectionId, filters: { skuId: { values: [skuId] } } },
              })
            }
          >
            {t('panel.users', { count: assigned, number: formats.count(assigned) })}
          </Button>
          <Button
            icon={<LightbulbRegular />}
            onClick={() =>
              goTo({
                path: 'licences/findings',
                search: { tenant: connectionId, show: 'list', filters: { sku: { values: [skuPartNumber] } } },
              })
            }
          >
            {t('findingCount', { count: findings, number: formats.count(findings) })}
          </Button>
        </>
      }
    >
      <div className={styles.bar}>
        <SeatBar sku={sku} tall />
        <span className={styles.legend}>
          {t('seats.words', {
            bought: formats.count(sku.bought),
            assigned: formats.count(assigned),
            active: formats.count(sku.holders.active),
          })}
        </span>
      </div>
      <Facts facts={facts} />
      <Subtitle2 as="h3" className={styles.title}>
        {t('history.title')}
      </Subtitle2>
      <HistoryChart connectionId={connectionId} skuId={skuId} />
      <Subscriptions sku={sku} />
    </SidePanel>
  );
};

const useSkuFacts = (sku: InventorySku): readonly Fact[] => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  const { holders, unitPrice, currency, monthlyCost } = sku;
  const states = (['stale', 'inactive', 'never', 'unknown'] as const)
    .filter((state) => holders[state] > 0)
    .map((state) => `${t(`activity.${state}`)}: ${formats.count(holders[state])}`);
  const grace = [
    ...(sku.warning > 0 ? [t('panel.warning', { number: formats.count(sku.warning) })] : []),
    ...(sku.suspended > 0 ? [t('panel.suspended', { number: formats.count(sku.suspended) })] : []),
  ];
  return [
    { term: t('partNumber'), value: sku.skuPartNumber },
    { term: t('standingLabel'), value: t(`standingDetail.${sku.standing}`) },
    { term: t('seats.spare'), value: formats.count(sku.spare) },
    ...(states.length === 0 ? [] : [{ term: t('panel.notActive'), value: states.join(' · ') }]),
    ...(grace.length === 0 ? [] : [{ term: t('panel.grace'), value: grace.join(' · ') }]),
    {
      term: t('unitPrice'),
      value: (
        <>
          <Money amount={unitPrice} currency={currency ?? 'XXX'} missing={whyNoPrice(sku, t)} />
          {sku.priceSource !== 'unpriced' && ` · ${t(`priceSourceDetail.${sku.priceSource}`)}`}
        </>
      ),
    },
    {
      term: t('monthlyCost'),
      value:
        monthlyCost === null || currency === null ? (
          whyNoPrice(sku, t)
        ) : (
          <MonthlyAmounts amounts={[{ currency, amount: monthlyCost }]} />
        ),
    },
    { term: t('canSave'), value: <Savings savings={sku.waste} missing={t('nothingToSave')} /> },
    { term: t('renewsOn'), value: <Day on={sku.renewsOn} missing={t('noRenewal')} /> },
  ];
};
