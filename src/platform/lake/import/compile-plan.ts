import { AppError } from '../../../shared/errors.ts';
import { findColumn, type SourceColumn, type SourceTable } from '../source-table.ts';
import { quoteName, quoteText } from '../sql-text.ts';
import { type ImportPlan, type RequiredColumn, type ValueKind, valueKinds } from './import-plan.ts';
import { faultReasonSql, isDecimalKind, type ParsedInput, parseSql, roundedSql } from './parse-sql.ts';

/** The SELECT statements that read one file by a plan. */
export interface CompiledPlan {
  /** The rows that are accepted, with the columns of the lake and `x_extra`. */
  readonly accepted: string;
  /** One row for each fault of a row that is not: `row_number`, `column_name`, `value`, `reason`. */
  readonly faults: string;
}

export interface CompileOptions {
  readonly table: SourceTable;
  readonly plan: ImportPlan;
  /** SQL over `table.from` for the number that errors give a row. */
  readonly rowNumber: string;
  /** Read by one thread; for files that several threads split wrongly. */
  readonly serial?: boolean;
}

/** A source column that is read: its text is `sN`, its own value `vN`, its parsed value `pN_kind`. */
interface Used {
  readonly index: number;
  readonly column: SourceColumn;
  readonly kinds: Set<ValueKind>;
}

/** The longest text of a faulty value that is reported. */
const longestShownValue = 200;

const placeholder = /\{([A-Za-z_][A-Za-z0-9_]*)(?::([a-z0-9]+))?\}/g;

const toKind = (text: string | undefined): ValueKind => {
  const kind = valueKinds.find((each) => each === (text ?? 'text'));
  if (kind === undefined) throw new AppError('internal', { detail: `There is no kind of value "${text}".` });
  return kind;
};

const nullOf: Record<ValueKind, string> = {
  text: 'NULL::VARCHAR',
  decimal24: 'NULL::DECIMAL(38, 24)',
  decimal20: 'NULL::DECIMAL(38, 20)',
  instant: 'NULL::TIMESTAMP',
  day: 'NULL::TIMESTAMP',
  tags: 'NULL::MAP(VARCHAR, VARCHAR)',
};

const inputOf = ({ index, column }: Used): ParsedInput => ({
  text: `s${index}`,
  value: `v${index}`,
  parquetType: column.parquetType,
});

const parsedName = ({ index }: Used, kind: ValueKind): string =>
  kind === 'text' ? `s${index}` : `p${index}_${kind}`;

const createRegister = (table: SourceTable) => {
  const used = new Map<string, Used>();
  const use = (name: string, kind: ValueKind): Used | undefined => {
    const column = findColumn(table, name);
    if (column === undefined) return undefined;
    const entry = used.get(column.name) ?? { index: used.size, column, kinds: new Set<ValueKind>() };
    entry.kinds.add(kind);
    used.set(column.name, entry);
    return entry;
  };
  const resolve = (expression: string): string =>
    expression.replaceAll(placeholder, (_, name: string, kindText: string | undefined) => {
      const kind = toKind(kindText);
      const found = use(name, kind);
      return found === undefined ? nullOf[kind] : parsedName(found, kind);
    });
  return { use, resolve, all: () => [...used.values()] };
};

/** Maps, structs and lists of Parquet as JSON; DuckDB's own text of them is nobody's format. */
const textOf = ({ text, value, parquetType }: SourceColumn): string =>
  parquetType !== undefined && /^(MAP|STRUCT)\(|\[\]$|^JSON$/.test(parquetType)
    ? `to_json(${value})::VARCHAR`
    : text;

const readingOf = (used: Used): string => {
  const text = `${textOf(used.column)} AS s${used.index}`;
  return used.column.parquetType === undefined ? text : `${text}, ${used.column.value} AS v${used.index}`;
};

interface Parsed {
  readonly used: Used;
  readonly kind: ValueKind;
}

const parsedOf = (used: readonly Used[]): readonly Parsed[] =>
  used.flatMap((each) =>
    [...each.kinds].filter((kind) => kind !== 'text').map((kind) => ({ used: each, kind })),
  );

/** What is kept of a value that the lake cannot hold as it was: its text, under a name that says why. */
const preserved = ({ used, kind }: Parsed): readonly string[] => {
  const entry = (prefix: string, condition: string): string =>
    `{'k': ${quoteText(`${prefix}_${used.column.name}`)}, 'v': CASE WHEN ${condition} THEN s${used.index} END}`;
  if (isDecimalKind(kind)) return [entry('x_exact', roundedSql(inputOf(used), kind))];
  return kind === 'tags'
    ? [entry('x_unparsed', `s${used.index} IS NOT NULL AND ${parsedName(used, kind)} IS NULL`)]
    : [];
};

/** `x_extra`: NULL where nothing is kept, which is most rows of most files. */
const extraSql = (kept: readonly Used[], parsed: readonly Parsed[]): string => {
  const entries = [
    ...kept.map(({ column, index }) => `{'k': ${quoteText(column.name)}, 'v': s${index}}`),
    ...parsed.flatMap(preserved),
  ];
  if (entries.length === 0) return 'NULL::MAP(VARCHAR, VARCHAR)';
  const filled = `list_filter([${entries.join(', ')}], lambda e: e.v IS NOT NULL)`;
  return `CASE WHEN len(${filled}) > 0 THEN map_from_entries(${filled}) END`;
};

const unreadable = ({ used, kind }: Parsed): string =>
  `(s${used.index} IS NOT NULL AND ${parsedName(used, kind)} IS NULL)`;

const faultEntry = (condition: string, column: string, value: string, reason: string): string =>
  `CASE WHEN ${condition} THEN {'column_name': ${quoteText(column)}, ` +
  `'value': left(${value}, ${longestShownValue}), 'reason': ${reason}} END`;

interface Demand {
  readonly name: string;
  /** SQL, true for a good value. */
  readonly holds: string;
  /** SQL for what is shown of a bad one. */
  readonly value: string;
  readonly reason: string;
}

/** What is asked of a required column; an empty value breaks the first demand only. */
const demandsOf = ({ name, maximumBytes, pattern }: RequiredColumn): readonly Demand[] => {
  const column = quoteName(name);
  const ask = (condition: string, reason: string): Demand => ({
    name,
    holds: `(${column} IS NULL OR ${condition})`,
    value: column,
    reason,
  });
  const demands = [
    { name, holds: `(${column} IS NOT NULL)`, value: `''`, reason: 'is empty, but every charge needs it' },
  ];
  if (maximumBytes !== undefined) {
    demands.push(ask(`strlen(${column}) <= ${maximumBytes}`, `is longer than ${maximumBytes} bytes`));
  }
  if (pattern !== undefined) {
    const { expression, expected } = pattern;
    demands.push(ask(`regexp_full_match(${column}, ${quoteText(expression)})`, `is not ${expected}`));
  }
  return demands;
};

/**
 * Turns a plan into SQL, in four layers so that every value is parsed once: texts, values, lake columns, rows.
 * Run it where the optimiser does not push filters down, or the last layer's filter would repeat the parsing.
 */
export const compilePlan = ({ table, plan, rowNumber, serial }: CompileOptions): CompiledPlan => {
  const register = createRegister(table);
  const columns = plan.columns.map(({ name, sqlType, expression }) => {
    const sql = expression === undefined ? 'NULL' : register.resolve(expression);
    return { name, sql: `try_cast(${sql} AS ${sqlType}) AS ${quoteName(name)}` };
  });
  const kept = plan.kept.flatMap((name) => register.use(name, 'text') ?? []);
  const used = register.all();
  const parsed = parsedOf(used);
  const strict = parsed.filter(({ kind }) => kind !== 'tags');

  const valuesFrom = (reading: readonly string[]): string => {
    const source = serial === true ? table.serialFrom : table.from;
    const values = parsed.map(
      (each) => `${parseSql(each.kind, inputOf(each.used))} AS ${parsedName(each.used, each.kind)}`,
    );
    return `SELECT ${['*', ...values].join(', ')} FROM (SELECT ${reading.join(', ')} FROM ${source})`;
  };
  const texts = used.map(readingOf);
  const readable = strict.length === 0 ? 'true' : `NOT (${strict.map(unreadable).join(' OR ')})`;
  const lake = `SELECT ${columns.map(({ sql }) => sql).join(', ')}, ${extraSql(kept, parsed)} AS x_extra, ${readable} AS readable`;
  const demands = plan.required.flatMap(demandsOf);
  const names = [...plan.columns.map(({ name }) => quoteName(name)), 'x_extra'].join(', ');

  const reasons = [
    ...strict.map((each) =>
      faultEntry(
        unreadable(each),
        each.used.column.name,
        `s${each.used.index}`,
        faultReasonSql(each.kind, `s${each.used.index}`),
      ),
    ),
    ...demands.map(({ name, holds, value, reason }) =>
      faultEntry(`readable AND NOT ${holds}`, name, value, quoteText(reason)),
    ),
  ];
  const withRow = `${lake}, * FROM (${valuesFrom([...texts, `${rowNumber} AS row_number`])})`;
  const faultLists = `SELECT row_number, list_filter([${reasons.join(', ')}], lambda f: f IS NOT NULL) AS found FROM (${withRow})`;
  return {
    accepted: `SELECT ${names} FROM (${lake} FROM (${valuesFrom(texts)})) WHERE ${['readable', ...demands.map(({ holds }) => holds)].join(' AND ')}`,
    faults: `SELECT row_number, unnest(found, recursive := true) FROM (${faultLists}) WHERE len(found) > 0`,
  };
};
