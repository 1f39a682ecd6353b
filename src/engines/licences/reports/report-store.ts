import { noDay } from '../activity/days.ts';
import { type UserReport, type WorkloadDays, workloads } from './report-facts.ts';

/** Keeps what a report says of each user in typed columns: 800,000 objects would take a hundred times more. */
export interface ReportStore {
  /** What is known so far; blank for a user that was not there before. */
  load(place: number): UserReport;
  save(place: number, report: UserReport): void;
  of(place: number): UserReport | undefined;
}

const covered = 1;
const desktop = 2;
const activated = 4;
const archiveKnown = 8;
const archive = 16;
/** Stands for 'not said' in columns of counts. */
const unsaid = -1;

/** No activity in any workload. */
export const blankWorkloads = (): WorkloadDays => ({
  mail: noDay,
  oneDrive: noDay,
  sharePoint: noDay,
  teams: noDay,
  yammer: noDay,
});

/** What is known of a user before any row. */
export const blankReport = (): UserReport => ({
  lastDay: noDay,
  lastColumn: '',
  workloadDays: null,
  periodDays: 0,
  usesDesktop: false,
  storageBytes: null,
  hasArchive: null,
  callsAndMeetings: null,
  hasActivation: false,
});

/** @param size the number of users in the directory */
export const createReportStore = (size: number): ReportStore => {
  const flags = new Uint8Array(size);
  const lastDays = new Int32Array(size).fill(noDay);
  const columns = new Uint16Array(size);
  const periods = new Uint16Array(size);
  const storage = new Float64Array(size).fill(unsaid);
  const calls = new Float64Array(size).fill(unsaid);
  /** Only a report that tells workloads apart takes this memory: a place for each user and workload. */
  let workloadDays: Int32Array | null = null;
  const loadWorkloads = (place: number): WorkloadDays | null => {
    if (workloadDays === null) return null;
    const days = blankWorkloads();
    for (const [at, workload] of workloads.entries()) {
      days[workload] = workloadDays[place * workloads.length + at] ?? noDay;
    }
    return days;
  };
  const saveWorkloads = (place: number, days: WorkloadDays): void => {
    workloadDays ??= new Int32Array(size * workloads.length).fill(noDay);
    for (const [at, workload] of workloads.entries()) {
      workloadDays[place * workloads.length + at] = days[workload];
    }
  };
  /** Names of activity columns: the first is the name of none. */
  const names: string[] = [''];
  const placeOfName = new Map([['', 0]]);
  const nameAt = (name: string): number => {
    const known = placeOfName.get(name);
    if (known !== undefined) return known;
    names.push(name);
    placeOfName.set(name, names.length - 1);
    return names.length - 1;
  };
  const known = (value: number | undefined): number | null =>
    value === undefined || value === unsaid ? null : value;
  const load = (place: number): UserReport => {
    const flag = flags[place] ?? 0;
    return {
      lastDay: lastDays[place] ?? noDay,
      lastColumn: names[columns[place] ?? 0] ?? '',
      workloadDays: loadWorkloads(place),
      periodDays: periods[place] ?? 0,
      usesDesktop: (flag & desktop) !== 0,
      storageBytes: known(storage[place]),
      hasArchive: (flag & archiveKnown) === 0 ? null : (flag & archive) !== 0,
      callsAndMeetings: known(calls[place]),
      hasActivation: (flag & activated) !== 0,
    };
  };
  return {
    load,
    save: (place, report) => {
      lastDays[place] = report.lastDay;
      columns[place] = nameAt(report.lastColumn);
      if (report.workloadDays !== null) saveWorkloads(place, report.workloadDays);
      periods[place] = report.periodDays;
      storage[place] = report.storageBytes ?? unsaid;
      calls[place] = report.callsAndMeetings ?? unsaid;
      flags[place] =
        covered |
        (report.usesDesktop ? desktop : 0) |
        (report.hasActivation ? activated : 0) |
        (report.hasArchive === null ? 0 : archiveKnown) |
        (report.hasArchive === true ? archive : 0);
    },
    of: (place) => (((flags[place] ?? 0) & covered) === 0 ? undefined : load(place)),
  };
};
