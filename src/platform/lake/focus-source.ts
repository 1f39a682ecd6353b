import { AppError } from '../../shared/errors.ts';
import { parseInstantText } from '../../shared/instant-text.ts';
import { formatInstant } from '../../shared/time.ts';
import type { DuckDbSession } from './duckdb.ts';
import { type ExactGroup, sumExactly } from './exact-groups.ts';
import { isWideDecimal, wideDecimalError } from './parquet-table.ts';
import { errorAt } from './source-error.ts';
import { findColumn, rowNumber, type SourceColumn, type SourceTable } from './source-table.ts';
import { quoteText } from './sql-text.ts';

const costNames = ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'] as const;
type CostName = (typeof costNames)[number];

/** The costs of the rows of a file that share provider, currency, service category and billing period. */
interface FocusGroup {
  readonly provider: string | null;
  readonly currency: string | null;
  readonly serviceCategory: string | null;
  /** ISO 8601 in UTC. */
  readonly billingPeriodStart: string | null;
  readonly rows: number;
  /** Exact decimals without exponent. */
  readonly costs: Readonly<Record<CostName, string>>;
}

/** Rows without one of the costs. */
interface MissingCost {
  readonly column: CostName;
  readonly rows: number;
  /** The first such row, from 1 below the header. */
  readonly firstRow: number;
}

export interface FocusGroups {
  readonly groups: readonly FocusGroup[];
  readonly missing: readonly MissingCost[];
}

interface FocusSource {
  readonly session: DuckDbSession;
  readonly table: SourceTable;
  readonly signal?: AbortSignal | undefined;
}

type Wanted = 'decimal' | 'instant' | 'text';

const parquetTypes: Record<Wanted, { readonly types: RegExp; readonly expected: string }> = {
  decimal: {
    types: /^(DECIMAL\(.*|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DOUBLE|FLOAT|VARCHAR|"NULL")$/,
    expected: 'a number',
  },
  instant: { types: /^(TIMESTAMP.*|DATE|VARCHAR|"NULL")$/, expected: 'a timestamp' },
  text: { types: /^(?!.*\[\]$)(?!(STRUCT|MAP|LIST|BLOB|UNION)\b).*$/, expected: 'a text' },
};

const checkType = (table: SourceTable, column: SourceColumn, wanted: Wanted): void => {
  if (isWideDecimal(column)) throw wideDecimalError(table.file, column);
  const { types, expected } = parquetTypes[wanted];
  if (column.parquetType === undefined || types.test(column.parquetType)) return;
  throw errorAt(
    table.file,
    { row: 0, column: column.name },
    `found the type ${column.parquetType}; expected ${expected}`,
    'Export the column as FOCUS defines it.',
  );
};

const missingColumns = (table: SourceTable, names: readonly string[]): AppError =>
  new AppError('invalid_input', {
    detail: `${table.file.label}, header: missing ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}; expected a FOCUS 1.0 to 1.3 cost and usage export.`,
    fix: 'Export the data in FOCUS format, with all mandatory columns.',
    meta: { file: table.file.label, row: 0, missing: names },
  });

/** The columns a summary needs; all that are missing are named at once. */
const resolveColumns = (table: SourceTable) => {
  const missing: string[] = [];
  const need = (name: string, wanted: Wanted): SourceColumn => {
    const found = findColumn(table, name);
    if (found === undefined) missing.push(name);
    else checkType(table, found, wanted);
    return found ?? { name, value: 'NULL', text: 'NULL', parquetType: undefined };
  };
  // 1.3 deprecates ProviderName in favour of ServiceProviderName and may leave it out or empty.
  const providers = ['ProviderName', 'ServiceProviderName'].flatMap((name) => findColumn(table, name) ?? []);
  if (providers.length === 0) missing.push('ProviderName (or ServiceProviderName)');
  for (const provider of providers) checkType(table, provider, 'text');
  const columns = {
    provider: `coalesce(${[...providers.map(({ text }) => text), 'NULL'].join(', ')})`,
    currency: need('BillingCurrency', 'text').text,
    serviceCategory: need('ServiceCategory', 'text').text,
    period: need('BillingPeriodStart', 'instant'),
    costs: costNames.map((name) => need(name, 'decimal')),
  };
  if (missing.length > 0) throw missingColumns(table, missing);
  return columns;
};

/** The first row for which a condition over `text` holds, and its text; row 0 when there is none. */
const firstWhere = async (
  source: FocusSource,
  column: SourceColumn,
  condition: string,
): Promise<{ readonly row: number; readonly text: string }> => {
  const [found] = await source.session.all(
    `SELECT row, text FROM (SELECT ${rowNumber} AS row, ${column.text} AS text FROM ${source.table.from})
     WHERE ${condition} LIMIT 1`,
    { signal: source.signal },
  );
  return { row: Number(found?.row ?? 0), text: String(found?.text ?? '') };
};

/** Texts of instants as ISO 8601. Few are distinct, so they are read here and not in DuckDB, which guesses. */
const readInstants = async (
  source: FocusSource,
  column: SourceColumn,
  texts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> => {
  const instants = new Map<string, string>();
  const unreadable: string[] = [];
  for (const text of texts) {
    const at = parseInstantText(text);
    if (at === undefined) unreadable.push(text);
    else instants.set(text, formatInstant(at));
  }
  if (unreadable.length === 0) return instants;
  const { row, text } = await firstWhere(source, column, `text IN (${unreadable.map(quoteText).join(', ')})`);
  throw errorAt(
    source.table.file,
    { row, column: column.name },
    `found ${JSON.stringify(text.slice(0, 100))}; expected an instant such as 2026-01-31T00:00:00Z`,
    'Correct the value, or export the file again.',
  );
};

const toGroup = (group: ExactGroup, instants: ReadonlyMap<string, string>): FocusGroup => {
  const [provider = null, currency = null, serviceCategory = null, period = null] = group.keys;
  const cost = (index: number): string => group.sums[index]?.value() ?? '0';
  return {
    provider,
    currency,
    serviceCategory,
    billingPeriodStart: period === null ? null : (instants.get(period) ?? null),
    rows: group.rows,
    costs: { BilledCost: cost(0), EffectiveCost: cost(1), ListCost: cost(2), ContractedCost: cost(3) },
  };
};

/**
 * Sums the four costs of a FOCUS file, exactly, by provider, currency, service category and billing period.
 * Empty values and unquoted `NULL` add nothing and are counted; as a key they are null.
 *
 * @throws AppError `invalid_input` when columns are missing or of another type (all are named), and for the
 * first cost or period that cannot be read (file, row, column, value)
 */
export const readFocusGroups = async (source: FocusSource): Promise<FocusGroups> => {
  const { provider, currency, serviceCategory, period, costs } = resolveColumns(source.table);
  const summed = await sumExactly({
    ...source,
    keys: [provider, currency, serviceCategory, period.text],
    amounts: costs,
  });
  const texts = new Set(summed.flatMap(({ keys }) => keys[3] ?? []));
  const instants = await readInstants(source, period, texts);
  const missing: MissingCost[] = [];
  for (const [index, column] of costNames.entries()) {
    const rows = summed.reduce((total, group) => total + (group.missing[index] ?? 0), 0);
    const cost = costs[index];
    if (rows === 0 || cost === undefined) continue;
    const first = await firstWhere(source, cost, 'text IS NULL');
    missing.push({ column, rows, firstRow: first.row });
  }
  return { groups: summed.map((group) => toGroup(group, instants)), missing };
};
