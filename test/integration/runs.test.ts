import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadQueue, openQueue, type Queue } from '../../src/platform/jobs/queue.ts';
import { AppError } from '../../src/shared/errors.ts';
import { newId } from '../../src/shared/ids.ts';
import type { Run } from '../../src/shared/runs/contract.ts';
import { startProgram } from '../support/child-program.ts';
import { createScriptedKind, type Script, scriptedKind } from '../support/scripted-job.ts';
import { createTestServer, type Seat, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/** How often each script was begun, and what holds the ones that wait. */
const begun: string[] = [];
let release: () => void = () => undefined;

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

const scripts: Record<string, Script> = {
  halfway: async (run) => {
    run.progress(0.5, 'Half of it');
    await run.note('warn', 'A line for people');
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { rows: 42 };
  },
  endless: ({ signal }) => untilAborted(signal),
  flaky: async ({ attempt }) => {
    if (attempt === 1) throw new Error('the network was away');
    return { attempt };
  },
  doomed: () => Promise.reject(new Error('secret detail of the inside')),
  refused: () =>
    Promise.reject(new AppError('unprocessable', { detail: 'Row 7 is no charge.', fix: 'Correct row 7.' })),
  slow: async () => {
    // Long enough for another job of the same run to begin beside it.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return {};
  },
  survives: async ({ attempt }) => ({ attempt }),
  writes: async ({ change }) => {
    await change(async ({ tx, audit }) => {
      await audit({ action: 'test.written' });
      return tx.isTransaction;
    });
    return {};
  },
  forgets: async ({ change }) => {
    await change(async () => undefined);
    return {};
  },
};

let server: TestServer;
let queue: Queue;
let seat: Seat;
beforeAll(async () => {
  const counted = Object.fromEntries(
    Object.entries(scripts).map(([name, script]): [string, Script] => [
      name,
      (run) => {
        begun.push(name);
        return script(run);
      },
    ]),
  );
  server = await createTestServer({
    services: ['web', 'worker'],
    server: { extend: (composition) => ({ ...composition, jobs: [createScriptedKind(counted)] }) },
  });
  seat = await server.asRole('owner');
  const { log, clock } = server.kernel;
  queue = await openQueue({ connectionString: server.db.runtimeUrl, worker: false, log, clock, newId });
}, 120_000);
afterAll(async () => {
  await queue.stop();
  await server.close();
});

const enqueue = (script: string): Promise<string> =>
  server.kernel.tenancy.write({ organisationId: seat.organisationId }, (tx) =>
    queue.enqueue(tx, {
      kind: scriptedKind,
      organisationId: seat.organisationId,
      subject: { script },
      createdBy: null,
    }),
  );

const path = (runId = '', action = ''): string =>
  `/organisations/${seat.organisationId}/runs${runId && `/${runId}`}${action && `/${action}`}`;

interface Shown {
  readonly run: Run;
  readonly log: readonly { readonly level: string; readonly message: string }[];
}
const show = async (runId: string): Promise<Shown> =>
  (await seat.client.call('GET', path(runId))).json<Shown>();
const act = async (runId: string, action: 'cancellation' | 'retry'): Promise<number> =>
  (await seat.client.call('POST', path(runId, action))).status;
const reaches = (runId: string, state: Run['state'], timeoutMs = 15_000): Promise<Shown> =>
  waitFor(
    () => show(runId),
    ({ run }) => run.state === state,
    timeoutMs,
  );

/** What the system itself has put on record for a run. */
const entriesOf = async (runId: string): Promise<string[]> => {
  const { rows } = await server.owner.query<{ action: string }>(
    `select action from audit_entry where actor_kind = 'system' and actor_id = $1 order by sequence`,
    [runId],
  );
  return rows.map(({ action }) => action);
};

test('a run shows its progress, its log and its result', async () => {
  const runId = await enqueue('halfway');
  const halfway = await waitFor(
    () => show(runId),
    ({ run }) => run.progress === 0.5,
  );
  expect(halfway.run).toMatchObject({ state: 'running', message: 'Half of it', attempt: 1 });
  expect(halfway.log).toMatchObject([{ level: 'warn', message: 'A line for people' }]);
  release();
  const { run } = await reaches(runId, 'succeeded');
  expect(run).toMatchObject({ progress: 1, result: { rows: 42 }, problem: null });
  expect(run.finishedAt).not.toBeNull();
});

test('a running run is cancelled, and its work is told to stop', async () => {
  const runId = await enqueue('endless');
  await reaches(runId, 'running');
  expect(await act(runId, 'cancellation')).toBe(204);
  const { run } = await reaches(runId, 'cancelled', 3000);
  expect(run.result).toBeNull();
  expect(await act(runId, 'cancellation')).toBe(409);
  expect(await entriesOf(runId)).toEqual(['test.cancelled']);
});

test('a waiting run is cancelled at once and never begins; a retry begins once, though two jobs were sent', async () => {
  const blockers = [await enqueue('endless'), await enqueue('endless')];
  for (const blocker of blockers) await reaches(blocker, 'running');
  const runId = await enqueue('slow');
  expect(await act(runId, 'cancellation')).toBe(204);
  expect((await show(runId)).run.state).toBe('cancelled');
  expect(await act(runId, 'retry')).toBe(204);
  for (const blocker of blockers) await act(blocker, 'cancellation');
  await reaches(runId, 'succeeded');
  await waitFor(
    async () =>
      (
        await server.owner.query(
          `select 1 from pgboss.job where name = $1 and state in ('created', 'active')`,
          [scriptedKind],
        )
      ).rows.length,
    (open) => open === 0,
  );
  expect(begun.filter((name) => name === 'slow')).toHaveLength(1);
});

test('what may pass is tried again, and waits for it where it can be seen', async () => {
  const runId = await enqueue('flaky');
  const waiting = await waitFor(
    () => show(runId),
    ({ run }) => run.message.startsWith('Trying again'),
  );
  expect(waiting.run.state).toBe('queued');
  expect((await reaches(runId, 'succeeded')).run).toMatchObject({ attempt: 2, result: { attempt: 2 } });
});

test('a run that fails at every try ends as failed, without telling the inside, and can be retried', async () => {
  const runId = await enqueue('doomed');
  const { run } = await reaches(runId, 'failed');
  expect(run.attempt).toBe(2);
  expect(run.problem).toMatchObject({ code: 'internal' });
  expect(JSON.stringify(run)).not.toContain('secret detail');
  expect(await act(runId, 'retry')).toBe(204);
  expect((await reaches(runId, 'failed')).run.attempt).toBe(2);
});

test('an error of the input ends a run at the first try, and says what to do', async () => {
  const { run } = await reaches(await enqueue('refused'), 'failed');
  expect(run).toMatchObject({
    attempt: 1,
    problem: { code: 'unprocessable', detail: 'Row 7 is no charge.', fix: 'Correct row 7.' },
  });
});

test('a finished run is neither cancelled nor retried', async () => {
  const runId = await enqueue('survives');
  await reaches(runId, 'succeeded');
  expect(await act(runId, 'cancellation')).toBe(409);
  expect(await act(runId, 'retry')).toBe(409);
});

test('a job that changes something leaves an entry, or has changed nothing', async () => {
  const written = await enqueue('writes');
  await reaches(written, 'succeeded');
  const { rows } = await server.owner.query(
    `select actor_kind, actor_id from audit_entry where action = 'test.written'`,
  );
  expect(rows).toEqual([{ actor_kind: 'system', actor_id: written }]);
  expect((await reaches(await enqueue('forgets'), 'failed')).run.problem).toMatchObject({
    code: 'audit_missing',
  });
});

test('a run whose jobs all died ends as failed', async () => {
  // The dead letter of a job whose worker was killed at every try.
  const runId = await enqueue('halfway');
  await reaches(runId, 'running');
  const { rows } = await server.owner.query<{ ticket: string }>('select ticket from run where id = $1', [
    runId,
  ]);
  const { organisationId } = seat;
  await queue.boss.send(deadQueue, { runId, organisationId, ticket: newId() });
  await queue.boss.send(deadQueue, { runId, organisationId, ticket: rows[0]?.ticket });
  const { run } = await reaches(runId, 'failed');
  expect(run.problem).toMatchObject({ detail: 'The worker stopped in the middle, at every try.' });
  expect(await entriesOf(runId)).toEqual(['test.failed']);
  release();
});

test('a stop of the program gives the run back unfinished, and uses up no try', async () => {
  const runId = await enqueue('endless');
  await reaches(runId, 'running');
  await server.restart();
  const { run } = await reaches(runId, 'running');
  expect(run.attempt).toBe(1);
  await act(runId, 'cancellation');
  await reaches(runId, 'cancelled');
});

test('a run whose worker is killed in the middle is picked up by another one', {
  timeout: 120_000,
}, async () => {
  const other = await createTestServer({ services: ['web'] });
  const log = other.kernel.log;
  const { clock, db, folder } = other;
  const sender = await openQueue({ connectionString: db.runtimeUrl, worker: false, log, clock, newId });
  const hanging = startProgram('test/support/hanging-worker.ts', [db.runtimeUrl, folder]);
  try {
    await hanging.line('ready');
    const { organisationId } = await other.asRole('owner');
    const runId = await other.kernel.tenancy.write({ organisationId }, (tx) =>
      sender.enqueue(tx, {
        kind: scriptedKind,
        organisationId,
        subject: { script: 'survives' },
        createdBy: null,
      }),
    );
    expect(await hanging.line('took')).toEqual({ runId, attempt: 1 });
    hanging.process.kill('SIGKILL');
    await hanging.ended;
    const stateOf = async () =>
      (
        await other.owner.query<{ state: string; attempt: number }>(
          'select state, attempt from run where id = $1',
          [runId],
        )
      ).rows[0];
    expect(await stateOf()).toEqual({ state: 'running', attempt: 1 });
    const second = await createTestServer({
      ...{ services: ['worker'], over: other },
      server: { extend: (composition) => ({ ...composition, jobs: [createScriptedKind(scripts)] }) },
    });
    try {
      await waitFor(stateOf, (row) => row?.state === 'succeeded', 90_000);
      expect(await stateOf()).toEqual({ state: 'succeeded', attempt: 2 });
    } finally {
      await second.close();
    }
  } finally {
    hanging.process.kill('SIGKILL');
    await sender.stop();
    await other.close();
  }
});
