import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJudgeBench, type JudgeBench } from '../../../../test/support/licences-judge.ts';
import { landTenant } from '../../../../test/support/licences-landed.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';
import { createShippedCatalogue } from '../../../engines/licences/catalogue/shipped.ts';
import { planMix } from '../../../engines/licences/mix/mix.ts';
import { mixPolicySchema } from '../../../engines/licences/mix/mix-policy.ts';
import type { RunContext } from '../../../platform/jobs/worker.ts';
import { createHighs } from '../../../platform/solver/highs.ts';
import { newId } from '../../../shared/ids.ts';
import { basisOf, readBasis } from '../judge/basis.ts';
import { findLanded, landedPages, type Read } from '../judge/landed.ts';
import { readTenant } from '../judge/read-tenant.ts';
import { openLicenceThreads } from '../thread/open-threads.ts';
import { mixJobKind } from './mix-job.ts';

const users = process.env.TRIMTAB_LONG === '1' ? 100_000 : 2000;
const policy = { baseline: [], keepUnknown: false };

let bench: JudgeBench;
let made: Awaited<ReturnType<JudgeBench['organisation']>>;
let syncId: string;
let runId: string;

beforeAll(async () => {
  bench = await createJudgeBench();
  made = await bench.organisation();
  const tenant = generateTenant({ seed: 5, users, asOf: '2026-06-30' });
  await bench.setPolicy(made.organisationId, tenant.policy);
  syncId = await landTenant(bench.owner, { ...made, tenant });
  await bench.judge({ ...made, syncId });
  runId = newId();
  await bench.owner.query(
    `insert into run (id, organisation_id, kind, subject, state, progress, message, attempt, created_at, updated_at)
      values ($1, $2, 'licences.mix', '{}', 'running', 0, '', 1, now(), now())`,
    [runId, made.organisationId],
  );
  await bench.owner.query(
    'insert into licence_mix (connection_id, organisation_id, policy, run_id) values ($1, $2, $3, $4)',
    [made.connectionId, made.organisationId, JSON.stringify(policy), runId],
  );
}, 300_000);
afterAll(() => bench.close());

const read: Read = (work) => bench.db.tenancy.read({ organisationId: made.organisationId }, work);

const compute = (deps: Partial<Parameters<typeof mixJobKind>[0]> = {}, signal?: AbortSignal) =>
  mixJobKind({ clock: bench.clock, threads: bench.threads, ...deps }).handle({
    runId,
    organisationId: made.organisationId,
    subject: { connectionId: made.connectionId },
    signal: signal ?? new AbortController().signal,
    progress: () => undefined,
    read,
    change: (work) => bench.change(made.organisationId, work),
  } as Partial<RunContext<{ connectionId: string }>> as RunContext<{ connectionId: string }>);

const kept = async () => {
  const { rows } = await bench.owner.query(
    'select result, computed_at, assignments from licence_mix where connection_id = $1',
    [made.connectionId],
  );
  return rows[0];
};

/** The same mix on this thread, as the engine computes it. */
const computeHere = async () => {
  const catalogue = createShippedCatalogue();
  const sync = await read((tx) => findLanded(tx, syncId));
  if (!sync) throw new Error('nothing landed');
  const { tenant, reports } = await readTenant({
    ...{ catalogue, sync },
    pages: (source) => landedPages(read, sync, source),
    onSource: () => undefined,
  });
  const basis = basisOf(await read(readBasis));
  return planMix({
    ...{ asOf: sync.asOf, tenant, reports, catalogue, ...basis },
    mixPolicy: mixPolicySchema.parse(policy),
    solver: await createHighs(),
  });
};

/** The longest time in which this thread could do nothing else, in milliseconds. */
const pauseOf = async <T>(work: () => Promise<T>): Promise<{ pauseMs: number; done: T }> => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const done = await work();
  // A pause is counted when it is over.
  await setTimeout(20);
  delay.disable();
  return { pauseMs: delay.max / 1e6, done };
};

it('is what the engine computes, and lets others be answered while the engine here would not', async () => {
  await compute();
  const { pauseMs } = await pauseOf(() => compute());
  const here = await pauseOf(computeHere);
  const { result } = await kept();
  expect(result).toEqual(JSON.parse(JSON.stringify(here.done.result)));
  if (users > 2000) process.stdout.write(`${JSON.stringify({ pauseMs, here: here.pauseMs })}\n`);
  expect(pauseMs).toBeLessThan(Math.max(100, here.pauseMs / 2));
}, 300_000);

it('leaves what was computed before where it is cancelled, at once', async () => {
  const before = await kept();
  const cancel = new AbortController();
  const computing = compute({}, cancel.signal);
  await setTimeout(50);
  cancel.abort(new Error('The run was cancelled.'));
  await expect(computing).rejects.toThrow('The run was cancelled.');
  expect(await kept()).toEqual(before);
});

it('that takes longer than it may ends with a problem that says what to do', async () => {
  const before = await kept();
  const limits = { solveSeconds: 120, graceSeconds: 30, allSeconds: 0 };
  await expect(compute({ limits })).rejects.toMatchObject({
    code: 'unprocessable',
    detail: expect.stringContaining('within 0 seconds'),
    fix: expect.stringContaining('simpler policy'),
  });
  expect(await kept()).toEqual(before);
});

it('of a tenant that does not fit into the memory fails with a problem that says so', async () => {
  const threads = openLicenceThreads({ memoryLimitMib: 16 });
  await expect(compute({ threads })).rejects.toMatchObject({
    code: 'too_large',
    fix: expect.stringContaining('memory'),
  });
  await threads.close();
});

it('goes on with the next job after all of these', async () => {
  expect(await compute()).toMatchObject({ users: expect.any(Number) });
});
