import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import type { ImportState } from '../../shared/imports/contract.ts';
import { storableText } from '../../shared/storable-text.ts';
import { type ImportTable, tables, type UploadTable } from './tables.ts';

export type ImportRow = Selectable<ImportTable>;
export type UploadRow = Selectable<UploadTable>;

/** Records a received file. */
export const insertUpload = (tx: Tx, upload: Insertable<UploadTable>) =>
  tables(tx)
    .insertInto('upload')
    .values({ ...upload, fileName: storableText(upload.fileName) })
    .execute();

/** Uploads that no import has taken, locked, in the order asked for; fewer when some are missing. */
export const findFreeUploads = async (tx: Tx, ids: readonly string[]): Promise<UploadRow[]> => {
  const rows = await tables(tx)
    .selectFrom('upload')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('importId', 'is', null)
    .forUpdate()
    .execute();
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
};

/** Gives uploads to an import, so that no other takes them. */
export const assignUploads = (tx: Tx, ids: readonly string[], importId: string) =>
  tables(tx)
    .updateTable('upload')
    .set({ importId })
    .where('id', 'in', [...ids])
    .execute();

/** Records an import that waits for the worker. */
export const insertImport = (tx: Tx, row: Insertable<ImportTable>) =>
  tables(tx).insertInto('import').values(row).execute();

/** Imports with the state of their run. */
const withRun = (tx: Tx) =>
  tables(tx)
    .selectFrom('import')
    .leftJoin('run', 'run.id', 'import.runId')
    .selectAll('import')
    .select(['run.state as runState', 'run.problem as runProblem', 'run.finishedAt as runFinishedAt']);

export type ImportWithRun = Awaited<ReturnType<ReturnType<typeof withRun>['executeTakeFirstOrThrow']>>;

/** One import. */
export const findImport = (tx: Tx, id: string) => withRun(tx).where('import.id', '=', id).executeTakeFirst();

/** Changes an import. */
export const updateImport = (tx: Tx, id: string, values: Updateable<ImportTable>) =>
  tables(tx).updateTable('import').set(values).where('id', '=', id).execute();

/** Changes an import if it still waits. Returns whether it did. */
export const closeImport = async (tx: Tx, id: string, values: Updateable<ImportTable>): Promise<boolean> => {
  const result = await tables(tx)
    .updateTable('import')
    .set(values)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
};

/** The import of this content that has slices in the lake now. */
export const findLiveImportOf = (tx: Tx, contentSha256: string) =>
  tables(tx)
    .selectFrom('import as i')
    .selectAll('i')
    .where('i.contentSha256', '=', contentSha256)
    .where('i.state', '=', 'imported')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('lakeSlice as s')
          .select('s.id')
          .whereRef('s.importId', '=', 'i.id')
          .where('s.supersededAt', 'is', null),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('lakeSlice as s')
            .select('s.id')
            .whereRef('s.importId', '=', 'i.id')
            .where('s.supersededAt', 'is not', null),
        ),
      ),
    )
    .executeTakeFirst();

/** The reports of the imports that have charges in the lake now, the latest first. */
export const listLiveReports = async (tx: Tx) => {
  const rows = await tables(tx)
    .selectFrom('import as i')
    .select(['i.id', 'i.rowsImported', 'i.rowsRejected', 'i.report'])
    .where('i.state', '=', 'imported')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('lakeSlice as s')
          .select('s.id')
          .whereRef('s.importId', '=', 'i.id')
          .where('s.supersededAt', 'is', null),
      ),
    )
    .orderBy('i.finishedAt', 'desc')
    .execute();
  return rows.map((row) => ({
    importId: row.id,
    rowsImported: Number(row.rowsImported ?? 0),
    rowsRejected: Number(row.rowsRejected ?? 0),
    findings: row.report?.conformance ?? [],
  }));
};

export interface ImportFilter {
  readonly state?: ImportState | undefined;
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Imports, newest first. */
export const listImports = (tx: Tx, filter: ImportFilter): Promise<ImportWithRun[]> => {
  let query = withRun(tx)
    .orderBy('import.createdAt', 'desc')
    .orderBy('import.id', 'desc')
    .limit(filter.limit);
  const { state, before } = filter;
  if (state === 'failed' || state === 'cancelled') {
    query = query.where('import.state', '=', 'waiting').where('run.state', '=', state);
  } else if (state) {
    query = query.where('import.state', '=', state);
    if (state === 'waiting') query = query.where('run.state', 'in', ['queued', 'running']);
  }
  if (before) {
    query = query.where((e) =>
      e.or([
        e('import.createdAt', '<', before.createdAt),
        e.and([e('import.createdAt', '=', before.createdAt), e('import.id', '<', before.id)]),
      ]),
    );
  }
  return query.execute();
};

/** Imports that a worker may be writing. */
export const listWaitingIds = async (tx: Tx): Promise<string[]> =>
  (await tables(tx).selectFrom('import').select('id').where('state', '=', 'waiting').execute()).map(
    (row) => row.id,
  );

/** Lists of rejected rows that can be downloaded. */
export const listRejectPaths = async (tx: Tx): Promise<string[]> =>
  (
    await tables(tx).selectFrom('import').select('rejectsPath').where('rejectsPath', 'is not', null).execute()
  ).flatMap((row) => row.rejectsPath ?? []);

/** Uploads that wait for an import, or whose import is not done. */
export const listWantedUploads = async (tx: Tx): Promise<string[]> => {
  const rows = await tables(tx)
    .selectFrom('upload')
    .leftJoin('import', 'import.id', 'upload.importId')
    .select('upload.id')
    .where((e) => e.or([e('import.id', 'is', null), e('import.state', '=', 'waiting')]))
    .execute();
  return rows.map((row) => row.id);
};

/** Forgets uploads that nobody imported, and those of imports that ended. */
export const deleteStaleUploads = (tx: Tx, before: Date) =>
  tables(tx)
    .deleteFrom('upload')
    .where('createdAt', '<', before)
    .where((e) =>
      e.or([
        e('importId', 'is', null),
        e.exists(
          e
            .selectFrom('import')
            .select('import.id')
            .whereRef('import.id', '=', 'upload.importId')
            .where('import.state', '!=', 'waiting'),
        ),
      ]),
    )
    .execute();
