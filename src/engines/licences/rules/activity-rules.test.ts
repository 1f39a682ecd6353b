import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../../shared/licences/audit-result.ts';
import { audit, daysAgo, type Export, found, instantAgo, sku, user } from '../tenant-fixture.ts';

const e3 = [{ sku: 'SPE_E3' }];
const skus = [sku('SPE_E3')];
const signedIn = (days: number) => ({
  signInActivity: { lastSuccessfulSignInDateTime: instantAgo(days) },
});
const active = (name: string, days: number | null, refreshedDaysAgo = 2) => ({
  'Report Refresh Date': daysAgo(refreshedDaysAgo),
  'User Principal Name': `${name}@example.com`,
  'Is Deleted': 'False',
  'Exchange Last Activity Date': days === null ? '' : daysAgo(days),
  'Teams Last Activity Date': '',
});
const reports = (...rows: readonly ReturnType<typeof active>[]) => ({ getOffice365ActiveUserDetail: rows });
const rules = (given: Export): readonly RuleId[] =>
  audit({ skus, ...given }).findings.map(({ rule }) => rule);

describe('activity', () => {
  it.each([
    [29, []],
    [30, ['W04']],
    [89, ['W04']],
    [90, ['W02']],
  ])('%i idle days give %j', (days, expected) => {
    expect(rules({ users: [user('ann', e3, signedIn(days))] })).toEqual(expected);
  });

  it('is the latest of all sources', () => {
    const users = [user('ann', e3, signedIn(200))];
    expect(rules({ users, reports: reports(active('ann', 10)) })).toEqual([]);
    expect(rules({ users, reports: reports(active('ann', 95)) })).toEqual(['W02']);
    const apps = [{ 'User Principal Name': 'ann@example.com', 'Last Activity Date': daysAgo(40) }];
    expect(rules({ users, reports: { getM365AppUserDetail: apps } })).toEqual(['W04']);
  });

  it('falls back to sign-ins that count failures, and says so', () => {
    const weak = { lastSignInDateTime: instantAgo(95), lastNonInteractiveSignInDateTime: instantAgo(120) };
    const [finding] = found('W02', { users: [user('ann', e3, { signInActivity: weak })], skus });
    expect(finding?.evidence[0]).toMatchObject({
      field: 'signInActivity.lastSignInDateTime',
      value: daysAgo(95),
      note: expect.stringContaining('failed'),
    });
    const both = { ...weak, lastSuccessfulSignInDateTime: instantAgo(100) };
    const [better] = found('W02', { users: [user('ann', e3, { signInActivity: both })], skus });
    expect(better?.evidence[0]).toEqual({
      source: 'users',
      field: 'signInActivity.lastSuccessfulSignInDateTime',
      value: daysAgo(100),
    });
  });

  it('is never only where a source covers the user, and unknown is not inactive', () => {
    const silent = user('ann', e3, { signInActivity: null });
    expect(rules({ users: [silent] })).toEqual([]);
    expect(rules({ users: [silent, user('bob', [])] })).toEqual(['W03']);
    expect(rules({ users: [silent], reports: reports(active('ann', null)) })).toEqual(['W03']);
    expect(rules({ users: [silent], reports: reports(active('bob', null)) })).toEqual([]);
    const hashed = { ...active('x', null), 'User Principal Name': 'A1B2C3D4E5F60718293A4B5C6D7E8F90' };
    expect(rules({ users: [silent], reports: reports(hashed) })).toEqual([]);
  });

  it('of a deleted namesake does not count', () => {
    const users = [user('ann', e3, signedIn(100))];
    expect(rules({ users, reports: reports({ ...active('ann', 1), 'Is Deleted': 'True' }) })).toEqual([
      'W02',
    ]);
  });

  it('of disabled accounts and guests is not judged', () => {
    const users = [
      user('ann', e3, { ...signedIn(100), accountEnabled: false }),
      user('bob', e3, { ...signedIn(100), userType: 'Guest' }),
    ];
    expect(rules({ users })).toEqual(['W01', 'W05']);
  });
});

describe('confidence', () => {
  const users = [user('ann', e3, signedIn(100))];
  const confidence = (given: Export) => found('W02', { users, skus, ...given })[0]?.confidence;
  it('is high with two kinds of fresh sources, and the finding may be approved', () => {
    const [finding] = found('W02', { users, skus, reports: reports(active('ann', 95)) });
    expect(finding).toMatchObject({ confidence: 'high', automation: 'approve' });
  });
  it('is medium with one kind, and the finding is reviewed', () => {
    expect(found('W02', { users, skus })[0]).toMatchObject({ confidence: 'medium', automation: 'review' });
    const silent = [user('ann', e3, { signInActivity: null })];
    expect(confidence({ users: silent, reports: reports(active('ann', 95)) })).toBe('medium');
  });
  it.each([
    [7, 'high'],
    [8, 'low'],
  ])('with a report refreshed %i days ago is %s', (days, expected) => {
    expect(confidence({ reports: reports(active('ann', 95, days)) })).toBe(expected);
  });
  it.each([
    [1, 'high'],
    [2, 'low'],
  ])('with %i of 20 rows that belong to nobody is %s', (strangers, expected) => {
    const known = Array.from({ length: 20 - strangers }, () => active('ann', 95));
    const unknown = Array.from({ length: strangers }, () => active('stranger', 1));
    expect(confidence({ reports: reports(...known, ...unknown) })).toBe(expected);
  });
});

describe('W03 never used', () => {
  it.each([
    [29, 0],
    [30, 1],
  ])('an account created %i days ago gives %i findings', (days, count) => {
    const users = [user('ann', e3, { signInActivity: {}, createdDateTime: instantAgo(days) })];
    expect(found('W03', { users, skus })).toHaveLength(count);
  });
});

describe('W04 going stale', () => {
  it('saves nothing yet and is never done by itself', () => {
    expect(found('W04', { users: [user('ann', e3, signedIn(45))], skus })[0]).toMatchObject({
      monthlySaving: '0.00',
      savingKind: 'none',
      automation: 'never',
      action: { kind: 'notifyUser' },
    });
  });
});

describe('W09 signs in, uses nothing', () => {
  const given = (signInDays: number, useDays: number | null, refreshed = 2): Export => ({
    users: [user('ann', e3, signedIn(signInDays))],
    skus,
    reports: reports(active('ann', useDays, refreshed)),
  });
  it.each([
    [29, 90, 1],
    [29, null, 1],
    [30, 90, 0],
    [29, 89, 0],
  ])('signed in %i and used something %s days ago gives %i findings', (signIn, use, count) => {
    expect(found('W09', given(signIn, use))).toHaveLength(count);
  });
  it('needs a fresh report that covers the user', () => {
    expect(found('W09', given(5, null, 8))).toEqual([]);
    expect(found('W09', { ...given(5, null), reports: reports(active('bob', null)) })).toEqual([]);
    expect(found('W09', { ...given(5, null), reports: {} })).toEqual([]);
  });
  it('is always reviewed', () => {
    expect(found('W09', given(5, null))[0]).toMatchObject({ automation: 'review', monthlySaving: '40.00' });
  });
});

describe('parameters', () => {
  it('move the thresholds', () => {
    const users = [user('ann', e3, signedIn(45))];
    expect(rules({ users, policy: { parameters: { inactiveDays: 45 } } })).toEqual(['W02']);
    expect(rules({ users, policy: { parameters: { staleDays: 46 } } })).toEqual([]);
  });
});
