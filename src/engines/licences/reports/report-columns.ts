import { type Workload, workloads } from './report-facts.ts';

/** The columns of a report, found by name: their order and set vary (Microsoft Graph, reports). */
export interface ReportColumns {
  readonly refreshDate: number;
  readonly principalName: number;
  readonly userId: number;
  readonly isDeleted: number;
  readonly period: number;
  readonly activity: readonly number[];
  /** Columns of one workload each, where the report tells them apart. */
  readonly workloads: readonly (readonly [Workload, number])[];
  readonly desktop: readonly number[];
  readonly storage: number;
  readonly archive: number;
  readonly callsAndMeetings: readonly number[];
  readonly activations: readonly number[];
  readonly productType: number;
}

const principalNames = ['user principal name', 'owner principal name', 'userprincipalname'];
const workloadColumns: Readonly<Record<Workload, string>> = {
  mail: 'exchange last activity date',
  oneDrive: 'onedrive last activity date',
  sharePoint: 'sharepoint last activity date',
  teams: 'teams last activity date',
  yammer: 'yammer last activity date',
};
const callColumns = ['call count', 'meetings organized count'];
const scheduledMeetings = /^(ad hoc|scheduled (one-time|recurring)) meetings organized count$/;
const activationColumns = [
  'windows',
  'mac',
  'windows 10 mobile',
  'ios',
  'android',
  'activated on shared computer',
];

/** Finds the columns that the rules read; -1 or none for those the report lacks. Case does not matter. */
export const findColumns = (header: readonly string[]): ReportColumns => {
  const names = header.map((name) => name.trim().toLowerCase());
  const where = (matches: (name: string) => boolean): readonly number[] =>
    names.flatMap((name, index) => (matches(name) ? [index] : []));
  return {
    refreshDate: names.indexOf('report refresh date'),
    principalName: names.findIndex((name) => principalNames.includes(name)),
    userId: names.indexOf('user id'),
    isDeleted: names.indexOf('is deleted'),
    period: names.indexOf('report period'),
    activity: where((name) => name.endsWith('last activity date')),
    workloads: workloads.flatMap((workload): readonly (readonly [Workload, number])[] => {
      const column = names.indexOf(workloadColumns[workload]);
      return column < 0 ? [] : [[workload, column]];
    }),
    desktop: where((name) => name === 'windows' || name === 'mac'),
    storage: names.indexOf('storage used (byte)'),
    archive: names.indexOf('has archive'),
    callsAndMeetings: where((name) => callColumns.includes(name) || scheduledMeetings.test(name)),
    activations: where((name) => activationColumns.includes(name)),
    productType: names.indexOf('product type'),
  };
};
