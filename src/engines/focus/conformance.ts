import { type FocusColumn, type FocusColumnName, type FocusVersion, focusColumns } from './columns.ts';
import { columnRules } from './conformance-columns.ts';
import { groupRules, relationRules } from './conformance-relations.ts';
import type { GroupRule, RowRule, RuleBase, RuleSeverity } from './conformance-rule.ts';
import { columnsOfVersion, hasColumn } from './version.ts';

/** A mandatory column that the data lacks. */
interface MissingColumn {
  readonly id: 'column-missing';
  readonly severity: RuleSeverity;
  readonly column: FocusColumnName;
  readonly sentence: string;
}

export interface ConformanceRules {
  readonly missingColumns: readonly MissingColumn[];
  readonly rowRules: readonly RowRule[];
  readonly groupRules: readonly GroupRule[];
}

/** Columns of 1.3 that take the place of deprecated ones. */
const replacedBy: Readonly<Partial<Record<string, FocusColumnName>>> = {
  ProviderName: 'ServiceProviderName',
  PublisherName: 'HostProviderName',
};

const isMissing = (column: FocusColumn, present: ReadonlySet<string>): boolean => {
  const replacement = replacedBy[column.name];
  return !present.has(column.name) && (replacement === undefined || !present.has(replacement));
};

const missingColumns = (version: FocusVersion, present: ReadonlySet<string>): readonly MissingColumn[] =>
  columnsOfVersion(version)
    .filter(
      (column): column is (typeof focusColumns)[number] =>
        column.level !== 'conditional' && isMissing(column, present),
    )
    .map((column) => ({
      id: 'column-missing',
      severity: column.level === 'mandatory' ? 'must' : 'should',
      column: column.name,
      sentence: `${column.label} ${column.level === 'mandatory' ? 'must' : 'should'} be in a FOCUS data set.`,
    }));

/**
 * The rules that data of a version with these columns is checked against. Requirements that only the provider
 * can answer (does it support commitment discounts?) are checked where the columns are there, and left alone
 * where they are not.
 */
export const conformanceRules = (version: FocusVersion, present: ReadonlySet<string>): ConformanceRules => {
  const applies = (rule: RuleBase): boolean =>
    hasColumn(version, { introduced: rule.since }) && rule.columns.every((name) => present.has(name));
  return {
    missingColumns: missingColumns(version, present),
    rowRules: [...focusColumns.flatMap(columnRules), ...relationRules].filter(applies),
    groupRules: groupRules.filter(applies),
  };
};
