import { afterEach, describe, expect, it } from 'vitest';
import { collected, createGraphRig, type GraphRigOptions } from '../../../../test/support/graph-rig.ts';
import type { ScriptedAnswer } from '../../../../test/support/scripted-https.ts';

const rigs: { close(): Promise<void> }[] = [];
const rigOf = async (options: GraphRigOptions) => {
  const rig = await createGraphRig(options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

const refusal = (status: number, code: string, message = ''): ScriptedAnswer => ({
  status,
  body: { error: { code, message } },
});
const notPremium = refusal(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'premium license');
const expired = refusal(400, 'Directory_ExpiredPageToken', 'expired');

const pageTo = (origin: string, skip: number | null): ScriptedAnswer => ({
  body: {
    value: [{ id: String(skip ?? 'last') }],
    ...(skip !== null && { '@odata.nextLink': `${origin}/v1.0/users?$skiptoken=${skip}` }),
  },
});

const isFirst = (url: string): boolean => !url.includes('skiptoken');

describe('pages of a source', () => {
  it('follow the links as given, byte for byte, and keep the body as received', async () => {
    const link = '/v1.0/users?%24select=id&$skiptoken=a%2Fb+c~%27';
    const rig = await rigOf({
      script: ({ url }, _number, { origin }) =>
        isFirst(url)
          ? {
              body: `{ "value": [], "@odata.nextLink": "${origin}${link}" }`,
              headers: { 'content-type': 'application/json' },
            }
          : { body: { value: [] } },
    });
    const pages = await collected(rig.reader.pages('users'));
    expect(rig.server.requests[1]?.url).toBe(link);
    expect(pages[0]?.body.toString()).toBe(
      `{ "value": [], "@odata.nextLink": "${rig.server.origin}${link}" }`,
    );
  });

  it('of users ask for exactly the fields that are needed, 500 at a time', async () => {
    const rig = await rigOf({ script: () => ({ body: { value: [] } }) });
    await collected(rig.reader.pages('users'));
    const url = new URL(rig.server.requests[0]?.url ?? '', rig.server.origin);
    expect(url.searchParams.get('$top')).toBe('500');
    expect(url.searchParams.get('$select')).toBe(
      'id,userPrincipalName,displayName,accountEnabled,userType,createdDateTime,department,jobTitle,usageLocation,country,onPremisesSyncEnabled,employeeLeaveDateTime,employeeOrgData,assignedLicenses,licenseAssignmentStates,signInActivity',
    );
  });

  it.each([
    ['another host', 'https://graph.example.com/v1.0/users?$skiptoken=1'],
    ['another port of the host', 'https://127.0.0.1:1/v1.0/users'],
    ['a host that begins alike', 'https://127.0.0.1.example.com/v1.0/users'],
    ['credentials', 'https://user@127.0.0.1/v1.0/users'],
    ['no encryption', 'http://127.0.0.1/v1.0/users'],
    ['a path instead of a link', '/v1.0/users'],
  ])('refuse a link with %s, and send nothing there', async (_, link) => {
    const rig = await rigOf({ script: () => ({ body: { value: [], '@odata.nextLink': link } }) });
    await expect(collected(rig.reader.pages('users'))).rejects.toMatchObject({ problem: 'egress_refused' });
    expect(rig.arrivals).toHaveLength(1);
  });

  it('refuse to resume at a foreign link before anything is sent', async () => {
    const rig = await rigOf({ script: () => ({ body: { value: [] } }) });
    const reading = collected(rig.reader.pages('users', { resumeAt: 'https://example.com/v1.0/users' }));
    await expect(reading).rejects.toMatchObject({ problem: 'egress_refused' });
    expect(rig.arrivals).toHaveLength(0);
  });

  it('end when they go round in a circle', async () => {
    const rig = await rigOf({ script: (_request, _number, { origin }) => pageTo(origin, 1) });
    await expect(collected(rig.reader.pages('users'))).rejects.toMatchObject({ problem: 'malformed_answer' });
  });

  it.each([
    ['no list', { value: 'none' }],
    ['a link that is no text', { value: [], '@odata.nextLink': 7 }],
    ['a link without end', { value: [], '@odata.nextLink': `https://x/${'a'.repeat(10_000)}` }],
    ['nothing', {}],
  ])('say what is wrong with an answer of %s', async (_, body) => {
    const rig = await rigOf({ script: () => ({ body }) });
    await expect(collected(rig.reader.pages('subscriptions'))).rejects.toMatchObject({
      problem: 'malformed_answer',
      detail: expect.stringContaining('/directory/subscriptions'),
    });
  });

  it('resume where they were left, without the pages before', async () => {
    const rig = await rigOf({ script: (_request, _number, { origin }) => pageTo(origin, null) });
    const resumeAt = `${rig.server.origin}/v1.0/users?$skiptoken=41`;
    const pages = await collected(rig.reader.pages('users', { resumeAt }));
    expect(rig.server.requests.map(({ url }) => url)).toEqual(['/v1.0/users?$skiptoken=41']);
    expect(pages.map(({ restarted }) => restarted)).toEqual([false]);
  });

  it.each([
    ['400', expired],
    ['410', refusal(410, 'resyncRequired')],
  ])('begin again, and say so, when the place to resume at has expired (%s)', async (_, gone) => {
    const rig = await rigOf({
      script: ({ url }, _number, { origin }) =>
        url.includes('old') ? gone : pageTo(origin, isFirst(url) ? 1 : null),
    });
    const resumeAt = `${rig.server.origin}/v1.0/users?$skiptoken=old`;
    const pages = await collected(rig.reader.pages('users', { resumeAt }));
    expect(pages.map(({ restarted }) => restarted)).toEqual([true, false]);
    expect(rig.events).toContainEqual(expect.objectContaining({ type: 'source_restarted', source: 'users' }));
  });

  it('give up when every run expires', async () => {
    const rig = await rigOf({
      script: ({ url }, _number, { origin }) => (isFirst(url) ? pageTo(origin, 1) : expired),
    });
    await expect(collected(rig.reader.pages('users'))).rejects.toMatchObject({ problem: 'unavailable' });
  });
});

describe('users', () => {
  it('are read 120 at a time where the tenant allows no more', async () => {
    const rig = await rigOf({
      script: ({ url }) =>
        url.includes('top=500')
          ? refusal(400, 'BadRequest', 'Cannot query data for more than 120 users in one request.')
          : { body: { value: [] } },
    });
    const pages = await collected(rig.reader.pages('users'));
    expect(rig.server.requests[1]?.url).toContain('top=120');
    expect(pages.map(({ restarted, withSignInActivity }) => [restarted, withSignInActivity])).toEqual([
      [false, true],
    ]);
  });

  it('of a premium tenant keep their sign-in times although Microsoft doubts it now and then', async () => {
    const rig = await rigOf({
      script: (_request, number) => (number <= 3 ? notPremium : { body: { value: [] } }),
    });
    const pages = await collected(rig.reader.pages('users'));
    expect(pages.map(({ withSignInActivity }) => withSignInActivity)).toEqual([true]);
  });

  it('of a tenant without premium are read without sign-in times, and say so', async () => {
    const rig = await rigOf({
      script: ({ url }) => (url.includes('signInActivity') ? notPremium : { body: { value: [] } }),
    });
    const [page] = await collected(rig.reader.pages('users'));
    expect(page).toMatchObject({ withSignInActivity: false, signInMissing: 'not_premium', restarted: false });
    expect(rig.server.requests).toHaveLength(6);
    expect(rig.server.requests[5]?.url).toContain('top=999');
  });

  it('are read without sign-in times when only that permission is missing', async () => {
    const denied = refusal(403, 'Authentication_MSGraphPermissionMissing', 'AuditLog.Read.All');
    const rig = await rigOf({
      script: ({ url }) => (url.includes('signInActivity') ? denied : { body: { value: [] } }),
    });
    const [page] = await collected(rig.reader.pages('users'));
    expect(page).toMatchObject({ withSignInActivity: false, signInMissing: 'permission_missing' });
  });

  it('once read with sign-in times never go on without them', async () => {
    const rig = await rigOf({
      script: ({ url }, number, { origin }) =>
        isFirst(url) ? pageTo(origin, 1) : number < 10 ? notPremium : pageTo(origin, null),
    });
    const pages = await collected(rig.reader.pages('users'));
    expect(pages.map(({ withSignInActivity }) => withSignInActivity)).toEqual([true, true]);
  });
});
