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

/** Runs work and says how long the longest pause was in which nothing else could run, in milliseconds. */
const longestPauseMs = async (work: () => Promise<unknown>): Promise<number> => {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  await work();
  clearInterval(timer);
  return longest;
};

it(
  `a tenant of ${users} users is judged, and others are answered meanwhile`,
  async () => {
    const made = await bench.organisation();
    const tenant = generateTenant({ seed: 11, users, asOf: '2026-06-30' });
    await bench.setPolicy(made.organisationId, tenant.policy);
    const syncId = await landTenant(bench.owner, { ...made, tenant });
    const startedAt = performance.now();
    const pauseMs = await longestPauseMs(() => bench.judge({ ...made, syncId }));
    const tookMs = performance.now() - startedAt;
    const { rows } = await bench.owner.query(
      `select (select count(*)::int from licence_user where connection_id = $1) as users,
        (select count(*)::int from finding where connection_id = $1) as findings`,
      [made.connectionId],
    );
    expect(rows[0]).toEqual({ users, findings: tenant.planted.length });
    expect(tookMs).toBeLessThan(isLong ? 120_000 : 20_000);
    expect(pauseMs).toBeLessThan(2000);
  },
  isLong ? 600_000 : 60_000,
);
