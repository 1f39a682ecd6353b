import { describe, expect, test } from 'vitest';
import { openingSize } from './roster.ts';
import { generateTenant, reportNames } from './tenant.ts';

const asOf = '2026-11-22';
const options = { seed: 21, users: 400, asOf };
const tenant = generateTenant(options);

describe('a generated tenant', () => {
  test('is the same to the byte for the same options', () => {
    const again = generateTenant(options);
    expect(JSON.stringify(again)).toBe(JSON.stringify(tenant));
    for (const name of reportNames) {
      expect([...again.report(name, 'D30', { concealed: false })]).toEqual([
        ...tenant.report(name, 'D30', { concealed: false }),
      ]);
    }
  });

  test('is another one for another seed', () => {
    const other = generateTenant({ ...options, seed: 22 });
    expect(other.id).not.toBe(tenant.id);
    const ids = new Set(tenant.users.map(({ id }) => id));
    expect(other.users.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  test('gives every account and subscription an id, and every user a name, of its own', () => {
    const { users, groups, subscriptions } = tenant;
    const ids = [...users, ...groups, ...subscriptions].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([]);
    expect(new Set(users.map((user) => user.userPrincipalName.toLowerCase())).size).toBe(users.length);
  });

  test('counts as consumed exactly the seats that users hold', () => {
    for (const sku of tenant.subscribedSkus) {
      const held = tenant.users.filter((user) =>
        user.assignedLicenses.some(({ skuId }) => skuId === sku.skuId),
      );
      expect(held.length, sku.skuPartNumber).toBe(sku.consumedUnits);
    }
    const listed = new Set(tenant.subscribedSkus.map(({ skuId }) => skuId));
    const states = tenant.users.flatMap((user) => user.licenseAssignmentStates);
    expect(states.filter(({ skuId }) => !listed.has(skuId))).toEqual([]);
  });

  test('has in each licence group exactly those who are assigned through it', () => {
    for (const group of tenant.groups.filter(({ assignedLicenses }) => assignedLicenses.length > 0)) {
      const through = tenant.users.filter((user) =>
        user.licenseAssignmentStates.some(({ assignedByGroup }) => assignedByGroup === group.id),
      );
      expect([...group.memberIds].sort()).toEqual(through.map(({ id }) => id).sort());
      const given = new Set(group.assignedLicenses.map(({ skuId }) => skuId));
      for (const user of through) {
        const got = user.licenseAssignmentStates.filter(
          ({ assignedByGroup }) => assignedByGroup === group.id,
        );
        expect(got.every(({ skuId }) => given.has(skuId))).toBe(true);
      }
    }
  });

  test('has names outside ASCII, names of 120 characters, guests and every kind of mailbox', () => {
    const names = tenant.users.map(({ displayName }) => displayName);
    expect(names.some((name) => /[\p{Script=Han}\p{Script=Greek}]/u.test(name))).toBe(true);
    expect(names.some((name) => name.length === 120)).toBe(true);
    expect(tenant.users.some(({ userType }) => userType === 'Guest')).toBe(true);
    expect(new Set(tenant.mailboxPurpose.values())).toEqual(new Set(['user', 'shared', 'room', 'equipment']));
  });

  test('tells no sign-ins where it is not premium', () => {
    const { users } = generateTenant({ ...options, isPremium: false });
    expect(users.every(({ signInActivity }) => signInActivity === null)).toBe(true);
  });

  test('wastes about the share that was asked for', () => {
    const large = generateTenant({ ...options, users: 10_000, wasteShare: 0.2 });
    const users = large.planted
      .filter(({ subject }) => subject.kind === 'user')
      .map(({ subject }) => subject.id);
    const share = new Set(users).size / large.users.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.22);
  });

  test.each([
    { users: 19 },
    { users: 100_001 },
    { users: 20.5 },
    { seed: 0.5 },
    { asOf: 'yesterday' },
    { present: '2026-11-21' },
    { asOf: '2010-01-01', present: '2026-11-22' },
    { wasteShare: 1 },
  ])('is refused outside the limits: %j', (wrong) => {
    expect(() => generateTenant({ ...options, ...wrong })).toThrow(RangeError);
  });
});

describe('the same tenant on an earlier day', () => {
  const present = asOf;
  const before = generateTenant({ ...options, users: 2000, asOf: '2025-03-31', present });
  const now = generateTenant({ ...options, users: 2000 });

  test('has those of its users who were there, by the same ids and names', () => {
    expect(before.users.length).toBeLessThan(now.users.length);
    for (const [place, user] of before.users.entries()) {
      const today = now.users[place];
      expect([user.id, user.userPrincipalName, user.displayName]).toEqual([
        today?.id,
        today?.userPrincipalName,
        today?.displayName,
      ]);
      // The first accounts tell stories of exact ages; everybody else was born once.
      if (place >= openingSize) expect(user.createdDateTime).toBe(today?.createdDateTime);
    }
  });

  test('keeps the ids of its groups and subscriptions', () => {
    expect(before.id).toBe(now.id);
    expect(before.groups.map(({ id }) => id)).toEqual(now.groups.map(({ id }) => id));
    const known = new Set(now.subscriptions.map(({ id }) => id));
    expect(before.subscriptions.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  test('tells of nothing that had not happened yet', () => {
    const instants = before.users.flatMap((user) => [
      user.createdDateTime,
      user.signInActivity?.lastSignInDateTime ?? '',
      ...user.licenseAssignmentStates.map(({ lastUpdatedDateTime }) => lastUpdatedDateTime),
    ]);
    expect(instants.filter((instant) => instant.slice(0, 10) > before.asOf)).toEqual([]);
  });

  test('wastes other amounts from month to month', () => {
    const amounts = ['2025-06-30', '2025-12-31', '2026-06-30'].map(
      (day) => generateTenant({ ...options, users: 2000, asOf: day, present }).planted.length,
    );
    expect(new Set(amounts).size).toBe(amounts.length);
  });
});

describe.runIf(process.env.TRIMTAB_LONG === '1')('at its largest', () => {
  test('a tenant of 100,000 users is there in seconds and holds less than 500 MB', () => {
    const before = process.memoryUsage().heapUsed;
    const began = performance.now();
    const large = generateTenant({ seed: 1, users: 100_000, asOf });
    const tookMs = performance.now() - began;
    expect(large.users).toHaveLength(100_000);
    expect(tookMs).toBeLessThan(30_000);
    // Garbage that was not collected yet counts as well, so this is more than the tenant needs.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(500e6);
  });
});
