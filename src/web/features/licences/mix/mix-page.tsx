import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { CalculatorRegular } from '@fluentui/react-icons/svg/calculator';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { exportMix, type Inventory } from '../../../../shared/licences/contract.ts';
import { type MixResult, mixResultSchema } from '../../../../shared/licences/mix-result.ts';
import { download } from '../../../ui/api/download.ts';
import { SkeletonBlock, SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { EmptyState, ErrorState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { Page } from '../../../ui/page/page.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { FactsLine } from '../common/facts-line.tsx';
import { TenantChoice } from '../common/tenant-choice.tsx';
import { TenantGate, useFacts } from '../common/tenant-gate.tsx';
import { useTenant } from '../common/use-tenant.ts';
import { mixQuery } from '../licence-queries.ts';
import { MixChoices } from './mix-choices.tsx';
import { MixClasses } from './mix-classes.tsx';
import { MixHeadline } from './mix-headline.tsx';
import { MixProgress } from './mix-progress.tsx';
import { MixSkus } from './mix-skus.tsx';
import { type MixRun, useMixRun } from './use-mix-run.ts';

/** The cheapest licences that still give everybody what they use, with the proof that nothing is cheaper. */
export const MixPage = () => {
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const mayExport = useAllowed('licence.export');
  const connectionId = useMixTenant(useFacts());
  const mix = useQuery({
    ...mixQuery(organisationId, connectionId ?? ''),
    enabled: connectionId !== undefined,
  });
  const canExport = mayExport && connectionId !== undefined && mix.data?.computedAt != null;
  return (
    <Page
      title={t('mix.title')}
      answers={t('mix.answers')}
      commands={
        canExport
          ? (['csv', 'xlsx'] as const).map((format) => ({
              id: format,
              label: t('mix.exportAs', { format: format.toUpperCase() }),
              icon: ArrowDownloadRegular,
              onClick: () =>
                download(exportMix, { params: { organisationId, connectionId }, query: { format } }),
            }))
          : []
      }
    >
      <TenantGate>{(inventory) => <Content inventory={inventory} />}</TenantGate>
    </Page>
  );
};

/** A mix belongs to one tenant: the chosen one, else the first. */
const useMixTenant = (inventory: Inventory | undefined): string | undefined => {
  const [tenant] = useTenant();
  return tenant ?? inventory?.facts[0]?.connectionId;
};

const Content = ({ inventory }: { readonly inventory: Inventory }) => {
  const { organisationId } = useOrganisation();
  const connectionId = useMixTenant(inventory) ?? '';
  const mix = useQuery(mixQuery(organisationId, connectionId));
  const run = useMixRun(connectionId, mix.data?.runId ?? null);
  if (mix.data === undefined) {
    return mix.isError ? (
      <ErrorState error={mix.error} onRetry={() => void mix.refetch()} />
    ) : (
      <>
        <SkeletonBlock heightPx={96} />
        <SkeletonRows rows={10} />
      </>
    );
  }
  const { result, policy, computedAt, isOutdated } = mix.data;
  const read = result === null ? undefined : mixResultSchema.safeParse(result);
  return (
    <>
      <TenantChoice facts={inventory.facts} canShowAll={false} />
      <FactsLine facts={inventory.facts.filter((fact) => fact.connectionId === connectionId)} />
      <MixProgress run={run.run} />
      {/* What an earlier version computed may lack what this one shows. */}
      {read?.success !== true && run.run === undefined && <NotComputed run={run} />}
      {read?.success === true && (
        <Result
          key={connectionId}
          result={read.data}
          policy={policy}
          computedAt={computedAt}
          isOutdated={isOutdated}
          run={run}
        />
      )}
    </>
  );
};

const NotComputed = ({ run }: { readonly run: MixRun }) => {
  const { t } = useTranslation('licences');
  const mayManage = useAllowed('licence.manage');
  return (
    <EmptyState
      title={t('mix.notYet')}
      icon={CalculatorRegular}
      actions={
        mayManage && (
          <Button
            appearance="primary"
            icon={<CalculatorRegular />}
            disabledFocusable={run.isStarting}
            onClick={() => run.start(undefined)}
          >
            {t('mix.compute')}
          </Button>
        )
      }
    >
      {t(mayManage ? 'mix.notYetDetail' : 'mix.notYetReader')}
    </EmptyState>
  );
};

interface ResultProps {
  readonly result: MixResult;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly computedAt: string | null;
  readonly isOutdated: boolean;
  readonly run: MixRun;
}

const Result = ({ result, policy, computedAt, isOutdated, run }: ResultProps) => (
  <>
    {isOutdated && run.run === undefined && <Outdated run={run} />}
    <MixHeadline result={result} computedAt={computedAt} />
    <MixSkus result={result} />
    <MixChoices result={result} policy={policy} run={run} />
    <MixClasses result={result} />
    <Unpriced result={result} />
  </>
);

const Outdated = ({ run }: { readonly run: MixRun }) => {
  const { t } = useTranslation('licences');
  const mayManage = useAllowed('licence.manage');
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{t('mix.outdated')}</MessageBarBody>
      {mayManage && (
        <MessageBarActions>
          <Button disabledFocusable={run.isStarting} onClick={() => run.start(undefined)}>
            {t('mix.recompute')}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
};

/** What the plan leaves alone for want of a price. */
const Unpriced = ({ result: { unpriced } }: { readonly result: MixResult }) => {
  const { t } = useTranslation('licences');
  const formats = useFormats();
  if (unpriced.length === 0) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {t('mix.unpriced', {
          count: unpriced.length,
          skus: formats.list(unpriced.slice(0, 8).map(({ skuPartNumber }) => skuPartNumber)),
        })}
      </MessageBarBody>
    </MessageBar>
  );
};
