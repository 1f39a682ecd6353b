import { describe, expect, it } from 'vitest';
import { daysAgo, found, instantAgo, sku, user } from '../tenant-fixture.ts';

const e3 = [{ sku: 'SPE_E3' }];
const skus = [sku('SPE_E3')];
const mailbox = (bytes: string, archive: string, refreshed = daysAgo(2)) => ({
  getMailboxUsageDetail: [
    {
      'Report Refresh Date': refreshed,
      'User Principal Name': 'ANN@example.com',
      'Storage Used (Byte)': bytes,
      'Has Archive': archive,
    },
  ],
});

describe('W01 disabled', () => {
  const users = [user('ann', e3, { accountEnabled: false })];
  it('frees the seat of a disabled account, approved where the purpose of the mailbox is known', () => {
    const [finding] = found('W01', { users, skus, purposes: { 'id-ann': 'user' } });
    expect(finding).toMatchObject({
      subject: { kind: 'user', id: 'id-ann', label: 'ann@example.com' },
      skuPartNumber: 'SPE_E3',
      quantity: '1',
      monthlySaving: '40.00',
      currency: 'EUR',
      savingKind: 'freed-seat',
      confidence: 'high',
      automation: 'approve',
      supersededBy: null,
      action: { kind: 'removeLicence' },
    });
    expect(finding?.evidence).toContainEqual({ source: 'users', field: 'accountEnabled', value: 'false' });
  });
  it('asks for a review where the purpose is unknown', () => {
    expect(found('W01', { users, skus })[0]?.automation).toBe('review');
  });
  it.each(['shared', 'room', 'equipment'])('leaves a %s mailbox to its own rule', (purpose) => {
    expect(found('W01', { users, skus, purposes: { 'id-ann': purpose } })).toEqual([]);
  });
  it('is silent about enabled accounts and about those whose state was not exported', () => {
    expect(
      found('W01', { users: [user('ann', e3), user('bob', e3, { accountEnabled: null })], skus }),
    ).toEqual([]);
  });
});

describe('W05 guest', () => {
  it('speaks of enabled guests only', () => {
    const guest = { userType: 'Guest' };
    expect(found('W05', { users: [user('ann', e3, guest)], skus })[0]).toMatchObject({
      monthlySaving: '40.00',
      automation: 'review',
    });
    expect(found('W05', { users: [user('ann', e3, { ...guest, accountEnabled: false })], skus })).toEqual([]);
    expect(found('W05', { users: [user('ann', e3)], skus })).toEqual([]);
  });
});

describe('W06 left', () => {
  it.each([
    [1, 1],
    [0, 0],
    [-1, 0],
  ])('a leave date %i days ago gives %i findings', (days, count) => {
    const users = [user('ann', e3, { employeeLeaveDateTime: instantAgo(days) })];
    expect(found('W06', { users, skus })).toHaveLength(count);
  });
});

describe('W07 shared mailbox', () => {
  const purposes = { 'id-ann': 'shared' };
  const users = [user('ann', e3)];
  it.each([
    ['49999999999', 'False', 1],
    ['50000000000', 'False', 0],
    ['1', 'True', 0],
  ])('storage %s and archive %s give %i findings', (bytes, archive, count) => {
    const findings = found('W07', { users, skus, purposes, reports: mailbox(bytes, archive) });
    expect(findings).toHaveLength(count);
    for (const finding of findings)
      expect(finding).toMatchObject({ automation: 'approve', confidence: 'high' });
  });
  it('asks for a review with low confidence where the storage is unknown', () => {
    expect(found('W07', { users, skus, purposes })[0]).toMatchObject({
      automation: 'review',
      confidence: 'low',
    });
  });
  it('is sure of nothing by a stale report', () => {
    const reports = mailbox('1', 'False', daysAgo(8));
    expect(found('W07', { users, skus, purposes, reports })[0]?.confidence).toBe('low');
  });
});

describe('W08 room', () => {
  const users = [user('ann', [...e3, { sku: 'MEETING_ROOM' }])];
  const given = { users, skus: [...skus, sku('MEETING_ROOM')] };
  it.each([
    ['room', ['SPE_E3']],
    ['equipment', ['SPE_E3']],
    ['user', []],
  ])('a mailbox of purpose %s needs none of %j', (purpose, expected) => {
    const findings = found('W08', { ...given, purposes: { 'id-ann': purpose } });
    expect(findings.map(({ skuPartNumber }) => skuPartNumber)).toEqual(expected);
  });
});
