import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { emptySchema, endpoint } from '../../../shared/endpoint.ts';
import { call } from './call.ts';
import { ApiProblem } from './problem.ts';
import { onSessionLost, onStepUp } from './session-events.ts';

const read = endpoint({
  id: 'things.read',
  method: 'GET',
  path: '/organisations/:organisationId/things',
  summary: 'Things',
  tag: 'test',
  access: { kind: 'session' },
  params: z.object({ organisationId: z.string().max(40) }),
  query: z.object({ limit: z.coerce.number().optional() }),
  response: z.object({ name: z.string().max(20) }),
});
const create = endpoint({
  id: 'things.create',
  method: 'POST',
  path: '/things',
  summary: 'Create',
  tag: 'test',
  access: { kind: 'session' },
  body: z.object({ name: z.string().max(20) }),
  response: emptySchema,
  status: 204,
  creates: true,
});

const answer = (status: number, body?: unknown): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'x-request-id': 'req-1' },
  });
const problem = (status: number, code: string) =>
  answer(status, { type: 'about:blank', title: 'T', status, detail: 'D', code });
const answers = (...responses: Response[]) => {
  const fetching = vi.fn<typeof fetch>();
  for (const response of responses) fetching.mockResolvedValueOnce(response);
  vi.stubGlobal('fetch', fetching);
  return fetching;
};

afterEach(() => vi.unstubAllGlobals());

describe('calling an operation', () => {
  it('builds the address from the contract and answers the parsed body', async () => {
    const fetching = answers(answer(200, { name: 'x', extra: 1 }));
    expect(await call(read, { params: { organisationId: 'a b' }, query: { limit: 5 } })).toEqual({
      name: 'x',
    });
    expect(fetching.mock.calls[0]?.[0]).toBe('/api/v1/organisations/a%20b/things?limit=5');
  });

  it('sends an idempotency key with every POST that creates, and the one it was given', async () => {
    const fetching = answers(answer(204), answer(204));
    await call(create, { body: { name: 'x' } });
    await call(create, { body: { name: 'x' } }, { idempotencyKey: 'mine' });
    const keys = fetching.mock.calls.map(([, init]) => new Headers(init?.headers).get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe('mine');
  });

  it("throws the server's problem with its request id", async () => {
    answers(problem(409, 'conflict'));
    const error = await call(read, { params: { organisationId: 'a' } }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ code: 'conflict', status: 409, requestId: 'req-1' });
  });

  it('reports a lost session, but not when the question was who is signed in', async () => {
    const lost = vi.fn();
    const undo = onSessionLost(lost);
    answers(problem(401, 'unauthenticated'), problem(401, 'unauthenticated'));
    await call(read, { params: { organisationId: 'a' } }, { anonymous: true }).catch(() => undefined);
    expect(lost).not.toHaveBeenCalled();
    await call(read, { params: { organisationId: 'a' } }).catch(() => undefined);
    expect(lost).toHaveBeenCalledOnce();
    undo();
  });

  it('asks for the password and repeats the call once when step-up is required', async () => {
    const undo = onStepUp(async () => true);
    const fetching = answers(problem(401, 'step_up_required'), answer(200, { name: 'x' }));
    expect(await call(read, { params: { organisationId: 'a' } })).toEqual({ name: 'x' });
    expect(fetching).toHaveBeenCalledTimes(2);
    undo();
  });

  it('refuses an answer that the contract does not allow', async () => {
    answers(answer(200, { name: 7 }));
    await expect(call(read, { params: { organisationId: 'a' } })).rejects.toMatchObject({
      code: 'unreadable',
    });
  });

  it('says offline when no answer came', async () => {
    vi.stubGlobal('fetch', vi.fn<typeof fetch>().mockRejectedValue(new TypeError('failed')));
    await expect(call(read, { params: { organisationId: 'a' } })).rejects.toMatchObject({ code: 'offline' });
  });
});
