import { focusVersionOf } from '../version.ts';
import { detectMapping } from './detect.ts';
import { extraColumn, lakeColumns, type RequiredLakeColumn, requiredLakeColumns } from './lake-schema.ts';
import { type ExportFormat, type Mapping, sourceColumnsOf } from './mapping.ts';

/** How a file with certain columns becomes rows of the lake. */
export interface FocusImportPlan {
  readonly format: ExportFormat;
  /** The version of a FOCUS file; the version that other formats are mapped to. */
  readonly focusVersion: string;
  readonly columns: readonly {
    readonly name: string;
    readonly sqlType: string;
    readonly expression: string | undefined;
  }[];
  readonly required: readonly RequiredLakeColumn[];
  readonly kept: readonly string[];
}

/** The version of FOCUS whose columns the mappings of vendors' own formats fill. */
export const mappedFocusVersion = '1.2';

const keptOf = (mapping: Mapping, columnNames: readonly string[]): readonly string[] => {
  const read = mapping.columns.flatMap(({ expression }) => sourceColumnsOf(expression));
  const gone = new Set([...read, ...mapping.dropped, extraColumn.name].map((name) => name.toLowerCase()));
  return columnNames.filter((name) => name !== '' && !gone.has(name.toLowerCase()));
};

const presence = /\{\?([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Settles `{?Name}`: whether the file has the column. */
const settlePresence = (expression: string, columnNames: readonly string[]): string => {
  const names = new Set(columnNames.map((name) => name.toLowerCase()));
  return expression.replaceAll(presence, (_, name: string) => String(names.has(name.toLowerCase())));
};

/**
 * Recognises an export by its column names and says how each column of the lake is made from it.
 *
 * @throws AppError `invalid_input` naming what was found, the nearest format and what it lacks
 */
export const planFocusImport = (columnNames: readonly string[], fileLabel: string): FocusImportPlan => {
  const mapping = detectMapping(columnNames, fileLabel);
  const expressions = new Map<string, string>(
    mapping.columns.map(({ target, expression }) => [target, settlePresence(expression, columnNames)]),
  );
  return {
    format: mapping.format,
    focusVersion: mapping.format === 'focus' ? focusVersionOf(columnNames) : mappedFocusVersion,
    columns: lakeColumns.map(({ name, sqlType }) => ({
      name,
      sqlType,
      expression: expressions.get(name),
    })),
    required: requiredLakeColumns,
    kept: keptOf(mapping, columnNames),
  };
};
