import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../../../test/support/graph-rig.ts';
import type { EmulatedApplication } from '../../emulators/microsoft/applications.ts';
import { type MicrosoftEmulator, startMicrosoftEmulator } from '../../emulators/microsoft/emulator.ts';
import { generateTenant } from '../../emulators/microsoft/tenant/tenant.ts';
import { permissionsFor, usageReports } from '../../shared/connections/consent.ts';
import { systemClock } from '../../shared/time.ts';
import { customEndpoints } from './clouds.ts';
import type { EntraClient, GraphEvent, GraphPage } from './contract.ts';
import { createEntraClient, type EntraCredential } from './entra/entra-client.ts';
import { createGraphReader } from './graph/graph-reader.ts';
import { createTenantBudget } from './throttle/tenant-budget.ts';
import { createTokenSource } from './token-source.ts';

const clientId = randomUUID();
const secret = randomBytes(24).toString('base64url');
const tenant = generateTenant({ seed: 7, users: 1_300, asOf: '2026-11-20' });
const basic = generateTenant({ seed: 8, users: 60, asOf: '2026-11-20', isPremium: false });

const registered: EmulatedApplication = {
  clientId,
  secret,
  permissions: { application: [...permissionsFor('administrator', 'application')] },
};

let emulator: MicrosoftEmulator;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  emulator = await startMicrosoftEmulator({
    tenants: [tenant, basic],
    applications: [registered],
  });
  for (const { id } of [tenant, basic]) emulator.grantAdminConsent({ tenantId: id, clientId });
});

afterAll(async () => {
  for (const opened of open.splice(0)) await opened.close();
  await emulator.close();
});

const endpointsOf = ({ loginOrigin, graphOrigin, caPem }: MicrosoftEmulator) =>
  customEndpoints({ loginOrigin, graphOrigin, caPem });

const entraOf = (credential: EntraCredential = { secret }, at = emulator): EntraClient => {
  const entra = createEntraClient({
    endpoints: endpointsOf(at),
    clientId,
    credential,
    clock: systemClock,
  });
  open.push(entra);
  return entra;
};

const readerOf = (tenantId: string, at = emulator) => {
  const entra = entraOf({ secret }, at);
  const events: GraphEvent[] = [];
  const budget = createTenantBudget({ clock: systemClock });
  const reader = createGraphReader({
    endpoints: endpointsOf(at),
    tokenSource: createTokenSource({ fetch: () => entra.applicationToken({ tenantId }), clock: systemClock }),
    bucket: budget,
    clock: systemClock,
    onEvent: (event) => events.push(event),
    limits: { backoffBaseMs: 50, backoffCapMs: 400 },
  });
  open.push(reader);
  return { reader, events, budget };
};

async function* firstOf<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    return;
  }
}

describe('an application', () => {
  it('reads every source of its tenant, whole', async () => {
    const { reader } = readerOf(tenant.id);
    const users = (await collected(reader.pages('users'))).flatMap(({ items }) => items as { id: string }[]);
    expect(users.map(({ id }) => id)).toEqual(tenant.users.map(({ id }) => id));
    const skus = (await collected(reader.pages('subscribedSkus'))).flatMap(({ items }) => items);
    expect(skus).toHaveLength(tenant.subscribedSkus.length);
    const subscriptions = (await collected(reader.pages('subscriptions'))).flatMap(({ items }) => items);
    expect(subscriptions).toHaveLength(tenant.subscriptions.length);
    const groups = (await collected(reader.pages('groups'))).flatMap(
      ({ items }) => items as { id: string }[],
    );
    const licensed = tenant.groups.filter(({ assignedLicenses }) => assignedLicenses.length > 0);
    expect(groups.map(({ id }) => id)).toEqual(licensed.map(({ id }) => id));
    const [organisation] = (await collected(reader.pages('organization'))).flatMap(({ items }) => items);
    expect(organisation).toMatchObject({ id: tenant.id });
    expect(await reader.reportSettings()).toMatchObject({ displayConcealedNames: false });
  });

  it('goes on after a stop where it was left, with nothing read twice or not at all', async () => {
    const [first] = await collected(firstOf(readerOf(tenant.id).reader.pages('users')));
    const resumeAt = first?.nextLink ?? '';
    const rest = await collected(readerOf(tenant.id).reader.pages('users', { resumeAt }));
    const ids = [first, ...rest].flatMap((page) => page?.items as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(tenant.users.map(({ id }) => id));
    expect(rest.map(({ restarted }) => restarted)).toEqual([false, false]);
  });

  it('reads the purpose of every mailbox', async () => {
    const { reader } = readerOf(tenant.id);
    const ids = tenant.users.map(({ id }) => id);
    const mailboxes = (await collected(reader.mailboxPurposes(ids))).flat();
    const expected = new Map(ids.map((id) => [id, tenant.mailboxPurpose.get(id) ?? null]));
    expect(new Map(mailboxes.map(({ userId, purpose }) => [userId, purpose]))).toEqual(expected);
  });

  it('downloads every report, none of them with its token', async () => {
    const { reader } = readerOf(tenant.id);
    for (const name of usageReports) {
      const report = await reader.report(name, 'D30');
      if (report.missing !== undefined) throw new Error(report.explanation);
      expect(report.body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    }
    expect(emulator.stats.reportDownloadsWithToken).toBe(0);
  });

  it('reads a tenant without premium without sign-in times', async () => {
    const { reader, events } = readerOf(basic.id);
    const pages = await collected(reader.pages('users'));
    expect(pages.flatMap(({ items }) => items)).toHaveLength(basic.users.length);
    expect(pages[0]).toMatchObject({ withSignInActivity: false, signInMissing: 'not_premium' });
    expect(events).toContainEqual({ type: 'sign_in_missing', reason: 'not_premium' });
  });

  it.each<[string, EntraCredential, string | undefined, string]>([
    ['a wrong secret', { secret: 'wrong' }, undefined, 'wrong_secret'],
    ['an unknown tenant', { secret }, randomUUID(), 'tenant_not_found'],
  ])('with %s is told so', async (_, credential, tenantId, problem) => {
    const entra = entraOf(credential);
    await expect(entra.applicationToken({ tenantId: tenantId ?? tenant.id })).rejects.toMatchObject({
      problem,
    });
  });
});

/** What a caller keeps: everything since the source last began again. */
const standing = (pages: readonly GraphPage[]): readonly GraphPage[] =>
  pages.slice(
    Math.max(
      0,
      pages.findLastIndex(({ restarted }) => restarted),
    ),
  );

describe('a storm', () => {
  it('of 429, 503, resets and truncated answers ends complete, and no request was early', async () => {
    emulator.setFaults({
      seed: 3,
      shares: {
        ...{ tooManyRequests: 0.1, unavailable: 0.08, reset: 0.06, truncated: 0.06 },
        ...{ changingNextLink: 0.3, deniedPremium: 0.2 },
      },
      retryAfter: 'mixed',
      retryAfterSeconds: 1,
    });
    const before = { ...emulator.stats };
    try {
      const { reader, events } = readerOf(tenant.id);
      const [pages, mailboxes, report, skus] = await Promise.all([
        collected(reader.pages('users')),
        collected(reader.mailboxPurposes(tenant.users.slice(0, 200).map(({ id }) => id))),
        reader.report('getOffice365ActiveUserDetail', 'D90'),
        collected(reader.pages('subscribedSkus')),
      ]);
      const users = standing(pages).flatMap(({ items }) => items as { id: string }[]);
      expect(users.map(({ id }) => id)).toEqual(tenant.users.map(({ id }) => id));
      expect(pages.every(({ withSignInActivity }) => withSignInActivity === true)).toBe(true);
      expect(mailboxes.flat().every(({ reason }) => reason === null || reason === 'no_mailbox')).toBe(true);
      expect(mailboxes.flat()).toHaveLength(200);
      expect(report.missing).toBeUndefined();
      expect(skus).toHaveLength(1);
      expect(events.some(({ type }) => type === 'retrying' || type === 'throttled')).toBe(true);
      expect(emulator.stats.throttled).toBeGreaterThan(before.throttled + 20);
      expect(emulator.stats.earlyRetries).toBe(0);
    } finally {
      emulator.setFaults({ shares: {} });
    }
  });
});

describe.runIf(process.env.TRIMTAB_LONG === '1')('a large tenant', () => {
  it('is read within 1.2 times what its resource units allow at best', { timeout: 900_000 }, async () => {
    const count = Number(process.env.TRIMTAB_LONG_USERS ?? 100_000);
    const large = generateTenant({ seed: 9, users: count, asOf: '2026-11-20' });
    const other = await startMicrosoftEmulator({
      tenants: [large],
      applications: [registered],
      latencyMs: 150,
    });
    open.push(other);
    other.grantAdminConsent({ tenantId: large.id, clientId });
    const { reader, events } = readerOf(large.id, other);
    const begun = performance.now();
    async function* ids(): AsyncGenerator<string> {
      for await (const { items } of reader.pages('users')) {
        for (const { id } of items as { id: string }[]) yield id;
      }
    }
    const [mailboxes] = await Promise.all([
      collected(reader.mailboxPurposes(ids())),
      ...usageReports.map((name) => reader.report(name, 'D180')),
      collected(reader.pages('subscribedSkus')),
    ]);
    const seconds = (performance.now() - begun) / 1_000;
    const floor = (count + Math.ceil(count / 500)) / 800;
    expect(mailboxes.flat()).toHaveLength(count);
    expect(events.filter(({ type }) => type === 'throttled')).toEqual([]);
    expect(seconds / floor).toBeLessThan(1.2);
  });
});
