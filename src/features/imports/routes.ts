import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pageFrom, readCursor } from '../../platform/http/cursor.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import * as contract from '../../shared/imports/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { acceptDelivery } from './create-import.ts';
import * as repo from './import-repo.ts';
import { advanceGeneration, endSlicesOf, listSlicesOf } from './manifest-repo.ts';
import { presentImport, presentImportDetail } from './present.ts';
import type { ImportStorage } from './storage.ts';
import { isUndoable, undoImport } from './undo-import.ts';

export interface ImportRoutesDependencies {
  readonly storage: ImportStorage;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Routes of uploads and imports. */
export const importRoutes = (deps: ImportRoutesDependencies): Route[] => [
  ...receivingRoutes(deps),
  ...readingRoutes(deps),
  removingRoute(deps),
  undoingRoute(deps),
];

// Names come from other people's machines: a path in them means nothing here.
const bareName = (fileName: string): string => fileName.split(/[\\/]/).at(-1)?.trim() || 'file';

const receivingRoutes = (deps: ImportRoutesDependencies): Route[] => [
  organisationRoute(contract.uploadFile, async (context, { query, upload }) => {
    const id = deps.newId();
    const { organisationId } = context;
    const received = await deps.storage.receive(organisationId, id, upload);
    const fileName = bareName(query.fileName);
    try {
      return await context.change(async ({ tx, audit }) => {
        const createdBy = context.personId ?? null;
        await repo.insertUpload(tx, {
          id,
          organisationId,
          fileName,
          ...received,
          createdBy,
          createdAt: deps.clock.now(),
          importId: null,
        });
        const target = { kind: 'upload', id, label: fileName.slice(0, 200) };
        await audit({ action: 'upload.received', target, after: received });
        return { id, fileName, ...received };
      });
    } catch (error) {
      await deps.storage.removeUpload(organisationId, id);
      throw error;
    }
  }),

  organisationRoute(contract.createImport, (context, { body }) =>
    context.change(async (change) => {
      const importId = deps.newId();
      const ids = [...new Set(body.uploadIds)];
      const { organisationId } = context;
      // The import exists before its uploads point to it; both in this transaction.
      const uploads = await repo.findFreeUploads(change.tx, ids);
      if (uploads.length < ids.length) {
        const missing = ids.filter((id) => !uploads.some((upload) => upload.id === id));
        throw new AppError('not_found', {
          detail: `No such upload, or used already: ${missing.join(', ')}.`,
          fix: 'Upload the files again.',
        });
      }
      const accepted = await acceptDelivery(deps, change, {
        importId,
        organisationId,
        origin: 'upload',
        mode: body.mode,
        files: uploads.map((upload) => ({ name: upload.fileName, bytes: Number(upload.bytes) })),
        sources: uploads.map((upload) => ({
          name: upload.fileName,
          path: deps.storage.uploadPath(organisationId, upload.id),
          owned: true,
        })),
        createdBy: context.personId ?? null,
      });
      await repo.assignUploads(change.tx, ids, importId);
      return accepted;
    }),
  ),
];

const readingRoutes = (deps: ImportRoutesDependencies): Route[] => [
  organisationRoute(contract.listImports, async (context, { query }) => {
    const { state, limit } = query;
    const before = readCursor(query.cursor);
    const rows = await context.read((tx) => repo.listImports(tx, { state, before, limit: limit + 1 }));
    const page = pageFrom(rows, limit);
    return { items: page.items.map(presentImport), nextCursor: page.nextCursor };
  }),

  organisationRoute(contract.getImport, (context, { params }) =>
    context.read(async (tx) => {
      const row = await repo.findImport(tx, params.importId);
      if (!row) throw notFound('import');
      return presentImportDetail(
        row,
        await listSlicesOf(tx, row.id),
        await isUndoable(deps, context.organisationId, row, tx),
      );
    }),
  ),

  organisationRoute(contract.downloadRejects, async (context, { params }) => {
    const row = await context.read((tx) => repo.findImport(tx, params.importId));
    if (!row?.rejectsPath) throw notFound('list of rejected rows');
    const body = createReadStream(join(deps.storage.lakeFolder(context.organisationId), row.rejectsPath));
    const fileName = `rejected-rows-${row.files[0]?.name ?? row.id}.csv`;
    return { fileName, contentType: 'text/csv; charset=utf-8', body };
  }),
];

const removingRoute = (deps: ImportRoutesDependencies): Route =>
  organisationRoute(contract.removeImport, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const row = await repo.findImport(tx, params.importId);
      if (!row) throw notFound('import');
      if (row.state !== 'imported')
        throw new AppError('conflict', {
          detail: `Only a finished import can be removed; this one is ${presentImport(row).state}.`,
        });
      const at = deps.clock.now();
      await advanceGeneration(tx, context.organisationId, at);
      const slices = await endSlicesOf(tx, row.id, at);
      await repo.updateImport(tx, row.id, { state: 'removed' });
      const target = { kind: 'import', id: row.id, label: row.files[0]?.name.slice(0, 200) ?? '' };
      await audit({ action: 'import.removed', target, before: { slices } });
    });
    return undefined;
  });

const undoingRoute = (deps: ImportRoutesDependencies): Route =>
  organisationRoute(contract.undoImport, async (context, { params }) => {
    const undoing = { organisationId: context.organisationId, importId: params.importId };
    await context.change((change) => undoImport(deps, undoing, change));
    return undefined;
  });
