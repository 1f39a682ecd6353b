import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { exportFindings, type FindingRow, type Inventory } from '../../../../shared/licences/contract.ts';
import { download } from '../../../ui/api/download.ts';
import { useToasts } from '../../../ui/feedback/toasts.tsx';
import { DataGrid } from '../../../ui/grid/data-grid.tsx';
import type { GridState } from '../../../ui/grid/use-grid-state.ts';
import { Pager } from '../../../ui/page/pager.tsx';
import { useAllowed, useOrganisation } from '../../../ui/session/session.ts';
import { GridRoom } from '../common/grid-room.tsx';
import { type FindingsAsked, findingsQuery } from '../licence-queries.ts';
import type { FindingTab } from './findings-search.ts';
import { NothingFound } from './groups/finding-groups.tsx';
import { useTriageCommands } from './triage/use-triage-commands.tsx';
import { useFindingColumns } from './use-finding-columns.tsx';

const keyOf = ({ id }: FindingRow) => id;
const nameOf = ({ rule, subject, skuName }: FindingRow) => `${rule} ${subject.label} ${skuName}`;

interface FindingsGridProps {
  readonly asked: FindingsAsked;
  readonly tab: FindingTab;
  readonly state: GridState;
  readonly facts: Inventory['facts'];
  readonly openKey: string | undefined;
  /** The first row takes the focus once it is there, unless something else has it by then. */
  readonly takesFocus: boolean;
  readonly onOpen: (findingId: string) => void;
}

/** The findings themselves, as the server filters and orders them; what is selected can be decided together. */
export const FindingsGrid = (props: FindingsGridProps) => {
  const { asked, tab, state, facts, openKey, takesFocus, onOpen } = props;
  const { t } = useTranslation('licences');
  const { organisationId } = useOrganisation();
  const toasts = useToasts();
  const mayTriage = useAllowed('finding.triage');
  const exports = useExports(asked);
  const columns = useFindingColumns(tab, facts);
  const findings = useInfiniteQuery(findingsQuery(organisationId, asked));
  const rows = useMemo(() => findings.data?.pages.flatMap(({ items }) => items), [findings.data]);
  const room = useFirstRowFocus(takesFocus && rows !== undefined && !findings.isPlaceholderData);
  const open = useCallback((row: FindingRow) => onOpen(row.id), [onOpen]);
  const { commandsFor, dialog } = useTriageCommands(tab);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = findings;
  const more = useCallback(
    () => void fetchNextPage().then(({ error }) => error !== null && toasts.problem(error)),
    [fetchNextPage, toasts],
  );
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) more();
  }, [hasNextPage, isFetchingNextPage, more]);
  return (
    <>
      <GridRoom ref={room}>
        <DataGrid
          label={t('findings.title')}
          columns={columns}
          rows={rows}
          rowsAreFinal
          findsOnServer
          total={findings.data?.pages[0]?.total}
          error={rows === undefined ? findings.error : null}
          onRetry={() => void findings.refetch()}
          keyOf={keyOf}
          nameOf={nameOf}
          state={state}
          exports={exports}
          onOpen={open}
          openKey={openKey}
          onEnd={onEnd}
          {...(mayTriage && tab !== 'gone' && tab !== 'planned' ? { actions: commandsFor } : {})}
          footer={
            hasNextPage && <Pager shown={rows?.length ?? 0} hasMore busy={isFetchingNextPage} onMore={more} />
          }
          empty={<NothingFound tab={tab} />}
        />
      </GridRoom>
      {dialog}
    </>
  );
};

/** About half a second. */
const mostFrames = 30;

/** Moves the focus to the first row of the grid in the returned element, where nothing has it any more. */
const useFirstRowFocus = (isReady: boolean) => {
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isReady) return undefined;
    // Rows are drawn once the grid has measured its room, some frames later.
    let frame = 0;
    let left = mostFrames;
    const look = (): void => {
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (!isFree) return;
      const row = room.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
      left -= 1;
      if (row) row.focus();
      else if (left > 0) frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [isReady]);
  return room;
};

const useExports = (asked: FindingsAsked) => {
  const { organisationId } = useOrganisation();
  const mayExport = useAllowed('licence.export');
  const run = (format: 'csv' | 'xlsx') =>
    download(exportFindings, { params: { organisationId }, query: { ...asked, format } });
  return mayExport
    ? (['csv', 'xlsx'] as const).map((id) => ({ id, label: id.toUpperCase(), run: () => run(id) }))
    : [];
};
