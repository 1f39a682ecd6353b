import type { DuckDbSession } from '../duckdb.ts';
import { quotePath } from '../sql-text.ts';
import { lakeRelation } from './stage.ts';

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
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
}

/** More tag keys than this are a mistake in the source, not a scheme to group by. */
const mostTagKeys = 5000;

const prefixes = { x_exact_: 'rounded', x_unparsed_: 'unparsed' } as const;

const presentSql = (path: string): string => `
  SELECT split_part(path_in_schema, ', ', 1) AS name
  FROM parquet_metadata(${quotePath(path)})
  GROUP BY name HAVING sum(num_values) > coalesce(sum(stats_null_count), 0) ORDER BY min(column_id)`;

/** Rows have few different sets of keys: they are counted as sets first, which keeps this fast. */
const keysSql = (relation: string, column: string): string => `
  SELECT key, sum(n) AS row_count
  FROM (SELECT unnest(keys) AS key, n FROM (
    SELECT map_keys(${column}) AS keys, count(*) AS n FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY ALL))
  GROUP BY key ORDER BY row_count DESC, key LIMIT ${mostTagKeys}`;

const noticesSql = (relation: string): string => `
  SELECT e.key AS key, count(*) AS row_count, min(left(e.value, 200)) AS example
  FROM (SELECT unnest(map_entries(x_extra)) AS e FROM ${relation} WHERE x_extra IS NOT NULL)
  WHERE starts_with(e.key, 'x_exact_') OR starts_with(e.key, 'x_unparsed_')
  GROUP BY ALL ORDER BY ALL`;

const toNotice = (key: string, rows: number, example: string): readonly ValueNotice[] => {
  const found = Object.entries(prefixes).find(([prefix]) => key.startsWith(prefix));
  if (found === undefined) return [];
  const [prefix, kind] = found;
  return [{ kind, column: key.slice(prefix.length), rows, example }];
};

/** Looks at the rows of an import as a whole. */
export const describeRows = async ({ session, path, signal }: DescribeOptions): Promise<RowDescription> => {
  const relation = lakeRelation(path);
  const present = await session.all(presentSql(path), { signal });
  const tags = await session.all(keysSql(relation, 'Tags'), { signal });
  const extra = present.some((row) => row.name === 'x_extra');
  const noticed = extra ? await session.all(noticesSql(relation), { signal }) : [];
  return {
    columnsPresent: present.map((row) => String(row.name)),
    tagKeys: tags.map((row) => String(row.key)),
    notices: noticed.flatMap((row) => toNotice(String(row.key), Number(row.row_count), String(row.example))),
  };
};
