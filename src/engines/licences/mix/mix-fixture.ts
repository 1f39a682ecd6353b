import type { LinearSolver } from '../../../shared/solver.ts';
import { asOf, daysAgo, type Export, inputOf, type Row } from '../tenant-fixture.ts';
import { type Mix, planMix } from './mix.ts';
import { mixPolicySchema } from './mix-policy.ts';

/** What the reports say of one user of a test. */
export interface Seen {
  readonly desktop?: boolean;
  readonly mailboxBytes?: number;
  readonly archive?: boolean;
  readonly filesBytes?: number;
  readonly calls?: number;
  /** Days since the last use of mail, files and Teams. */
  readonly idle?: number;
}

/** Reports that cover the named users in everything the mix looks at. */
export const reportsOf = (
  people: Readonly<Record<string, Seen>>,
): Readonly<Record<string, readonly Row[]>> => {
  const rows = (cells: (seen: Seen) => Row): readonly Row[] =>
    Object.entries(people).map(([name, seen]) => ({
      'User Principal Name': `${name}@example.com`,
      ...cells(seen),
    }));
  const last = (seen: Seen): string => daysAgo(seen.idle ?? 3);
  return {
    getOffice365ActiveUserDetail: rows((seen) => ({
      'Exchange Last Activity Date': last(seen),
      'OneDrive Last Activity Date': last(seen),
      'SharePoint Last Activity Date': last(seen),
      'Teams Last Activity Date': last(seen),
      'Yammer Last Activity Date': '',
    })),
    getM365AppUserDetail: rows(({ desktop }) => ({
      'Report Period': '180',
      Windows: desktop ? 'Yes' : 'No',
      Mac: 'No',
    })),
    getMailboxUsageDetail: rows((seen) => ({
      'Storage Used (Byte)': String(seen.mailboxBytes ?? 1e9),
      'Has Archive': seen.archive ? 'True' : 'False',
      'Last Activity Date': last(seen),
    })),
    getOneDriveUsageAccountDetail: rows((seen) => ({
      'Storage Used (Byte)': String(seen.filesBytes ?? 1e9),
      'Last Activity Date': last(seen),
    })).map(({ 'User Principal Name': owner = '', ...row }) => ({ ...row, 'Owner Principal Name': owner })),
    getTeamsUserActivityUserDetail: rows((seen) => ({
      'Report Period': '180',
      'Last Activity Date': last(seen),
      'Call Count': String(seen.calls ?? 0),
      'Meetings Organized Count': '0',
    })),
  };
};

/** Plans the mix of a tenant that has nothing but what is given. */
export const mixOf = (
  solver: LinearSolver,
  given: Export,
  policy: object = {},
  planFor: string = asOf,
): Promise<Mix> => planMix({ ...inputOf(given), mixPolicy: mixPolicySchema.parse(policy), solver, planFor });
