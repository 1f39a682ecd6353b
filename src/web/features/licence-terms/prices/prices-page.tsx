import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import';
import { TagMultipleRegular } from '@fluentui/react-icons/svg/tag-multiple';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { type GridState, useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Page } from '../../../ui/page/page.tsx';
import { usePanel } from '../../../ui/page/side-panel.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { Judging } from '../judging.tsx';
import { pricesQuery } from '../term-queries.ts';
import { ImportDialog } from './import-dialog.tsx';
import { usePriceColumns } from './price-columns.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { PricePanel } from './price-panel.tsx';
import { type PriceLine, type Prices, priceLines } from './price-rows.ts';

const useStyles = makeStyles({ bar: { flexShrink: 0 } });

const keyOf = ({ key }: PriceLine) => key;
const nameOf = ({ name }: PriceLine) => name;
type Asking = { readonly what: 'import' } | { readonly what: 'set'; readonly line: PriceLine | undefined };

/** What a seat costs, whose price that is, and which of several counts. */
export const PricesPage = () => {
  const { t } = useTranslation('licence-terms');
  const { organisationId } = useOrganisation();
  const mayManage = useAllowed('licence.manage');
  const runs = useDataRuns(organisationId);
  const prices = useQuery(pricesQuery(organisationId));
  const rows = useMemo(() => prices.data && priceLines(prices.data), [prices.data]);
  const columns = usePriceColumns();
  const state = useGridState('prices');
  const [panel, open, close] = usePanel();
  const [asking, setAsking] = useState<Asking>();
  const shown = rows?.find(({ key }) => key === panel);
  const add = { id: 'add', label: t('prices.add'), icon: AddRegular, primary: true };
  const bring = { id: 'import', label: t('import.command'), icon: ArrowImportRegular };
  const commands = mayManage
    ? [
        { ...add, onClick: () => setAsking({ what: 'set', line: undefined }) },
        { ...bring, onClick: () => setAsking({ what: 'import' }) },
      ]
    : [];
  return (
    <Page title={t('prices.title')} answers={t('prices.answers')} commands={commands} layout="fill">
      <Judging runs={runs} />
      {prices.data !== undefined && <Notes prices={prices.data} state={state} />}
      <DataGrid
        label={t('prices.title')}
        columns={columns}
        rows={rows}
        error={rows === undefined ? prices.error : null}
        onRetry={() => void prices.refetch()}
        keyOf={keyOf}
        nameOf={nameOf}
        state={state}
        onOpen={(line) => open(line.key)}
        openKey={panel}
        empty={
          <EmptyState title={t('prices.none')} icon={TagMultipleRegular}>
            {t('prices.noneDetail')}
          </EmptyState>
        }
      />
      {shown !== undefined && (
        <PricePanel line={shown} onSet={() => setAsking({ what: 'set', line: shown })} onClose={close} />
      )}
      {asking?.what === 'import' && <ImportDialog onClose={() => setAsking(undefined)} />}
      {asking?.what === 'set' && (
        <PriceDialog
          line={asking.line}
          currency={currencyOf(prices.data)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Page>
  );
};

/** The currency that own prices are in, else that of the reference list. */
const currencyOf = (prices: Prices | undefined): string =>
  prices?.prices.find(({ source }) => source === 'contract')?.currency ?? prices?.reference.currency ?? 'USD';

interface NotesProps {
  readonly prices: Prices;
  readonly state: GridState;
}

/** What has no price, and what the reference list is worth. */
const Notes = ({ prices: { prices, unpriced, reference }, state }: NotesProps) => {
  const { t } = useTranslation('licence-terms');
  const formats = useFormats();
  const styles = useStyles();
  const isFiltered = state.view.filters.source?.values?.includes('unpriced') === true;
  const hasOwn = prices.some(({ source }) => source === 'contract');
  return (
    <>
      {unpriced.length > 0 && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody>
            <MessageBarTitle>{t('prices.unpriced', { count: unpriced.length })}</MessageBarTitle>
            {t('prices.unpricedBar')}
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => state.filter('source', isFiltered ? undefined : { values: ['unpriced'] })}>
              {t(isFiltered ? 'prices.showAll' : 'prices.showUnpriced')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {!hasOwn && (
        <MessageBar intent="info" layout="multiline" className={styles.bar}>
          <MessageBarBody>
            {t('prices.referenceNote', { day: formats.day(reference.date), currency: reference.currency })}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
};
