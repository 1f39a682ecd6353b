import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../../shared/imports/contract.ts';
import { useToasts } from '../../ui/feedback/toasts.tsx';
import { DataGrid } from '../../ui/grid/data-grid.tsx';
import { useGridState } from '../../ui/grid/use-grid-state.ts';
import type { Command } from '../../ui/page/command-bar.tsx';
import { useGoTo } from '../../ui/page/links.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Pager } from '../../ui/page/pager.tsx';
import { useDataRuns } from '../../ui/run/use-data-runs.ts';
import { useAllowed, useOrganisation } from '../../ui/session/session.ts';
import { useImportColumns } from './import-columns.tsx';
import { importsKey, importsQuery, nameOfImport } from './import-queries.ts';
import { NoImports } from './no-imports.tsx';
import { DeliveryList } from './upload/delivery-list.tsx';
import { DropArea } from './upload/drop-area.tsx';
import { UploadDialog } from './upload/upload-dialog.tsx';
import type { ImportMode } from './upload/uploads.ts';
import { useFileChooser } from './upload/use-file-chooser.ts';
import { uploads } from './upload/use-uploads.ts';

const keyOf = (each: Import) => each.id;

/** What was imported, how it went, and the way to import more. */
export const ImportsPage = () => {
  const { t } = useTranslation('imports');
  const { organisationId } = useOrganisation();
  const client = useQueryClient();
  const mayImport = useAllowed('cost.import');
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const choose = useFileChooser(setChosen);
  const start = async (mode: ImportMode) => {
    setChosen([]);
    await uploads.start(organisationId, chosen, mode);
    await client.invalidateQueries({ queryKey: importsKey(organisationId) });
  };
  const commands: readonly Command[] = [
    ...(mayImport
      ? [
          {
            id: 'upload',
            label: t('upload.command'),
            icon: ArrowUploadRegular,
            primary: true,
            onClick: choose,
          },
        ]
      : []),
    {
      id: 'refresh',
      label: t('refresh'),
      icon: ArrowClockwiseRegular,
      onClick: () => void client.invalidateQueries({ queryKey: importsKey(organisationId) }),
    },
  ];
  return (
    <DropArea onFiles={mayImport ? setChosen : undefined}>
      <Page title={t('title')} answers={t('answers')} commands={commands} layout="fill">
        <DeliveryList />
        <ImportGrid onUpload={mayImport ? choose : undefined} />
        {chosen.length > 0 && (
          <UploadDialog files={chosen} onImport={(mode) => void start(mode)} onClose={() => setChosen([])} />
        )}
      </Page>
    </DropArea>
  );
};

const ImportGrid = ({ onUpload }: { readonly onUpload: (() => void) | undefined }) => {
  const { t } = useTranslation('imports');
  const { organisationId } = useOrganisation();
  const goTo = useGoTo();
  const state = useGridState('imports');
  const runs = useDataRuns(organisationId);
  const columns = useImportColumns(runs);
  const imports = useInfiniteQuery(importsQuery(organisationId));
  const rows = useMemo(() => imports.data?.pages.flatMap(({ items }) => items), [imports.data]);
  const open = useCallback((each: Import) => goTo({ path: `cloud/imports/${each.id}` }), [goTo]);
  const toasts = useToasts();
  return (
    <DataGrid
      label={t('title')}
      columns={columns}
      rows={rows}
      error={rows === undefined ? imports.error : null}
      onRetry={() => void imports.refetch()}
      keyOf={keyOf}
      nameOf={nameOfImport}
      state={state}
      onOpen={open}
      empty={
        <NoImports
          actions={
            onUpload !== undefined && (
              <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={onUpload}>
                {t('upload.command')}
              </Button>
            )
          }
        />
      }
      footer={
        imports.hasNextPage && (
          <Pager
            shown={rows?.length ?? 0}
            hasMore
            busy={imports.isFetchingNextPage}
            onMore={() =>
              void imports.fetchNextPage().then(({ error }) => error !== null && toasts.problem(error))
            }
          />
        )
      }
    />
  );
};
