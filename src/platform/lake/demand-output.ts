import { places } from './amount-sql.ts';
import type { DemandReading } from './demand-kinds.ts';
import { quoteText } from './sql-text.ts';

export type DemandFormat = 'csv' | 'csv.gz' | 'parquet';

const one = `1${'0'.repeat(places)}::HUGEINT`;
const digits = (value: string): string => `lpad((${value})::VARCHAR, ${places}, '0')`;

/** A quantity as text, without trailing zeros: `0.34`, `12`. */
const quantitySql =
  `concat((d // ${one})::VARCHAR, CASE WHEN d % ${one} = 0 AND l = 0 THEN '' ` +
  `ELSE concat('.', rtrim(concat(${digits(`d % ${one}`)}, CASE WHEN l = 0 THEN '' ELSE ${digits('l')} END), '0')) END)`;

const options: Readonly<Record<DemandFormat, string>> = {
  csv: "FORMAT csv, HEADER true, DELIMITER ','",
  'csv.gz': "FORMAT csv, HEADER true, DELIMITER ',', COMPRESSION gzip",
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/**
 * Writes the temporary table `demand` (see `makeHourly`) as `hour,series,quantity`, by hour and series. In Parquet the
 * quantity is a DECIMAL(38, 24), or a text where it has more than 24 places.
 *
 * @param names of the series, by their number
 */
export const writeDemand = async (
  path: string,
  format: DemandFormat,
  names: readonly string[],
  { session, signal }: DemandReading,
): Promise<void> => {
  await session.run(
    `CREATE TEMP TABLE names AS SELECT unnest(from_json($1::JSON, '[{"series":"INTEGER","name":"VARCHAR"}]'), recursive := true)`,
    { values: [JSON.stringify(names.map((name, series) => ({ series, name })))], signal },
  );
  const [long] = await session.all('SELECT count(*) AS n FROM demand WHERE l <> 0');
  const isDecimal = format === 'parquet' && Number(long?.n) === 0;
  const at = 'make_timestamp(hour * 3600000000)';
  const hour = format === 'parquet' ? at : `strftime(${at}, '%Y-%m-%dT%H:%M:%SZ')`;
  const quantity = isDecimal ? `(${quantitySql})::DECIMAL(38, ${places})` : quantitySql;
  await session.run(
    `COPY (SELECT ${hour} AS hour, name AS series, ${quantity} AS quantity FROM demand JOIN names USING (series)
       ORDER BY demand.hour, name) TO ${quoteText(path)} (${options[format]})`,
    { signal },
  );
};
