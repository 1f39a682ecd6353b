import { setTimeout as sleep } from 'node:timers/promises';
import { lookAtWatchFolder } from '../features/imports/feature.ts';
import { findOrganisation } from '../features/organisations/feature.ts';
import type { Queue } from '../platform/jobs/queue.ts';
import { newId } from '../shared/ids.ts';
import type { Kernel } from './kernel.ts';

const intervalMs = 10_000;

/** Looks at the watched folder every ten seconds until it is stopped. Nothing is watched without the setting. */
export const startWatching = (kernel: Kernel, queue: Queue): { stop(): Promise<void> } => {
  const { config, tenancy, audit, clock, log } = kernel;
  const folder = config.watchFolder;
  if (!folder) return { stop: async () => undefined };
  const stopping = new AbortController();
  const organisationExists = async (organisationId: string): Promise<boolean> =>
    (await tenancy.read({ organisationId }, (tx) => findOrganisation(tx, organisationId))) !== undefined;
  const deps = { folder, tenancy, audit, queue, clock, newId, log, organisationExists };
  const seen = new Map<string, string>();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await lookAtWatchFolder(deps, seen).catch((error: unknown) =>
        log.error({ err: error, folder }, 'watched folder'),
      );
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
