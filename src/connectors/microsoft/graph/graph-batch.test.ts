import { afterEach, describe, expect, it } from 'vitest';
import { collected, createGraphRig, type GraphRigOptions } from '../../../../test/support/graph-rig.ts';
import type { GraphBatchRequest } from '../contract.ts';

const rigs: { close(): Promise<void> }[] = [];
const rigOf = async (options: GraphRigOptions) => {
  const rig = await createGraphRig(options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

interface Sent {
  readonly id: string;
  readonly url: string;
}
const sentIn = (body: string): readonly Sent[] => (JSON.parse(body) as { requests: Sent[] }).requests;

type ItemAnswer = { status: number; headers?: Record<string, string>; body?: unknown } | null;

/** Answers each item by its address and how often it was asked for; null leaves the item out. */
const itemwise = (
  answer: (url: string, times: number, now: number) => ItemAnswer,
): GraphRigOptions['script'] => {
  const times = new Map<string, number>();
  return ({ body }, _number, { now }) => ({
    body: {
      responses: sentIn(body).flatMap(({ id, url }) => {
        times.set(url, (times.get(url) ?? 0) + 1);
        const item = answer(url, times.get(url) ?? 0, now());
        return item === null ? [] : [{ id, ...item }];
      }),
    },
  });
};

const requests = (count: number): GraphBatchRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `request-${index}`,
    method: 'GET',
    url: `/users/${index}`,
  }));

describe('a batch', () => {
  it('of any number goes twenty at a time, and every request is answered once', async () => {
    const rig = await rigOf({ script: itemwise((url) => ({ status: 200, body: { url } })) });
    const answers = await collected(rig.reader.batch(requests(1_007)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1_007);
    expect(answers).toHaveLength(1_007);
    expect(rig.server.requests.map(({ body }) => sentIn(body).length).filter((size) => size !== 20)).toEqual([
      7,
    ]);
    for (const { id, body } of answers)
      expect(body).toEqual({ url: `/users/${id.slice('request-'.length)}` });
  });

  it('repeats only the items that were throttled, each after its own time', async () => {
    const asked = new Map<string, number[]>();
    const waits: Record<string, number> = { '/users/3': 4_000, '/users/11': 30_000 };
    const rig = await rigOf({
      script: itemwise((url, times, now) => {
        asked.set(url, [...(asked.get(url) ?? []), now]);
        const waitMs = waits[url];
        if (waitMs === undefined || times > 1) return { status: 200 };
        return { status: 429, headers: { 'Retry-After': String(waitMs / 1_000) } };
      }),
    });
    const answers = await collected(rig.reader.batch(requests(20)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    for (const [url, [first = 0, second, ...more]] of asked) {
      expect(more).toEqual([]);
      const waitMs = waits[url];
      if (waitMs === undefined) expect(second).toBeUndefined();
      else expect((second ?? 0) - first).toBeGreaterThanOrEqual(waitMs);
    }
  });

  it('holds everything back when an item says that the budget of the tenant is used up', async () => {
    const headers = { 'Retry-After': '8', 'x-ms-throttle-information': 'ResourceUnitLimitExceeded' };
    const items = itemwise((url) => (url === '/users/0' ? { status: 429, headers } : { status: 200 }));
    const rig = await rigOf({
      script: (request, number, rest) =>
        request.url.endsWith('$batch') ? items(request, number, rest) : { body: { value: [] } },
    });
    const answers = rig.reader.batch(requests(20))[Symbol.asyncIterator]();
    await answers.next();
    await collected(rig.reader.pages('organization'));
    await answers.return?.();
    const [batch = 0, other = 0] = rig.arrivals;
    expect(other - batch).toBeGreaterThanOrEqual(8_000);
  });

  it('repeats an item that got no answer, or failed on Microsoft’s side', async () => {
    const rig = await rigOf({
      script: itemwise((url, times) => {
        if (times > 1) return { status: 200 };
        return url === '/users/0' ? null : { status: url === '/users/1' ? 503 : 200 };
      }),
    });
    const answers = await collected(rig.reader.batch(requests(3)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sentIn(rig.server.requests[1]?.body ?? '').map(({ url }) => url)).toEqual([
      '/users/0',
      '/users/1',
    ]);
  });

  it('answers an item that never succeeds with its status, and all the others', async () => {
    const rig = await rigOf({ script: itemwise((url) => ({ status: url === '/users/5' ? 503 : 200 })) });
    const answers = await collected(rig.reader.batch(requests(40)));
    expect(answers.filter(({ status }) => status !== 200).map(({ id }) => id)).toEqual(['request-5']);
  });

  it('passes refusals on without repeating them', async () => {
    const rig = await rigOf({ script: itemwise(() => ({ status: 404 })) });
    const answers = await collected(rig.reader.batch(requests(2)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(rig.server.requests).toHaveLength(1);
  });

  it('does not wait for a full batch when no more requests come', async () => {
    const rig = await rigOf({ script: itemwise(() => ({ status: 200 })) });
    const first = Promise.withResolvers<void>();
    const answers: string[] = [];
    async function* slow(): AsyncGenerator<GraphBatchRequest> {
      yield* requests(3);
      await first.promise;
    }
    for await (const { id } of rig.reader.batch(slow())) {
      answers.push(id);
      if (answers.length === 3) first.resolve();
    }
    expect(answers).toHaveLength(3);
  });

  it('ends when what it is fed with fails', async () => {
    const rig = await rigOf({ script: itemwise(() => ({ status: 200 })) });
    const reason = new Error('no more users');
    async function* broken(): AsyncGenerator<GraphBatchRequest> {
      yield* requests(30);
      throw reason;
    }
    await expect(collected(rig.reader.batch(broken()))).rejects.toBe(reason);
  });
});

describe('mailbox purposes', () => {
  const ids = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);

  it('are read for every user, with the reason where there is none', async () => {
    const users = ids(5);
    const byId: Record<string, ItemAnswer> = {
      0: { status: 200, body: { value: 'shared' } },
      1: { status: 404, body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: '' } } },
      2: { status: 403, body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: '' } } },
      3: { status: 403, body: { error: { code: 'ErrorAccessDenied', message: '' } } },
      4: { status: 200, body: { value: 'somethingNew' } },
    };
    const rig = await rigOf({
      script: itemwise((url) => byId[Number(url.split('/')[2]?.slice(-12))] ?? null),
    });
    const mailboxes = (await collected(rig.reader.mailboxPurposes(users))).flat();
    expect(mailboxes.map(({ purpose, reason }) => [purpose, reason])).toEqual([
      ['shared', null],
      [null, 'no_mailbox'],
      [null, 'no_mailbox'],
      [null, 'denied'],
      ['unknown', null],
    ]);
  });

  it('stop early and name the permission when everything is refused', async () => {
    const denied = { status: 403, body: { error: { code: 'ErrorAccessDenied', message: '' } } };
    const rig = await rigOf({ script: itemwise(() => denied) });
    const reading = collected(rig.reader.mailboxPurposes(ids(5_000)));
    await expect(reading).rejects.toMatchObject({ problem: 'permission_missing' });
    expect(rig.server.requests.length).toBeLessThan(50);
  });

  it('never put what is no id into an address', async () => {
    const rig = await rigOf({ script: itemwise(() => ({ status: 200 })) });
    const reading = collected(rig.reader.mailboxPurposes(['../../me/messages?']));
    await expect(reading).rejects.toMatchObject({ problem: 'malformed_answer' });
    expect(rig.arrivals).toHaveLength(0);
  });
});
