import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Charge, exportCosts } from '../../../../shared/explorer/contract.ts';
import { writeQuestion } from '../../../../shared/explorer/question.ts';
import { download } from '../../../ui/api/download.ts';
import { EmptyState } from '../../../ui/feedback/states.tsx';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import { useGridState } from '../../../ui/grid/use-grid-state.ts';
import { Pager } from '../../../ui/page/pager.tsx';
import { SidePanel } from '../../../ui/page/side-panel.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { chargesOf, chargesQuery } from '../explorer-queries.ts';
import type { Explorer } from '../state/use-explorer.ts';
import { useChargeColumns } from './use-charge-columns.tsx';

const useStyles = makeStyles({
  grid: { display: 'flex', flexDirection: 'column', height: 'calc(100dvh - 168px)', minHeight: '240px' },
});

/** Charge lines have no id, and two of them may be the same to the letter. */
interface Line extends Charge {
  readonly line: number;
}

const nameOf = ({ chargeDescription, chargePeriodStart }: Line) => chargeDescription ?? chargePeriodStart;
const keyOf = ({ line }: Line) => String(line);

/** The single charge lines behind a group or a resource: the evidence under every number. */
export const ChargesPanel = ({ explorer }: { readonly explorer: Explorer }) => {
  const { t } = useTranslation('explorer');
  const styles = useStyles();
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const mayExport = useAllowed('cost.export');
  const { search, question, change } = explorer;
  const extra = search.charges ?? [];
  const asked = useMemo(
    () => ({ ...chargesOf(question), filter: [...question.filter, ...(search.charges ?? [])].slice(-30) }),
    [question, search.charges],
  );
  const charges = useInfiniteQuery(chargesQuery(organisationId, asked));
  const rows = useMemo(
    () =>
      charges.data?.pages.flatMap(({ items }) => items).map((charge, line): Line => ({ ...charge, line })),
    [charges.data],
  );
  const columns = useChargeColumns();
  const state = useGridState('explorer-charges', 'charge-');
  const first = extra[0];
  const name =
    first !== undefined && 'values' in first ? first.values.map((value) => value ?? t('noValue')) : [];
  return (
    <SidePanel
      title={t('chargesOf', { name: name.join(', ') })}
      size="large"
      onClose={() => change({ charges: undefined })}
      actions={
        mayExport && (
          <Button
            icon={<ArrowDownloadRegular />}
            onClick={() =>
              download(exportCosts, {
                params: { organisationId },
                query: { ...writeQuestion(asked), content: 'charges', format: 'csv' },
              })
            }
          >
            {t('exportCharges')}
          </Button>
        )
      }
    >
      <div className={styles.grid}>
        <DataGrid
          label={t('charges')}
          columns={columns}
          rows={rows}
          error={rows === undefined ? charges.error : null}
          onRetry={() => void charges.refetch()}
          keyOf={keyOf}
          nameOf={nameOf}
          state={state}
          footer={
            <Pager
              shown={rows?.length ?? 0}
              hasMore={charges.hasNextPage}
              busy={charges.isFetchingNextPage}
              onMore={() =>
                void charges.fetchNextPage().then(({ error }) => error !== null && toasts.problem(error))
              }
            />
          }
          empty={<EmptyState title={t('noCharge')}>{t('noChargeDetail')}</EmptyState>}
        />
      </div>
    </SidePanel>
  );
};
