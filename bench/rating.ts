/**
 * Rating beside a bare DuckDB join over the same usage, in the same run; both totals have to be the same to the last
 * digit. A million records, or as many as are asked for:
 *
 *   node bench/rating.ts [--records 10000000]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Contender, contenders, type Measured, measure } from './rating/measure.ts';
import { ratesSql, usageSql } from './rating/usage.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    measure: { type: 'string' },
    folder: { type: 'string' },
  },
});

const records = Number(values.records);

const writeData = async (folder: string): Promise<void> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${usageSql(records)}) TO '${folder}/usage.parquet' (FORMAT parquet)`);
  await connection.run(`COPY (${ratesSql()}) TO '${folder}/rates.parquet' (FORMAT parquet)`);
  connection.closeSync();
};

const measureInChild = async (contender: Contender, folder: string): Promise<Measured> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    import.meta.filename,
    ...['--measure', contender, '--folder', folder, '--records', String(records)],
  ]);
  return JSON.parse(stdout) as Measured;
};

const show = (contender: Contender, { seconds, cpuSeconds, peakMib, total }: Measured): void => {
  const perRecord = ((cpuSeconds / records) * 1e6).toFixed(2);
  console.log(
    `${contender.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s  ${cpuSeconds.toFixed(1).padStart(6)} CPU s  ${perRecord.padStart(6)} µs a record  ${peakMib.toFixed(0).padStart(5)} MiB peak  ${total ?? ''}`,
  );
};

const compare = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-'));
  try {
    await writeData(folder);
    console.log(
      `${records} records; ${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${loadavg()[0]?.toFixed(1)}`,
    );
    const results = {} as Record<Contender, Measured>;
    for (const contender of contenders) {
      results[contender] = await measureInChild(contender, folder);
      show(contender, results[contender]);
    }
    const own = results.rate.cpuSeconds - results.make.cpuSeconds;
    const ratio = (floor: Measured): string => (own / floor.cpuSeconds).toFixed(2);
    console.log(
      `rating without making the records: ${own.toFixed(1)} CPU s, ${ratio(results['duckdb-deduplicated'])} × DuckDB's deduplicated join, ${ratio(results.duckdb)} × its join alone`,
    );
    const isSame = results.rate.total === results['duckdb-deduplicated'].total;
    console.log(
      `totals ${isSame ? 'are the same' : 'DIFFER'}; ${results.rate.duplicates} records were reported twice; load ${loadavg()[0]?.toFixed(1)}`,
    );
    if (!isSame) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const contender = contenders.find((each) => each === values.measure);
if (contender !== undefined && values.folder !== undefined) {
  console.log(JSON.stringify(await measure(contender, records, values.folder)));
} else {
  await compare();
}
