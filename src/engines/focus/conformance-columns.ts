import type { FocusColumn, FocusColumnName } from './columns.ts';
import type { RowRule } from './conformance-rule.ts';

const quoteTexts = (texts: readonly string[]): string =>
  texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');

const rule = (
  column: FocusColumn<FocusColumnName>,
  own: Pick<RowRule, 'id' | 'sentence' | 'fails'> & Partial<Pick<RowRule, 'severity' | 'shows'>>,
): RowRule => ({
  severity: 'must',
  section: column.name,
  columns: [column.name],
  since: column.introduced,
  shows: column.name,
  ...own,
});

const notNull = (column: FocusColumn<FocusColumnName>): RowRule =>
  rule(column, {
    id: `not-null:${column.name}`,
    // A deprecated column is on its way out; exporters of 1.3 already leave it empty.
    severity: column.deprecated === undefined ? 'must' : 'should',
    sentence: `${column.label} must have a value.`,
    fails: `${column.name} IS NULL`,
  });

const allowedValue = (column: FocusColumn<FocusColumnName>, allowed: readonly string[]): RowRule =>
  rule(column, {
    id: `allowed-value:${column.name}`,
    sentence:
      allowed.length <= 5
        ? `${column.label} must be ${allowed.map((value) => `"${value}"`).join(' or ')}.`
        : `${column.label} must be one of the values that FOCUS lists.`,
    fails: `${column.name} NOT IN (${quoteTexts(allowed)})`,
  });

const nonNegative = (column: FocusColumn<FocusColumnName>): RowRule =>
  rule(column, {
    id: `non-negative:${column.name}`,
    sentence: `${column.label} must not be below zero; a credit lowers the quantity or the cost.`,
    fails: `${column.name} < 0`,
  });

const jsonObject = (column: FocusColumn<FocusColumnName>): RowRule =>
  rule(column, {
    id: `json-object:${column.name}`,
    sentence: `${column.label} must be a JSON object.`,
    // CASE, because json_type fails on what is no JSON at all.
    fails: `CASE WHEN json_valid(${column.name}) THEN json_type(${column.name}) <> 'OBJECT' ELSE ${column.name} IS NOT NULL END`,
  });

const currencyCode = (column: FocusColumn<FocusColumnName>): RowRule =>
  rule(column, {
    id: `currency-code:${column.name}`,
    sentence: `${column.label} must be a currency code of three capital letters (ISO 4217).`,
    fails: `NOT regexp_full_match(${column.name}, '[A-Z]{3}')`,
  });

/** The rules that follow from a column's own description: nulls, allowed values, signs and formats. */
export const columnRules = (column: FocusColumn<FocusColumnName>): readonly RowRule[] => [
  ...(column.nullable ? [] : [notNull(column)]),
  ...(column.allowed === undefined ? [] : [allowedValue(column, column.allowed)]),
  ...(column.nonNegative ? [nonNegative(column)] : []),
  ...(column.type === 'json' ? [jsonObject(column)] : []),
  // A pricing currency may be virtual (tokens, credits); the currency of an invoice is a national one.
  ...(column.name === 'BillingCurrency' ? [currencyCode(column)] : []),
];
