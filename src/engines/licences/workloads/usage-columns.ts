/** Columns of a usage report that are added up, found by name: their order and set vary (Microsoft Graph, reports). */
export interface UsageColumns {
  readonly isDeleted: number;
  readonly period: number;
  readonly activity: readonly number[];
  /** Counts, and flags that are counted: place and name as the report has it. */
  readonly figures: readonly { readonly at: number; readonly name: string }[];
  readonly storage: number;
  readonly quota: number;
}

/** Counts of things done or kept. Sizes, dates and names are no figures. */
const isCount = (name: string): boolean =>
  /(^| )(count|messages|in seconds)$/.test(name) || name.startsWith('prompts submitted');

/** Columns of the Microsoft 365 Apps report that say Yes or No: how many people use each app and platform. */
const isApp = (name: string): boolean =>
  /^(windows|mac|mobile|web|(outlook|word|excel|powerpoint|onenote|teams)( \((windows|mac|mobile|web)\))?)$/.test(
    name,
  );

const storageColumns = ['storage used (byte)'];
const quotaColumns = ['prohibit send/receive quota (byte)', 'storage allocated (byte)'];
/** As many as the usage page shows. */
const mostFigures = 50;
const longestName = 200;

/** Finds them; -1 or none for those that the report lacks. Case does not matter. */
export const findUsageColumns = (header: readonly string[]): UsageColumns => {
  const names = header.map((name) => name.trim().toLowerCase());
  const where = (matches: (name: string) => boolean): readonly number[] =>
    names.flatMap((name, at) => (matches(name) ? [at] : []));
  return {
    isDeleted: names.indexOf('is deleted'),
    period: names.indexOf('report period'),
    activity: where((name) => name.endsWith('last activity date')),
    figures: where((name) => isCount(name) || isApp(name))
      .slice(0, mostFigures)
      .map((at) => ({ at, name: (header[at] ?? '').trim().slice(0, longestName) })),
    storage: names.findIndex((name) => storageColumns.includes(name)),
    quota: names.findIndex((name) => quotaColumns.includes(name)),
  };
};
