import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FocusColumnName } from '../../src/engines/focus/columns.ts';
import { lakeColumns } from '../../src/engines/focus/mapping/lake-schema.ts';
import { type DuckDb, openDuckDb } from '../../src/platform/lake/duckdb.ts';
import { quoteName, quotePath, quoteText } from '../../src/platform/lake/sql-text.ts';

/** A charge as a test states it: what it leaves out is null. Decimals and instants as text. */
export type TestCharge = Partial<Record<Exclude<FocusColumnName, 'Tags'>, string | null>> & {
  readonly Tags?: Readonly<Record<string, string>>;
};

/** A file in the schema of the lake, described as the manifest would. */
export interface TestChargeFile {
  readonly path: string;
  readonly rows: number;
  readonly providerName: string | null;
  readonly currencies: readonly string[];
  readonly minChargePeriodStart: Date;
  readonly maxChargePeriodStart: Date;
  readonly maxChargePeriodEnd: Date;
  readonly importedAt: Date;
}

export interface TestLake {
  readonly folder: string;
  readonly duckDb: DuckDb;
  /** Writes charges as one Parquet file, and the file as the manifest describes it. */
  write(name: string, charges: readonly TestCharge[], importedAt?: Date): Promise<TestChargeFile>;
  close(): Promise<void>;
}

const instants = (charges: readonly TestCharge[], column: 'ChargePeriodStart' | 'ChargePeriodEnd'): Date[] =>
  charges.map((charge) => new Date(`${charge[column]?.replace(' ', 'T')}Z`)).sort((a, b) => +a - +b);

const describe = (file: string, charges: readonly TestCharge[], importedAt: Date): TestChargeFile => {
  const starts = instants(charges, 'ChargePeriodStart');
  const epoch = new Date(0);
  return {
    path: file,
    rows: charges.length,
    providerName: charges[0]?.ProviderName ?? null,
    currencies: [...new Set(charges.map((charge) => charge.BillingCurrency ?? 'XXX'))],
    minChargePeriodStart: starts[0] ?? epoch,
    maxChargePeriodStart: starts.at(-1) ?? epoch,
    maxChargePeriodEnd: instants(charges, 'ChargePeriodEnd').at(-1) ?? epoch,
    importedAt,
  };
};

/** A folder of Parquet files with a DuckDB that may read it. */
export const openTestLake = async (): Promise<TestLake> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-lake-'));
  const duckDb = await openDuckDb({
    memoryLimitMib: 512,
    threads: 2,
    tempFolder: path.join(folder, 'spill'),
    allowedFolders: [folder],
  });
  const columns = lakeColumns.map(({ name, sqlType }) => `${quoteText(name)}: ${quoteText(sqlType)}`);
  const names = lakeColumns.map(({ name }) => quoteName(name)).join(', ');
  return {
    folder,
    duckDb,
    write: async (name, charges, importedAt = new Date('2099-01-01T00:00:00Z')) => {
      const source = path.join(folder, `${name}.jsonl`);
      const file = path.join(folder, `${name}.parquet`);
      await writeFile(source, charges.map((charge) => JSON.stringify(charge)).join('\n'));
      await duckDb.withSession((session) =>
        session.run(
          `copy (select ${names} from read_json(${quotePath(source)}, format = 'newline_delimited',
            columns = {${columns.join(', ')}})) to ${quoteText(file)} (format parquet, compression zstd)`,
        ),
      );
      return describe(file, charges, importedAt);
    },
    close: async () => {
      duckDb.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
