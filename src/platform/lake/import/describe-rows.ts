import type { DuckDbSession } from '../duckdb.ts';
import { quotePath, quoteText } from '../sql-text.ts';
import { lakeRelation } from './sorted-runs.ts';

/** What was noticed about the values of imported rows, without rejecting them. */
export interface ValueNotice {
  /**
   * `rounded`: the number has more places than the lake keeps; its text is in `x_extra` as `x_exact_COLUMN`.
   * `unparsed`: the text is no JSON object, so there are no tags; it is in `x_extra` as `x_unparsed_COLUMN`.
   */
  readonly kind: 'rounded' | 'unparsed';
  /** The column of the source. */
  readonly column: string;
  readonly rows: number;
  /** One of the values. */
  readonly example: string;
}

export interface RowDescription {
  /** Columns of the lake that have a value in at least one row. */
  readonly columnsPresent: readonly string[];
  /** Keys of Tags, the most frequent first. */
  readonly tagKeys: readonly string[];
  readonly notices: readonly ValueNotice[];
}

interface DescribeOptions {
  readonly session: DuckDbSession;
  /** The files with the rows of the import. */
  readonly paths: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** More tag keys than this are a mistake in the source, not a scheme to group by. */
const mostTagKeys = 5000;
/** A longer key is nothing to group by either. */
const longestTagKeyBytes = 300;

const presentSql = (paths: readonly string[]): string => `
  SELECT split_part(path_in_schema, ', ', 1) AS name
  FROM parquet_metadata([${paths.map(quotePath).join(', ')}])
  GROUP BY name HAVING sum(num_values) > coalesce(sum(stats_null_count), 0) ORDER BY min(column_id)`;

/** Rows have few different sets of keys: they are counted as sets first, which keeps this fast. */
const keysSql = (relation: string, column: string, condition = 'true'): string => `
  SELECT key, sum(n) AS row_count
  FROM (SELECT unnest(keys) AS key, n FROM (
    SELECT map_keys(${column}) AS keys, count(*) AS n FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY ALL))
  WHERE ${condition} GROUP BY key ORDER BY row_count DESC, key LIMIT ${mostTagKeys}`;

const prefixes = { x_exact_: 'rounded', x_unparsed_: 'unparsed' } as const;

const exampleOf = async ({ session, paths, signal }: DescribeOptions, key: string): Promise<string> => {
  const value = `x_extra[${quoteText(key)}]`;
  const [row] = await session.all(`SELECT min(left(${value}, 200)) AS example FROM ${lakeRelation(paths)}`, {
    signal,
  });
  return String(row?.example ?? '');
};

/** What `compilePlan` has kept because the lake could not hold it as it was. */
const findNotices = async (options: DescribeOptions): Promise<readonly ValueNotice[]> => {
  const { session, paths, signal } = options;
  const wanted = Object.keys(prefixes).map((prefix) => `starts_with(key, ${quoteText(prefix)})`);
  const sql = keysSql(lakeRelation(paths), 'x_extra', wanted.join(' OR '));
  const kept = await session.all(sql, { signal });
  const notices: ValueNotice[] = [];
  for (const { key, row_count: rows } of kept) {
    const name = String(key);
    for (const [prefix, kind] of Object.entries(prefixes)) {
      if (!name.startsWith(prefix)) continue;
      const example = await exampleOf(options, name);
      notices.push({ kind, column: name.slice(prefix.length), rows: Number(rows), example });
    }
  }
  return notices;
};

/** Looks at the rows of an import as a whole. */
export const describeRows = async (options: DescribeOptions): Promise<RowDescription> => {
  const { session, paths, signal } = options;
  const relation = lakeRelation(paths);
  const present = await session.all(presentSql(paths), { signal });
  const tags = await session.all(keysSql(relation, 'Tags', `strlen(key) <= ${longestTagKeyBytes}`), {
    signal,
  });
  const extra = present.some((row) => row.name === 'x_extra');
  return {
    columnsPresent: present.map((row) => String(row.name)),
    tagKeys: tags.map((row) => String(row.key)),
    notices: extra ? await findNotices(options) : [],
  };
};
