import { describe, expect, it, vi } from 'vitest';
import type { Run } from '../../../shared/runs/contract.ts';
import { createLiveRuns, type WatchRuns } from './live-runs.ts';

const run = (id: string, state: Run['state']): Run => ({
  id,
  kind: 'lake.import',
  subject: {},
  state,
  progress: 0,
  message: '',
  result: null,
  problem: null,
  attempt: 1,
  cancelRequested: false,
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: null,
  finishedAt: null,
});

const watched = () => {
  let listeners: Parameters<WatchRuns>[1] | undefined;
  const stop = vi.fn();
  const watch = vi.fn<WatchRuns>((_, given) => {
    listeners = given;
    return stop;
  });
  return { live: createLiveRuns('o', watch), watch, stop, stream: () => listeners };
};

describe('the live runs', () => {
  it('share one stream among all who look and close it after the last', () => {
    const { live, watch, stop } = watched();
    const first = live.subscribe(() => undefined);
    const second = live.subscribe(() => undefined);
    expect(watch).toHaveBeenCalledTimes(1);
    first();
    expect(stop).not.toHaveBeenCalled();
    second();
    expect(stop).toHaveBeenCalledTimes(1);
    live.subscribe(() => undefined);
    expect(watch).toHaveBeenCalledTimes(2);
  });

  it('forget after a reconnection what the server no longer names', () => {
    const { live, stream } = watched();
    live.subscribe(() => undefined);
    stream()?.onEvent(run('a', 'running'));
    stream()?.onState('waiting');
    expect([...live.current().keys()]).toEqual(['a']);
    stream()?.onState('open');
    stream()?.onEvent(run('b', 'queued'));
    expect([...live.current().keys()]).toEqual(['b']);
  });
});
