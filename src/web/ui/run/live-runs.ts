import { useMemo, useSyncExternalStore } from 'react';
import { type Run, watchRuns } from '../../../shared/runs/contract.ts';
import { type ConnectionState, subscribe } from '../api/events.ts';

export type LiveRuns = ReadonlyMap<string, Run>;

/** What is needed of the stream of runs; a test hands in its own. */
export type WatchRuns = (
  organisationId: string,
  listeners: { onEvent: (run: Run) => void; onState: (state: ConnectionState) => void },
) => () => void;

const watchServer: WatchRuns = (organisationId, listeners) =>
  subscribe(watchRuns, { params: { organisationId } }, { ...listeners, names: ['run'] });

const nothing: LiveRuns = new Map();

/**
 * The runs of an organisation that change while somebody looks. One stream for all who look, because browsers
 * open only six connections to a server that does not speak HTTP/2.
 */
export const createLiveRuns = (organisationId: string, watch: WatchRuns = watchServer) => {
  const listeners = new Set<() => void>();
  let runs = nothing;
  let stop: (() => void) | undefined;

  const publish = (next: LiveRuns): void => {
    runs = next;
    for (const listener of listeners) listener();
  };
  const start = () =>
    watch(organisationId, {
      onEvent: (run) => publish(new Map(runs).set(run.id, run)),
      // The stream begins with everything unfinished, so what it does not name any more has ended meanwhile.
      onState: (state) => state === 'open' && runs.size > 0 && publish(nothing),
    });
  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
        runs = nothing;
      };
    },
    current: (): LiveRuns => runs,
  };
};

const known = new Map<string, ReturnType<typeof createLiveRuns>>();

const liveRunsOf = (organisationId: string) => {
  const made = known.get(organisationId) ?? createLiveRuns(organisationId);
  known.set(organisationId, made);
  return made;
};

/** The runs of an organisation by id: the unfinished ones, and those that finished while somebody looked. */
export const useLiveRuns = (organisationId: string): LiveRuns => {
  const live = useMemo(() => liveRunsOf(organisationId), [organisationId]);
  return useSyncExternalStore(live.subscribe, live.current);
};

export const isUnfinished = (run: Run): boolean => run.state === 'queued' || run.state === 'running';
