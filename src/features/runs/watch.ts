import type { OrganisationContext } from '../../platform/http/context.ts';
import type { ServerEvent } from '../../platform/http/route.ts';
import { findRun, listLiveRuns } from '../../platform/jobs/run-repo.ts';
import type { Live } from '../../platform/live/live.ts';
import type { Run } from '../../shared/runs/contract.ts';
import { presentRun } from './present.ts';

/** Proxies close a silent connection after 30 to 60 seconds. */
const silenceMs = 15_000;
/** A stream ends after this long, so that a role that was taken away or a session that ended stops it. */
const lifetimeMs = 5 * 60_000;

/**
 * Follows the runs of an organisation: first those that wait or work, then each one as it changes. Messages
 * that come close together are read once. The browser reconnects by itself when the stream ends.
 */
export const watchRuns = async function* (
  context: OrganisationContext,
  live: Live,
  heartbeatMs = silenceMs,
): AsyncGenerator<ServerEvent> {
  const changed = new Set<string>();
  // What was told as unfinished: after a gap in hearing, these may have finished unheard.
  const unfinished = new Set<string>();
  let everything = true;
  let wake: () => void = () => undefined;
  const unsubscribe = live.subscribe(context.organisationId, (message) => {
    if (!message) everything = true;
    else if (message.topic === 'run') changed.add(message.id);
    wake();
  });
  const endsAt = Date.now() + lifetimeMs;
  const onGone = (): void => wake();
  context.signal.addEventListener('abort', onGone);
  try {
    while (!context.signal.aborted && Date.now() < endsAt) {
      const ids = [...changed];
      const all = everything;
      changed.clear();
      everything = false;
      const waiting = all ? await liveRuns(context) : [];
      const known = new Set(waiting.map(({ id }) => id));
      const others = [...new Set([...ids, ...(all ? unfinished : [])])].filter((id) => !known.has(id));
      for (const run of [...waiting, ...(await runsOf(context, others))]) {
        if (run.finishedAt === null) unfinished.add(run.id);
        else unfinished.delete(run.id);
        yield { event: 'run', id: run.id, data: run };
      }
      if (context.signal.aborted) break;
      const quiet = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
        if (changed.size > 0 || everything || context.signal.aborted) wake();
      });
      if (quiet) yield { event: 'heartbeat', data: null };
    }
  } finally {
    context.signal.removeEventListener('abort', onGone);
    unsubscribe();
  }
};

const liveRuns = (context: OrganisationContext): Promise<Run[]> =>
  context.read(async (tx) => (await listLiveRuns(tx)).map(presentRun));

const runsOf = (context: OrganisationContext, ids: readonly string[]): Promise<Run[]> =>
  context.read(async (tx) => {
    const rows = await Promise.all(ids.map((id) => findRun(tx, id)));
    return rows.flatMap((row) => (row ? [presentRun(row)] : []));
  });
