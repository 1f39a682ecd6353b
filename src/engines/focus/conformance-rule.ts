import type { FocusColumnName, FocusVersion } from './columns.ts';

/** `must` breaks the specification; `should` is likely a mistake, or makes the data harder to use. */
export type RuleSeverity = 'must' | 'should';

export interface RuleBase {
  /** Stable; shown, stored and translated by it. */
  readonly id: string;
  readonly severity: RuleSeverity;
  /** The column of the FOCUS specification in whose section the requirement stands. */
  readonly section: FocusColumnName;
  /** All must be in the data for the rule to be checked. */
  readonly columns: readonly FocusColumnName[];
  /** The first version of FOCUS that demands it. */
  readonly since: FocusVersion;
  /** What is demanded, for a person. */
  readonly sentence: string;
}

/** A requirement on each row. SQL is over the FOCUS columns in their types, money as DECIMAL. */
export interface RowRule extends RuleBase {
  /** True for a row that breaks the rule; NULL counts as kept. */
  readonly fails: string;
  /** The value to show for such a row. */
  readonly shows: string;
}

/** A requirement on all rows that share some columns. */
export interface GroupRule extends RuleBase {
  readonly groupBy: readonly FocusColumnName[];
  /** Rows that take part. */
  readonly where: string;
  /** An aggregate that is true for a group that breaks the rule. */
  readonly fails: string;
  /** An aggregate to show for such a group. */
  readonly shows: string;
}
