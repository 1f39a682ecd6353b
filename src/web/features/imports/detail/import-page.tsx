import { makeStyles } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportDetail } from '../../../../shared/imports/contract.ts';
import { SkeletonRows } from '../../../ui/feedback/skeletons.tsx';
import { ErrorState } from '../../../ui/feedback/states.tsx';
import { useFormats } from '../../../ui/format/use-formats.ts';
import { PageLink, usePageParam } from '../../../ui/page/links.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { Tabs } from '../../../ui/page/tabs.tsx';
import { useDataRuns } from '../../../ui/run/use-data-runs.ts';
import { useOrganisation } from '../../../ui/session/session.ts';
import { importQuery, nameOfImport } from '../import-queries.ts';
import { ConformanceTab } from './conformance-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { ImportSummary } from './import-summary.tsx';
import { ImportWarnings } from './import-warnings.tsx';
import { RejectsTab } from './rejects-tab.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SlicesTab } from './slices-tab.tsx';
import { UndoDialog } from './undo-dialog.tsx';
import { useImportCommands } from './use-import-commands.ts';
import { type ImportTab, importTabs, useImportTab } from './use-import-tab.ts';

const useStyles = makeStyles({ back: { width: 'fit-content' } });

/** One import: what came in, what it comes to, what is wrong with it. */
export const ImportPage = () => {
  const { t } = useTranslation('imports');
  const { organisationId } = useOrganisation();
  const importId = usePageParam('importId');
  const shown = useQuery(importQuery(organisationId, importId));
  if (shown.data !== undefined) return <Shown detail={shown.data} />;
  return (
    <Page title={t('one')} answers={t('oneAnswers')}>
      {shown.isError ? (
        <ErrorState error={shown.error} onRetry={() => void shown.refetch()} actions={<Back />} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
};

const Back = () => {
  const { t } = useTranslation('imports');
  const styles = useStyles();
  return (
    <PageLink path="cloud/imports" className={styles.back}>
      {t('all')}
    </PageLink>
  );
};

const Shown = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const { organisationId } = useOrganisation();
  const run = useDataRuns(organisationId).get(detail.runId ?? '');
  const { commands, asking, undo, stopAsking } = useImportCommands(detail, run);
  return (
    <Page
      title={nameOfImport(detail)}
      answers={
        <>
          <Back /> · {t('oneAnswers')}
        </>
      }
      commands={commands}
      layout="fill"
    >
      <ImportSummary detail={detail} run={run} />
      <ImportWarnings detail={detail} onUndo={undo} />
      {/* Of what was there already, the report is that of the earlier import. */}
      {detail.rowsRead !== null && detail.state !== 'unchanged' && <Parts detail={detail} />}
      {asking === 'remove' && <RemoveDialog detail={detail} onClose={stopAsking} />}
      {asking === 'undo' && <UndoDialog detail={detail} onClose={stopAsking} />}
    </Page>
  );
};

const Parts = ({ detail }: { readonly detail: ImportDetail }) => {
  const { t } = useTranslation('imports');
  const formats = useFormats();
  const [tab, select] = useImportTab();
  const counts: Readonly<Record<ImportTab, number>> = {
    totals: detail.slices.length,
    conformance: detail.conformance.length,
    rejects: detail.rowsRejected ?? 0,
    files: detail.files.length,
  };
  return (
    <>
      <Tabs
        label={t('parts')}
        tabs={importTabs.map((id) => ({ id, label: t(`tab.${id}`, { number: formats.count(counts[id]) }) }))}
        selected={tab}
        onSelect={select}
      />
      {tab === 'totals' && <SlicesTab detail={detail} />}
      {tab === 'conformance' && <ConformanceTab findings={detail.conformance} />}
      {tab === 'rejects' && <RejectsTab detail={detail} />}
      {tab === 'files' && <FilesTab detail={detail} />}
    </>
  );
};
