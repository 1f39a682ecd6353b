import { type FocusColumn, type FocusVersion, focusColumns, focusVersions } from './columns.ts';

const introducedOf: ReadonlyMap<string, FocusVersion> = new Map(
  focusColumns.map((column) => [column.name.toLowerCase(), column.introduced]),
);

/**
 * The lowest version of FOCUS that has all the FOCUS columns among these names. Columns that are not FOCUS
 * (`x_…`, strays) say nothing; a data set without any newer column is 1.0. Warehouses that fold names to one
 * case do not hide a column.
 */
export const focusVersionOf = (columnNames: Iterable<string>): FocusVersion =>
  highestVersion(Array.from(columnNames, (name) => introducedOf.get(name.toLowerCase()) ?? '1.0'));

/** The highest of several versions; 1.0 of none. */
export const highestVersion = (versions: readonly FocusVersion[]): FocusVersion =>
  focusVersions[Math.max(0, ...versions.map((version) => focusVersions.indexOf(version)))] ?? '1.0';

/** Whether a version has a column: introduced by then (deprecated columns are still part of 1.3). */
export const hasColumn = (version: FocusVersion, column: Pick<FocusColumn, 'introduced'>): boolean =>
  focusVersions.indexOf(column.introduced) <= focusVersions.indexOf(version);

/** The columns of a version, in the order of the specification. */
export const columnsOfVersion = (version: FocusVersion): readonly FocusColumn[] =>
  focusColumns.filter((column) => hasColumn(version, column));
