import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJudgeBench, type JudgeBench } from '../../../../test/support/licences-judge.ts';
import { type Landing, landTenant } from '../../../../test/support/licences-landed.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';
import { openLicenceThreads } from '../thread/open-threads.ts';
import { judgeJobKind } from './judge-job.ts';

let bench: JudgeBench;
beforeAll(async () => {
  bench = await createJudgeBench();
});
afterAll(() => bench.close());

const on = (day: number) =>
  generateTenant({
    seed: 13,
    users: 80,
    asOf: `2026-06-${String(day).padStart(2, '0')}`,
    present: '2026-06-30',
  });
const tenant = on(1);

type Made = Awaited<ReturnType<JudgeBench['organisation']>>;
const begin = async (): Promise<Made> => {
  const made = await bench.organisation();
  await bench.setPolicy(made.organisationId, tenant.policy);
  return made;
};
const land = (made: Made, landing: Partial<Landing> = {}): Promise<string> =>
  landTenant(bench.owner, { ...made, tenant, ...landing });

const usersOf = async ({ connectionId }: Made) =>
  (
    await bench.owner.query('select * from licence_user where connection_id = $1 order by user_id', [
      connectionId,
    ])
  ).rows;
const withoutIds = (rows: Awaited<ReturnType<typeof usersOf>>) => rows.map(({ id: _id, ...row }) => row);
const stateOfSync = async (syncId: string) =>
  (await bench.owner.query('select state, finished_at from sync where id = $1', [syncId])).rows[0];

/** What may differ between two judgements: the day, who is read, what it costs, whose use is known. */
const changes = fc.record({
  day: fc.integer({ min: 2, max: 28 }),
  hidden: fc.array(fc.nat(tenant.users.length - 1), { maxLength: 20 }),
  price: fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined }),
  concealed: fc.boolean(),
  lost: fc.constantFrom('getTeamsUserActivityUserDetail.D180', 'groups', undefined),
});

describe('judging what was judged before', () => {
  it('leaves the users as if all of them were written, whatever has changed', async () => {
    const made = await begin();
    await bench.judge({ ...made, syncId: await land(made) });
    const property = fc.asyncProperty(changes, async ({ day, hidden, price, concealed, lost }) => {
      const later = on(day);
      const users = later.users.filter((_, at) => !hidden.includes(at));
      const states = lost === undefined ? {} : { [lost]: 'missing' as const };
      await bench.owner.query('delete from licence_price where organisation_id = $1', [made.organisationId]);
      if (price !== undefined) await bench.setPrice(made.organisationId, 'contract', 'SPE_E3', `${price}`);
      // The order of syncs is not what is looked at here.
      await bench.owner.query(
        `update licence_judgement set sync_started_at = '2026-01-01', kept = null where connection_id = $1`,
        [made.connectionId],
      );
      const syncId = await land(made, { tenant: later, users, states, concealed });
      await bench.judge({ ...made, syncId });
      const changed = await usersOf(made);
      await bench.owner.query('delete from licence_user where connection_id = $1', [made.connectionId]);
      await bench.judge({ ...made, syncId });
      expect(withoutIds(changed)).toEqual(withoutIds(await usersOf(made)));
      expect(changed).toHaveLength(users.length);
    });
    await fc.assert(property, { numRuns: process.env.TRIMTAB_LONG === '1' ? 60 : 6 });
  });

  it('touches no user who is as before, and every one whose row says nothing about its content', async () => {
    const made = await begin();
    const syncId = await land(made);
    const versions = async () =>
      (
        await bench.owner.query(
          'select user_id, xmin::text from licence_user where connection_id = $1 order by user_id',
          [made.connectionId],
        )
      ).rows;
    await bench.judge({ ...made, syncId });
    const before = await versions();
    await bench.judge({ ...made, syncId });
    expect(await versions()).toEqual(before);
    const [one] = before;
    await bench.owner.query(
      `update licence_user set fingerprint = null, display_name = 'stale' where connection_id = $1 and user_id = $2`,
      [made.connectionId, one?.user_id],
    );
    await bench.judge({ ...made, syncId });
    const again = await usersOf(made);
    expect(again.find(({ user_id }) => user_id === one?.user_id).display_name).not.toBe('stale');
    expect((await versions()).slice(1)).toEqual(before.slice(1));
  });

  it('finds a user again whose id the database cannot keep as it is', async () => {
    const made = await begin();
    const [first, ...others] = tenant.users;
    const odd = { ...first, id: 'odd-\ud800-id' } as (typeof tenant.users)[number];
    const syncId = await land(made, { users: [...others, odd] });
    for (const _ of [1, 2]) {
      await bench.judge({ ...made, syncId });
      expect((await usersOf(made)).map(({ user_id }) => user_id)).toContain('odd-\ufffd-id');
    }
  });
});

describe('a judging that failed', () => {
  const job = () =>
    judgeJobKind({
      ...{ clock: bench.clock, threads: bench.threads, onJudged: async () => undefined },
      catalogue: undefined as never,
    });
  /** A first judging that fails, as its run ends: there was not enough memory. */
  const failed = async (made: Made): Promise<string> => {
    const syncId = await land(made);
    const threads = openLicenceThreads({ memoryLimitMib: 8 });
    await expect(bench.judge({ ...made, syncId }, { threads })).rejects.toMatchObject({ code: 'too_large' });
    await threads.close();
    const end = {
      state: 'failed',
      message: '',
      problem: { code: 'too_large' },
      at: bench.clock.now(),
    } as const;
    await bench.change(made.organisationId, async (change) =>
      job().ended?.({ connectionId: made.connectionId, syncId }, end, change),
    );
    expect(await stateOfSync(syncId)).toMatchObject({ state: 'failed' });
    return syncId;
  };

  it('is taken up by its next try, without reading the tenant again', async () => {
    const made = await begin();
    const syncId = await failed(made);
    expect(await bench.judge({ ...made, syncId })).toMatchObject({
      state: 'judged',
      findings: tenant.planted.length,
    });
    expect(await stateOfSync(syncId)).toMatchObject({ state: 'complete', finished_at: expect.any(Date) });
  });

  it('waits for a newer sync that is under way, and says so', async () => {
    const made = await begin();
    const syncId = await failed(made);
    await land(made, { tenant: on(2) });
    await expect(bench.judge({ ...made, syncId })).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('under way'),
      fix: expect.stringContaining('Retry this run only if'),
    });
    expect(await stateOfSync(syncId)).toMatchObject({ state: 'failed' });
  });

  it('is over where a newer sync was judged', async () => {
    const made = await begin();
    const syncId = await failed(made);
    await bench.judge({ ...made, syncId: await land(made, { tenant: on(2) }) });
    const before = await usersOf(made);
    expect(await bench.judge({ ...made, syncId })).toEqual({ state: 'superseded' });
    expect(await stateOfSync(syncId)).toMatchObject({ state: 'failed' });
    expect(await usersOf(made)).toEqual(before);
  });

  it('is no way to judge what was not read to its end', async () => {
    const made = await begin();
    const syncId = await land(made);
    await bench.owner.query(`update sync set state = 'failed' where id = $1`, [syncId]);
    await bench.owner.query(
      `update sync_source set state = 'waiting' where sync_id = $1 and name = 'groups'`,
      [syncId],
    );
    await expect(bench.judge({ ...made, syncId })).rejects.toMatchObject({
      code: 'conflict',
      fix: 'Read the tenant again.',
    });
    expect(await usersOf(made)).toEqual([]);
  });
});
