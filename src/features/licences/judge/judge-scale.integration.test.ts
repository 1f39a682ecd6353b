import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJudgeBench, type JudgeBench } from '../../../../test/support/licences-judge.ts';
import { landTenant } from '../../../../test/support/licences-landed.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';

const isLong = process.env.TRIMTAB_LONG === '1';
const users = isLong ? 100_000 : 3000;

let bench: JudgeBench;
beforeAll(async () => {
  bench = await createJudgeBench();
});
afterAll(() => bench.close());

/** Runs work; how long it took, and the longest pause in which nothing else could run, in milliseconds. */
const measured = async (work: () => Promise<unknown>): Promise<{ tookMs: number; pauseMs: number }> => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const startedAt = performance.now();
  const [own, before] = [process.threadCpuUsage(), process.cpuUsage()];
  delay.enable();
  await work();
  delay.disable();
  const [ownUsed, used] = [process.threadCpuUsage(own), process.cpuUsage(before)];
  const figures = { tookMs: performance.now() - startedAt, pauseMs: delay.max / 1e6 };
  const mainThreadMs = (ownUsed.user + ownUsed.system) / 1000;
  const processorMs = (used.user + used.system) / 1000;
  if (isLong) process.stdout.write(`${JSON.stringify({ ...figures, mainThreadMs, processorMs })}\n`);
  return figures;
};

it(
  `a tenant of ${users} users is judged, and others are answered meanwhile`,
  async () => {
    const made = await bench.organisation();
    const tenant = generateTenant({ seed: 11, users, asOf: '2026-06-29', present: '2026-06-30' });
    await bench.setPolicy(made.organisationId, tenant.policy);
    const syncId = await landTenant(bench.owner, { ...made, tenant });
    const first = await measured(() => bench.judge({ ...made, syncId }));
    const { rows } = await bench.owner.query(
      `select (select count(*)::int from licence_user where connection_id = $1) as users,
        (select count(*)::int from finding where connection_id = $1) as findings`,
      [made.connectionId],
    );
    expect(rows[0]).toEqual({ users: tenant.users.length, findings: tenant.planted.length });
    const again = await measured(() => bench.judge({ ...made, syncId }));
    for (const { tookMs, pauseMs } of [first, again]) {
      expect(tookMs).toBeLessThan(isLong ? 120_000 : 20_000);
      expect(pauseMs).toBeLessThan(2000);
    }
    if (!isLong) return;
    const next = generateTenant({ seed: 11, users, asOf: '2026-06-30' });
    const nextId = await landTenant(bench.owner, { ...made, tenant: next });
    await measured(() => bench.judge({ ...made, syncId: nextId }));
  },
  isLong ? 600_000 : 60_000,
);
