import { describe, expect, it } from 'vitest';
import type { Run, RunState } from '../../../shared/runs/contract.ts';
import { noticesOf } from './notices-of.ts';

const run = (id: string, state: RunState, minute: number): Run => ({
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
  createdAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
  startedAt: null,
  finishedAt: null,
});
const live = (...runs: readonly Run[]) => new Map(runs.map((each) => [each.id, each]));
const ids = (runs: readonly Run[]) => runs.map(({ id, state }) => `${id} ${state}`);

describe('the notices', () => {
  it('begin with what is not finished, then tell what ended, newest first', () => {
    const read = [run('c', 'failed', 3), run('b', 'succeeded', 2)];
    expect(ids(noticesOf(live(run('a', 'running', 1)), read))).toEqual([
      'a running',
      'c failed',
      'b succeeded',
    ]);
  });

  it('believe what is live over what was read before', () => {
    expect(ids(noticesOf(live(run('a', 'succeeded', 1)), [run('a', 'running', 1)]))).toEqual(['a succeeded']);
  });

  it('are ten, or as many as are not finished', () => {
    const read = Array.from({ length: 10 }, (_, index) => run(`old ${index}`, 'succeeded', index));
    const busy = Array.from({ length: 12 }, (_, index) => run(`new ${index}`, 'running', 20 + index));
    expect(noticesOf(live(run('new', 'running', 20)), read)).toHaveLength(10);
    expect(noticesOf(live(...busy), read)).toHaveLength(12);
  });
});
