import type { Change } from '../../platform/http/context.ts';
import type { Queue } from '../../platform/jobs/queue.ts';
import type { NewId } from '../../shared/ids.ts';
import { storableJson } from '../../shared/storable-text.ts';
import type { Clock } from '../../shared/time.ts';
import { insertImport } from './import-repo.ts';
import type { ImportSource, ImportTable } from './tables.ts';

/** The kind of the background job that imports. */
export const importJob = 'lake.import';

export interface Delivery {
  readonly importId: string;
  readonly organisationId: string;
  readonly origin: ImportTable['origin'];
  readonly mode: ImportTable['mode'];
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly sources: readonly ImportSource[];
  readonly createdBy: string | null;
}

/** Records a delivery and sends its job, in the caller's transaction: what was accepted is done, also after a crash. */
export const acceptDelivery = async (
  deps: { queue: Queue; clock: Clock; newId: NewId },
  change: Change,
  delivery: Delivery,
): Promise<{ importId: string; runId: string }> => {
  const { importId, organisationId, createdBy } = delivery;
  const subject = { importId, files: delivery.files.map(({ name }) => name).slice(0, 20) };
  const runId = await deps.queue.enqueue(change.tx, { kind: importJob, organisationId, subject, createdBy });
  await insertImport(change.tx, waitingRow(delivery, runId, deps.clock.now()));
  await change.audit({
    action: 'import.accepted',
    target: { kind: 'import', id: importId, label: delivery.files[0]?.name.slice(0, 200) ?? '' },
    after: { origin: delivery.origin, mode: delivery.mode, files: delivery.files.slice(0, 50) },
  });
  return { importId, runId };
};

const waitingRow = (delivery: Delivery, runId: string, at: Date) => ({
  id: delivery.importId,
  organisationId: delivery.organisationId,
  runId,
  origin: delivery.origin,
  mode: delivery.mode,
  state: 'waiting' as const,
  files: storableJson(delivery.files),
  sources: storableJson(delivery.sources),
  contentSha256: null,
  format: null,
  rowsRead: null,
  rowsImported: null,
  rowsRejected: null,
  rejectsPath: null,
  report: 'null',
  createdBy: delivery.createdBy,
  createdAt: at,
  finishedAt: null,
});
