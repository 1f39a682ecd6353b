import { z } from 'zod';
import { emptySchema, endpoint, pageOf, pageQuery } from '../endpoint.ts';
import { problemSchema } from '../errors.ts';
import { idSchema } from '../ids.ts';
import { instantSchema } from '../time.ts';

export const runStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type RunState = z.infer<typeof runStateSchema>;

export const runSchema = z.object({
  id: idSchema,
  kind: z.string().max(64),
  subject: z.record(z.string().max(100), z.unknown()),
  state: runStateSchema,
  /** 0 to 1. */
  progress: z.number().min(0).max(1),
  message: z.string().max(1000),
  result: z.record(z.string().max(100), z.unknown()).nullable(),
  problem: problemSchema.omit({ type: true, requestId: true }).partial().nullable(),
  attempt: z.int(),
  cancelRequested: z.boolean(),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

const tag = 'Runs';
const at = '/organisations/:organisationId/runs';
const one = z.object({ runId: idSchema });

export const listRuns = endpoint({
  id: 'runs.list',
  method: 'GET',
  path: at,
  tag,
  access: { kind: 'organisation', permission: 'run.read' },
  summary: 'What the background did and does, newest first',
  query: z.object({ ...pageQuery, kind: z.string().max(64).optional(), state: runStateSchema.optional() }),
  response: pageOf(runSchema),
});

export const getRun = endpoint({
  id: 'runs.get',
  method: 'GET',
  path: `${at}/:runId`,
  tag,
  access: { kind: 'organisation', permission: 'run.read' },
  summary: 'A run with its log',
  params: one,
  response: z.object({
    run: runSchema,
    log: z.array(
      z.object({
        at: instantSchema,
        level: z.enum(['info', 'warn', 'error']),
        message: z.string().max(2000),
      }),
    ),
  }),
});

export const watchRuns = endpoint({
  id: 'runs.watch',
  method: 'GET',
  path: `${at}/events`,
  tag,
  access: { kind: 'organisation', permission: 'run.read' },
  summary: 'Runs as they change (server-sent events named `run`); begins with those that are not finished',
  response: runSchema,
  stream: 'events',
});

export const cancelRun = endpoint({
  id: 'runs.cancel',
  method: 'POST',
  path: `${at}/:runId/cancellation`,
  tag,
  access: { kind: 'organisation', permission: 'run.control' },
  summary: 'Asks a run to stop; what it did not finish has not happened',
  params: one,
  response: emptySchema,
  status: 204,
});

export const retryRun = endpoint({
  id: 'runs.retry',
  method: 'POST',
  path: `${at}/:runId/retry`,
  tag,
  access: { kind: 'organisation', permission: 'run.control' },
  summary: 'Runs a failed or cancelled run again',
  params: one,
  response: emptySchema,
  status: 204,
});
