import { Button } from '@fluentui/react-components';
import { BoxArrowUpRegular } from '@fluentui/react-icons/svg/box-arrow-up';
import { useTranslation } from 'react-i18next';
import type { CostsAnswer } from '../../../shared/explorer/contract.ts';
import { EmptyState } from '../../ui/feedback/states.tsx';
import { useFormats } from '../../ui/format/use-formats.ts';
import { useGoTo } from '../../ui/page/links.tsx';
import { SampleButton } from '../../ui/sample/sample-button.tsx';
import type { Explorer } from './state/use-explorer.ts';

interface NoChargesProps {
  readonly explorer: Explorer;
  readonly answer: CostsAnswer;
}

/** Nothing matches: whether because nothing was imported, the period is elsewhere, or the filters are too narrow. */
export const NoCharges = ({ explorer, answer }: NoChargesProps) => {
  const { t } = useTranslation('explorer');
  const formats = useFormats();
  const goTo = useGoTo();
  const { search, change } = explorer;
  if (answer.dataThrough === null) {
    return (
      <EmptyState
        title={t('nothingImported')}
        icon={BoxArrowUpRegular}
        actions={
          <>
            <Button appearance="primary" onClick={() => goTo({ path: 'cloud/imports' })}>
              {t('toImports')}
            </Button>
            <SampleButton />
          </>
        }
      >
        {t('nothingImportedDetail')}
      </EmptyState>
    );
  }
  const narrowed = search.filters.length > 0 || search.trail.length > 0;
  const last = monthBefore(answer.dataThrough);
  return (
    <EmptyState
      title={t('noCharge')}
      actions={
        <>
          {narrowed && (
            <Button onClick={() => change({ filters: undefined, trail: undefined })}>
              {t('dropFilters')}
            </Button>
          )}
          <Button
            appearance="primary"
            onClick={() => change({ preset: undefined, granularity: undefined, ...last })}
          >
            {t('showMonth', { month: formats.month(last.from) })}
          </Button>
        </>
      }
    >
      {t(narrowed ? 'noMatchDetail' : 'noPeriodDetail')}
    </EmptyState>
  );
};

/** The calendar month (UTC) that an exclusive end lies in or closes. */
const monthBefore = (end: string): { from: string; to: string } => {
  const at = new Date(new Date(end).getTime() - 1);
  const month = (offset: number) =>
    `${new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1)).toISOString().slice(0, 10)}T00:00:00Z`;
  return { from: month(0), to: month(1) };
};
