import { isDeepStrictEqual, promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { mixPolicySchema } from '../../../engines/licences/mix/mix-policy.ts';
import { writeCsv } from '../../../platform/export/csv.ts';
import type { ExportRow, ExportTable } from '../../../platform/export/table.ts';
import { writeXlsx } from '../../../platform/export/xlsx.ts';
import { organisationRoute, type Route } from '../../../platform/http/route.ts';
import type { Queue } from '../../../platform/jobs/queue.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { checkJson } from '../../../shared/check-json.ts';
import { AppError, notFound } from '../../../shared/errors.ts';
import * as contract from '../../../shared/licences/contract.ts';
import { type Clock, formatInstant } from '../../../shared/time.ts';
import { listConnectionsBrief } from '../../connections/feature.ts';
import { assignmentSchema, enqueueMix } from './mix-job.ts';
import * as repo from './mix-repo.ts';

export interface MixRoutesOptions {
  readonly queue: Pick<Queue, 'enqueue'>;
  readonly clock: Clock;
}

const requireConnection = async (tx: Tx, connectionId: string) => {
  const connection = (await listConnectionsBrief(tx)).find(({ id }) => id === connectionId);
  if (!connection) throw notFound('connection');
  return connection;
};

/** Whether the facts, prices or thresholds, or the policy of the mix, are newer than what was computed. */
const isOutdated = (
  mix: NonNullable<Awaited<ReturnType<typeof repo.findMix>>>,
  judged: Awaited<ReturnType<typeof repo.findJudged>>,
): boolean =>
  mix.computedAt !== null &&
  (mix.syncId !== judged?.syncId ||
    (judged !== undefined && judged.judgedAt > mix.computedAt) ||
    !isDeepStrictEqual(mixPolicySchema.parse(mix.policy), mixPolicySchema.parse(mix.computedPolicy ?? {})));

const unpack = promisify(gunzip);
const rowsPerBatch = 2000;

const column = (header: string) => ({ header, kind: 'text' as const });
const joined = (skus: readonly string[]): string => [...skus].sort().join(' + ');

const tableOf = (assignments: readonly z.infer<typeof assignmentSchema>[]): ExportTable => ({
  name: 'Cheapest mix',
  columns: ['User', 'User id', 'Today', 'Proposed', 'Changes'].map(column),
  batches: (async function* (): AsyncGenerator<readonly ExportRow[]> {
    for (let at = 0; at < assignments.length; at += rowsPerBatch) {
      yield assignments.slice(at, at + rowsPerBatch).map(({ id, principalName, from, to }) => {
        const [today, proposed] = [joined(from), joined(to)];
        return [principalName, id, today, proposed, today === proposed ? 'no' : 'yes'];
      });
    }
  })(),
});

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const exportRoute = ({ clock }: MixRoutesOptions): Route =>
  organisationRoute(contract.exportMix, async (context, { params, query }) => {
    const { format } = query;
    const packed = await context.read(async (tx) => {
      await requireConnection(tx, params.connectionId);
      return repo.findAssignments(tx, params.connectionId);
    });
    if (!packed) throw notFound('mix');
    const assignments = z.array(assignmentSchema).parse(JSON.parse((await unpack(packed)).toString('utf8')));
    await context.change(({ audit }) =>
      audit({ action: 'licences.exported', after: { what: 'mix', format, rows: assignments.length } }),
    );
    const table = tableOf(assignments);
    return {
      fileName: `mix-${clock.now().toISOString().slice(0, 10)}.${format}`,
      contentType: contentTypes[format],
      body: format === 'csv' ? writeCsv(table) : writeXlsx(table),
    };
  });

const computeRoute = ({ queue }: MixRoutesOptions): Route =>
  organisationRoute(contract.computeMix, (context, { params, body }) => {
    const { connectionId } = params;
    const given = body.policy;
    if (given !== undefined) {
      checkJson(
        'policy',
        '$',
        mixPolicySchema,
        given,
        'The names of a mix policy are in docs/licences-mix.md.',
      );
    }
    return context.change(async ({ tx, audit }) => {
      const { name } = await requireConnection(tx, connectionId);
      if (!(await repo.findJudged(tx, connectionId))) {
        throw new AppError('conflict', {
          detail: 'No sync of this tenant has been judged yet.',
          fix: 'Read the tenant, then compute.',
        });
      }
      const { organisationId, personId } = context;
      const policy = given ?? (await repo.findMix(tx, connectionId))?.policy ?? {};
      const wanted = { organisationId, connectionId, policy, createdBy: personId ?? null };
      const runId = await enqueueMix(queue, tx, wanted);
      await audit({
        action: 'licence-mix.requested',
        target: { kind: 'connection', id: connectionId, label: name },
        after: { hasPolicy: given !== undefined },
      });
      return { runId };
    });
  });

/** The cheapest mix of a tenant: reading, computing and exporting it. */
export const mixRoutes = (options: MixRoutesOptions): Route[] => [
  organisationRoute(contract.getMix, (context, { params }) =>
    context.read(async (tx) => {
      await requireConnection(tx, params.connectionId);
      const mix = await repo.findMix(tx, params.connectionId);
      if (!mix) return { policy: {}, result: null, computedAt: null, isOutdated: false, runId: null };
      const judged = await repo.findJudged(tx, params.connectionId);
      return {
        policy: mix.policy,
        result: mix.result ?? null,
        computedAt: mix.computedAt && formatInstant(mix.computedAt),
        isOutdated: isOutdated(mix, judged),
        runId: mix.runId,
      };
    }),
  ),
  computeRoute(options),
  exportRoute(options),
];
