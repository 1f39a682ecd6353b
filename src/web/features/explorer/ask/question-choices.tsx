import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../../shared/explorer/contract.ts';
import { costKindSchema, measureSchema } from '../../../../shared/explorer/question.ts';
import { ChoiceButton } from '../../../ui/filter/choice-button.tsx';
import { allowsHours, mostDaysByHour } from '../state/explorer-search.ts';
import type { Explorer } from '../state/use-explorer.ts';

interface QuestionChoicesProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer | undefined;
}

const charts = ['bars', 'stacked', 'lines', 'table'] as const;
/** Prices are not added together, so nothing of them is stacked. */
const pricedAs = ['lines', 'table'] as const satisfies readonly (typeof charts)[number][];
const steps = ['auto', 'hour', 'day', 'month'] as const;

/** Which cost, counted how, in which steps, of which currency, drawn how. */
export const QuestionChoices = ({ explorer, answer }: QuestionChoicesProps) => {
  const { t } = useTranslation('explorer');
  const { search, question, change } = explorer;
  const granularity = search.granularity === 'none' ? 'auto' : (search.granularity ?? 'auto');
  const isPrice = search.measure === 'unit';
  const currencies = answer?.currencies ?? [];
  return (
    <>
      <ChoiceButton
        label={t('costLabel')}
        value={search.cost}
        choices={costKindSchema.options.map((value) => ({
          value,
          label: t(`cost.${value}`),
          detail: t(`costDetail.${value}`),
        }))}
        onChange={(cost) => change({ cost })}
      />
      <ChoiceButton
        label={t('measureLabel')}
        value={search.measure}
        choices={measureSchema.options.map((value) => ({
          value,
          label: t(`measure.${value}`),
          detail: t(`measureDetail.${value}`),
        }))}
        onChange={(measure) => change({ measure, unit: undefined })}
      />
      {search.measure !== 'cost' && answer !== undefined && answer.units.length > 0 && (
        <ChoiceButton
          label={t('unitLabel')}
          value={answer.unit ?? ''}
          choices={answer.units.map(({ unit }) => ({ value: unit, label: unit }))}
          onChange={(unit) => change({ unit })}
        />
      )}
      <ChoiceButton
        label={t('stepsLabel')}
        value={granularity}
        choices={steps.map((value) => ({
          value,
          label:
            value === 'auto'
              ? t('steps.auto', { steps: t(`steps.${question.granularity}`) })
              : t(`steps.${value}`),
          ...(value === 'hour' && !allowsHours(question)
            ? { disabled: true, detail: t('tooLongForHours', { days: mostDaysByHour }) }
            : {}),
        }))}
        onChange={(value) => change({ granularity: value === 'auto' ? undefined : value })}
      />
      {currencies.length > 1 && (
        <ChoiceButton
          label={t('currencyLabel')}
          value={answer?.currency ?? ''}
          choices={currencies.map((value) => ({ value, label: value }))}
          onChange={(currency) => change({ currency })}
        />
      )}
      <ChoiceButton
        label={t('chartLabel')}
        value={isPrice && search.chart !== 'table' ? 'lines' : search.chart}
        choices={(isPrice ? pricedAs : charts).map((value) => ({ value, label: t(`chart.${value}`) }))}
        onChange={(chart) => change({ chart })}
      />
    </>
  );
};
