import { describe, expect, it } from 'vitest';
import type { Run } from '../../../shared/runs/contract.ts';
import { loadsOf } from './loads.ts';

const run = (given: Partial<Run> & Pick<Run, 'id'>): Run => ({
  kind: 'lake.import',
  subject: {},
  state: 'running',
  progress: 0,
  message: '',
  result: null,
  problem: null,
  attempt: 1,
  cancelRequested: false,
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: null,
  finishedAt: null,
  ...given,
});
const live = (...runs: readonly Run[]) => new Map(runs.map((each) => [each.id, each]));
const fractions = (...runs: readonly Run[]) => loadsOf(live(...runs), true).map(({ fraction }) => fraction);

describe('the loads of an organisation', () => {
  it('show the two jobs of a sample as one progress that never goes back', () => {
    const written = run({ id: 'w', kind: 'sample.load', state: 'succeeded', result: { runId: 'i' } });
    const steps = [
      fractions(run({ id: 'w', kind: 'sample.load', progress: 0.5 })),
      fractions(written),
      fractions(written, run({ id: 'i', state: 'queued' })),
      fractions(written, run({ id: 'i', progress: 0.5 })),
    ];
    expect(steps).toEqual([[0.125], [0.25], [0.25], [0.625]]);
    expect(fractions(written, run({ id: 'i', state: 'succeeded', progress: 1 }))).toEqual([]);
  });

  it('go on where they are for somebody who comes later', () => {
    expect(fractions(run({ id: 'i', progress: 0.5 }))).toEqual([0.625]);
  });

  it('say of an upload how far it is by itself, and nothing while it waits', () => {
    const loads = loadsOf(live(run({ id: 'a', progress: 0.5 }), run({ id: 'b', state: 'queued' })), false);
    expect(loads.map(({ id, fraction }) => [id, fraction])).toEqual([
      ['a', 0.5],
      ['b', undefined],
    ]);
  });
});
