import { describe, expect, it } from 'vitest';
import { daysAgo, type Export, found, type Held, type Row, sku, user } from '../tenant-fixture.ts';

const name = { 'User Principal Name': 'ann@example.com' };
const ann = (held: readonly Held[]): Export => ({
  users: [user('ann', held)],
  skus: held.map((each) => sku(each.sku)),
});
const teams = (calls: string, meetings: string, period = '180', more: Row = {}): Row => ({
  ...name,
  'Call Count': calls,
  'Meetings Organized Count': meetings,
  'Report Period': period,
  ...more,
});
const stale = { 'Report Refresh Date': daysAgo(8) };

describe('R01 E5 to E3', () => {
  const given = ann([{ sku: 'SPE_E5' }]);
  const r01 = (...rows: readonly Row[]) =>
    found('R01', { ...given, reports: { getTeamsUserActivityUserDetail: rows } });
  it('saves the difference, and a person reviews it', () => {
    expect(r01(teams('0', '0'))[0]).toMatchObject({
      monthlySaving: '20.00',
      automation: 'review',
      action: { kind: 'swapLicences', from: ['SPE_E5'], to: 'SPE_E3' },
    });
  });
  it('is silent where there are calls or organised meetings, or no fresh report says', () => {
    expect(r01(teams('1', '0'))).toEqual([]);
    expect(r01(teams('0', '1'))).toEqual([]);
    expect(r01(teams('0', '0', '180', stale))).toEqual([]);
    expect(r01({ ...teams('0', '0'), 'User Principal Name': 'bob@example.com' })).toEqual([]);
    expect(found('R01', given)).toEqual([]);
  });
  it('needs a saving above zero, or an unknown one', () => {
    const reports = { getTeamsUserActivityUserDetail: [teams('0', '0')] };
    expect(found('R01', { ...given, reports, prices: { SPE_E5: '60', SPE_E3: '60' } })).toEqual([]);
    expect(found('R01', { ...given, reports, prices: { SPE_E5: '60' } })[0]?.monthlySaving).toBeNull();
    expect(found('R01', { ...given, reports, prices: { SPE_E3: '40' } })[0]?.monthlySaving).toBeNull();
  });
});

interface Light {
  readonly windows?: string;
  readonly mac?: string;
  readonly period?: string;
  readonly mailbox?: string;
  readonly archive?: string;
  readonly drive?: string;
  readonly refreshed?: Row;
}
const light = ({ windows, mac, period, mailbox, archive, drive, refreshed }: Light = {}) => ({
  getM365AppUserDetail: [
    { ...name, Windows: windows ?? 'No', Mac: mac ?? '', 'Report Period': period ?? '180', ...refreshed },
  ],
  getMailboxUsageDetail: [
    { ...name, 'Storage Used (Byte)': mailbox ?? '1000', 'Has Archive': archive ?? 'False' },
  ],
  getOneDriveUsageAccountDetail: [
    { 'Owner Principal Name': 'Ann@Example.com', 'Storage Used (Byte)': drive ?? '1000' },
  ],
});

describe('R02 E3 to E1 or Business Basic', () => {
  const given = ann([{ sku: 'ENTERPRISEPACK' }]);
  const r02 = (use: Light, prices?: Export['prices']) =>
    found('R02', { ...given, reports: light(use), ...(prices ? { prices } : {}) });
  it('goes to the cheaper of the two that are priced', () => {
    expect(r02({})[0]).toMatchObject({ monthlySaving: '18.00', action: { to: 'O365_BUSINESS_ESSENTIALS' } });
    const only = { ENTERPRISEPACK: '25', STANDARDPACK: '10' };
    expect(r02({}, only)[0]).toMatchObject({ monthlySaving: '15.00', action: { to: 'STANDARDPACK' } });
  });
  it.each<[string, Light, number]>([
    ['desktop apps on Windows', { windows: 'Yes' }, 0],
    ['desktop apps on a Mac', { mac: 'Yes' }, 0],
    ['a report of 179 days', { period: '179' }, 0],
    ['a stale report', { refreshed: stale }, 0],
    ['a mailbox just below 50 GB', { mailbox: '49999999999' }, 1],
    ['a mailbox of 50 GB', { mailbox: '50000000000' }, 0],
    ['an archive', { archive: 'True' }, 0],
    ['an unknown archive', { archive: '' }, 0],
    ['an unknown mailbox', { mailbox: '' }, 0],
  ])('with %s gives %i findings', (_what, use, count) => {
    expect(r02(use)).toHaveLength(count);
  });
  it('reads several periods of one report', () => {
    const apps = light().getM365AppUserDetail;
    const short = { ...name, Windows: 'No', Mac: 'No', 'Report Period': '7' };
    const reports = { ...light(), getM365AppUserDetail: [short, ...apps] };
    expect(found('R02', { ...given, reports })).toHaveLength(1);
  });
});

describe('R03 to F3', () => {
  const r03 = (partNumber: string, use: Light) =>
    found('R03', { ...ann([{ sku: partNumber }]), reports: light(use) });
  it.each([
    ['STANDARDPACK', '2.00', null],
    ['ENTERPRISEPACK', '0.00', 'R02'],
    ['SPE_E3', '0.00', 'R02'],
  ])('from %s saves %s, counted by %s', (partNumber, monthlySaving, supersededBy) => {
    const expected = { monthlySaving, supersededBy, action: { to: 'SPE_F1' } };
    expect(r03(partNumber, {})[0]).toMatchObject(expected);
  });
  it.each<[string, Light, number]>([
    ['a mailbox just below 2 GB', { mailbox: '1999999999' }, 1],
    ['a mailbox of 2 GB', { mailbox: '2000000000' }, 0],
    ['a OneDrive just below 2 GB', { drive: '1999999999' }, 1],
    ['a OneDrive of 2 GB', { drive: '2000000000' }, 0],
    ['desktop apps', { windows: 'Yes' }, 0],
  ])('with %s gives %i findings', (_what, use, count) => {
    expect(r03('SPE_E3', use)).toHaveLength(count);
  });
  it('leaves E5 and what costs no more than F3', () => {
    expect(r03('SPE_E5', {})).toEqual([]);
    const prices = { STANDARDPACK: '8', SPE_F1: '8' };
    expect(found('R03', { ...ann([{ sku: 'STANDARDPACK' }]), reports: light(), prices })).toEqual([]);
  });
});

describe('R05 Copilot unused', () => {
  const r05 = (since: number, last: string, refreshed: Row = {}) =>
    found('R05', {
      ...ann([{ sku: 'Microsoft_365_Copilot', since }]),
      reports: {
        getMicrosoft365CopilotUsageUserDetail: [{ ...name, 'Last Activity Date': last, ...refreshed }],
      },
    });
  it.each([
    [60, daysAgo(30), 1],
    [60, '', 1],
    [59, daysAgo(30), 0],
    [60, daysAgo(29), 0],
  ])('assigned %i days ago and last used "%s" gives %i findings', (since, last, count) => {
    expect(r05(since, last)).toHaveLength(count);
  });
  it('needs a fresh report that covers the user', () => {
    expect(r05(90, '', stale)).toEqual([]);
    expect(r05(90, '', { 'User Principal Name': 'bob@example.com' })).toEqual([]);
    expect(found('R05', ann([{ sku: 'Microsoft_365_Copilot', since: 90 }]))).toEqual([]);
  });
});

describe('R08 calling unused', () => {
  const r08 = (partNumber: string, row: Row) =>
    found('R08', { ...ann([{ sku: partNumber }]), reports: { getTeamsUserActivityUserDetail: [row] } });
  it.each(['MCOEV', 'MCOMEETADV', 'Microsoft_Teams_Premium'])('speaks of %s', (partNumber) => {
    expect(r08(partNumber, teams('0', '0', '90'))).toHaveLength(1);
  });
  it.each<[string, Row]>([
    ['89 days', teams('0', '0', '89')],
    ['a call', teams('1', '0')],
    ['an organised meeting', teams('0', '1')],
    ['a stale report', teams('0', '0', '180', stale)],
    ['no counts', { ...name, 'Report Period': '180' }],
  ])('is silent with %s', (_what, row) => {
    expect(r08('MCOEV', row)).toEqual([]);
  });
  it('maps a row by its user id', () => {
    const row = { ...teams('0', '0'), 'User Principal Name': '', 'User Id': 'ID-ANN' };
    expect(r08('MCOEV', row)).toHaveLength(1);
  });
});

describe('R09 apps never activated', () => {
  const row = (more: Row = {}): Row => ({
    ...name,
    'Product Type': 'MICROSOFT 365 APPS',
    Windows: '0',
    Mac: '0',
    ...more,
  });
  const r09 = (partNumber: string, since: number, ...rows: readonly Row[]) =>
    found('R09', {
      ...ann([{ sku: partNumber, since }]),
      reports: { getOffice365ActivationsUserDetail: rows },
    });
  it('saves an Apps SKU, and a suite down to what covers the rest', () => {
    expect(r09('OFFICESUBSCRIPTION', 90, row())[0]).toMatchObject({
      monthlySaving: '12.00',
      automation: 'review',
    });
    expect(r09('ENTERPRISEPACK', 90, row())).toEqual([]);
    const prices = { ENTERPRISEPACK: '25', DEVELOPERPACK: '1', SPE_E3: '24' };
    const reports = { getOffice365ActivationsUserDetail: [row()] };
    expect(found('R09', { ...ann([{ sku: 'ENTERPRISEPACK' }]), reports, prices })[0]).toMatchObject({
      monthlySaving: '1.00',
      action: { to: 'SPE_E3' },
    });
  });
  it.each<[string, number, Row, number]>([
    ['89 days', 89, row(), 0],
    ['an activation', 90, row({ Mac: '1' }), 0],
    ['an activation of Visio', 90, row({ 'Product Type': 'VISIO PRO FOR OFFICE 365', Windows: '1' }), 1],
    ['a stale report', 90, row(stale), 0],
    ['no row of the user', 90, row({ 'User Principal Name': 'bob@example.com' }), 0],
  ])('with %s since %i days gives findings', (_what, since, given, count) => {
    expect(r09('OFFICESUBSCRIPTION', since, given)).toHaveLength(count);
  });
});
