import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptDelivery, createImportStorage } from '../features/imports/feature.ts';
import { audited } from '../platform/http/organisation-context.ts';
import { openQueue } from '../platform/jobs/queue.ts';
import { findRun, type RunTable } from '../platform/jobs/run-repo.ts';
import { startWorker } from '../platform/jobs/worker.ts';
import { createLive } from '../platform/live/live.ts';
import { AppError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { chooseOrganisation } from './command-organisation.ts';
import { compose } from './compose.ts';
import type { Kernel } from './kernel.ts';

export interface CommandImport {
  /** `-` is `stdin`, which is kept in the data folder until it is imported. */
  readonly paths: readonly string[];
  readonly stdin: Readable;
  /** Name or id; absent: the only organisation there is, samples aside. */
  readonly organisation: string | undefined;
  readonly mode: 'replace' | 'append';
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/**
 * Imports files of this machine as one delivery and waits for the end. A running server's worker does it; where
 * none runs, this process does.
 * @throws AppError invalid_input or not_found for files and organisations; the run's problem when it failed.
 */
export const importFromCommand = async (
  kernel: Kernel,
  request: CommandImport,
): Promise<Record<string, unknown>> => {
  const given = await Promise.all(request.paths.filter((path) => path !== '-').map(describe));
  const organisation = await chooseOrganisation(
    kernel,
    request.organisation,
    'Say which organisation the files belong to.',
  );
  const organisationId = organisation.id;
  const files = [...given, ...(await receiveStdin(kernel, organisationId, request))];
  const { tenancy, audit, clock, log } = kernel;
  const connectionString = kernel.postgres.runtimeUrl;
  // Beside a given database nobody knows whether a worker runs: then this process is one more.
  const { isOwner } = kernel.postgres;
  const works = isOwner || kernel.postgres.server === 'given';
  const queue = await openQueue({ connectionString, worker: works, log, clock, newId });
  const live = createLive({ connectionString, log });
  try {
    const composition = await compose({
      kernel,
      queue,
      live,
      mailer: undefined,
      publicUrl: 'http://localhost',
    });
    await queue.declare(composition.jobs);
    const actor = { kind: 'system', id: 'shell', name: 'trimtab focus import' } as const;
    const { runId } = await tenancy.write({ organisationId }, (tx) =>
      audited(audit, { organisationId, actor }, tx, (change) =>
        acceptDelivery({ queue, clock, newId }, change, {
          importId: newId(),
          organisationId,
          origin: 'command',
          mode: request.mode,
          files: files.map(({ name, bytes }) => ({ name, bytes })),
          sources: files.map(({ name, path, owned }) => ({ name, path, owned })),
          createdBy: null,
        }),
      ),
    );
    if (isOwner) await queue.releaseAbandoned(composition.jobs.map(({ kind }) => kind));
    const worker = works
      ? await startWorker(composition.jobs, [], { queue, tenancy, audit, live, clock, log })
      : undefined;
    try {
      return { organisation, ...(await follow(kernel, organisationId, runId, request)) };
    } finally {
      worker?.stop();
      composition.close();
    }
  } finally {
    await live.close();
    await queue.stop();
  }
};

interface GivenFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Whether it is deleted once it is imported. */
  readonly owned: boolean;
}

/** Keeps standard input among the uploads: the worker may be another process, and may try again. */
const receiveStdin = async (
  kernel: Kernel,
  organisationId: string,
  { paths, stdin }: CommandImport,
): Promise<readonly GivenFile[]> => {
  const times = paths.filter((path) => path === '-').length;
  if (times === 0) return [];
  if (times > 1)
    throw new AppError('invalid_input', {
      detail: 'standard input (-): Named more than once; it can be read only once.',
      fix: 'Name it once, or give files.',
    });
  const storage = createImportStorage(kernel.config.dataDir, Number.POSITIVE_INFINITY);
  const id = newId();
  const { bytes } = await storage.receive(organisationId, id, stdin);
  const path = storage.uploadPath(organisationId, id);
  return [{ name: 'standard input', path, bytes, owned: true }];
};

const describe = async (given: string): Promise<GivenFile> => {
  const path = resolve(given);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new AppError('invalid_input', { detail: `${given}: there is no such file.` });
  if (!found.isFile())
    throw new AppError('invalid_input', { detail: `${given} is not a file.`, fix: 'Name the files in it.' });
  return { name: basename(path), path, bytes: found.size, owned: false };
};

/** Waits for a run; Ctrl+C leaves it to the server, or to the next start. */
const follow = async (
  kernel: Kernel,
  organisationId: string,
  runId: string,
  request: CommandImport,
): Promise<Record<string, unknown>> => {
  for (;;) {
    request.signal.throwIfAborted();
    const run = await kernel.tenancy.read({ organisationId }, (tx) => findRun(tx, runId));
    if (run?.state === 'succeeded') return run.result ?? {};
    if (!run || run.state === 'failed' || run.state === 'cancelled') throw problemOf(run);
    request.onProgress(Number(run.progress), run.message);
    await sleep(200);
  }
};

const problemOf = (run: RunTable | undefined): AppError => {
  const { code, detail, fix } = run?.problem ?? {};
  const known =
    code === 'invalid_input' || code === 'unprocessable' || code === 'unsupported_media' ? code : 'internal';
  return new AppError(known, { detail: detail ?? 'The import was cancelled.', ...(fix ? { fix } : {}) });
};
