import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lakeColumns } from '../../src/engines/focus/mapping/lake-schema.ts';
import { planFocusImport } from '../../src/engines/focus/mapping/plan.ts';
import { readCsvHeader } from '../../src/platform/lake/csv-header.ts';
import { openDuckDb } from '../../src/platform/lake/duckdb.ts';
import { importFiles } from '../../src/platform/lake/import/import-files.ts';
import { openSourceFile } from '../../src/platform/lake/source-file.ts';
import { quoteText } from '../../src/platform/lake/sql-text.ts';
import { systemClock } from '../../src/shared/time.ts';

/** What is measured, each in a process of its own. */
export const contenders = ['import', 'bare', 'bare-unsorted', 'bare-read'] as const;
export type Contender = (typeof contenders)[number];

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
}

/** The same limits for all of them. */
const limits = { memoryLimitMib: 512, threads: 2 };

const importOurs = async (path: string, folder: string): Promise<void> => {
  await importFiles({
    files: [{ path, name: 'bench.csv' }],
    organisationFolder: join(folder, 'lake'),
    planImport: planFocusImport,
    checkConformance: async () => null,
    duckDb: limits,
    clock: systemClock,
    newId: randomUUID,
    log: { info: () => undefined },
  });
};

/** What one would write by hand: DuckDB's own typed reader of CSV, the same types, order and Parquet. */
const bareSql = async (path: string, folder: string, contender: Contender): Promise<string> => {
  const file = await openSourceFile(path, { tempFolder: folder, stdin: process.stdin });
  const header = await readCsvHeader(file);
  const types = new Map<string, string>(lakeColumns.map(({ name, sqlType }) => [name, sqlType]));
  const typeOf = (name: string): string => (name === 'Tags' ? 'VARCHAR' : (types.get(name) ?? 'VARCHAR'));
  const columns = header.map((name) => `${quoteText(name)}: ${quoteText(typeOf(name))}`).join(', ');
  const from = `read_csv(${quoteText(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = ['', 'NULL'], buffer_size = 16777216, columns = {${columns}})`;
  if (contender === 'bare-read') {
    return `SELECT ${header.map((name) => `max(${name})`).join(', ')} FROM ${from}`;
  }
  const order =
    contender === 'bare'
      ? 'ORDER BY ProviderName, BillingAccountId, BillingPeriodStart, ChargePeriodStart::DATE, ServiceName, SubAccountId, ResourceId'
      : '';
  const tags = `from_json(Tags, '"MAP(VARCHAR,VARCHAR)"') AS Tags`;
  return `COPY (SELECT * REPLACE (${tags}) FROM ${from} ${order}) TO ${quoteText(join(folder, 'bare.parquet'))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
};

const runBare = async (path: string, folder: string, contender: Contender): Promise<void> => {
  const duckDb = await openDuckDb({
    ...limits,
    tempFolder: join(folder, 'spill'),
    allowedFolders: [folder],
    allowedFiles: [path],
  });
  const sql = await bareSql(path, folder, contender);
  await duckDb.withSession((session) => session.run(sql));
  duckDb.close();
};

/** Does the work once in this process and says what it took; memory is the process's highest resident set. */
export const measure = async (contender: Contender, path: string, folder: string): Promise<Measured> => {
  await mkdir(folder, { recursive: true });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  if (contender === 'import') await importOurs(path, folder);
  else await runBare(path, folder, contender);
  const cpu = process.cpuUsage(before);
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMib: process.resourceUsage().maxRSS / 1024,
  };
};
