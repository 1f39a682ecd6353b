import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { planFocusImport } from '../../../src/engines/focus/mapping/plan.ts';
import { type DuckDbRow, openDuckDb } from '../../../src/platform/lake/duckdb.ts';
import {
  type ImportOptions,
  type ImportResult,
  importFiles,
} from '../../../src/platform/lake/import/import-files.ts';
import { newId } from '../../../src/shared/ids.ts';
import { systemClock } from '../../../src/shared/time.ts';

/** A folder that is gone after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'trimtab-import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export interface Imported extends ImportResult<null> {
  readonly folder: string;
}

/** Imports files into a folder of their own with small means, so that spilling is exercised as well. */
export const runImport = async (
  paths: readonly string[],
  overrides: Partial<ImportOptions<null>> = {},
): Promise<Imported> => {
  const folder = overrides.organisationFolder ?? (await temporaryFolder());
  const result = await importFiles({
    files: paths.map((path) => ({ path, name: path.split('/').at(-1) ?? path })),
    organisationFolder: folder,
    planImport: planFocusImport,
    checkConformance: async () => null,
    duckDb: { memoryLimitMib: 400, threads: 2 },
    clock: systemClock,
    newId,
    log: { info: () => undefined },
    ...overrides,
  });
  return { ...result, folder };
};

/** Asks the files of an import; `lake` is the table. */
export const askLake = async (
  { folder, slices }: Pick<Imported, 'folder' | 'slices'>,
  sql: string,
): Promise<readonly DuckDbRow[]> => {
  const duckDb = await openDuckDb({
    memoryLimitMib: 200,
    threads: 1,
    tempFolder: join(folder, 'spill'),
    allowedFolders: [folder],
  });
  try {
    const files = slices.flatMap((slice) => slice.files.map(({ path }) => `'${join(folder, path)}'`));
    return await duckDb.withSession((session) =>
      session.all(`WITH lake AS (SELECT * FROM read_parquet([${files.join(', ')}])) ${sql}`),
    );
  } finally {
    duckDb.close();
  }
};

/** Writes a file into a temporary folder and gives its path. */
export const writeFixture = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
};

const base: Readonly<Record<string, string>> = {
  BilledCost: '1.5',
  EffectiveCost: '1.5',
  ListCost: '2',
  ContractedCost: '1.75',
  BillingAccountId: 'account-1',
  BillingAccountName: 'Account one',
  BillingCurrency: 'EUR',
  BillingPeriodStart: '2026-01-01T00:00:00Z',
  BillingPeriodEnd: '2026-02-01T00:00:00Z',
  ChargePeriodStart: '2026-01-05T00:00:00Z',
  ChargePeriodEnd: '2026-01-06T00:00:00Z',
  ChargeCategory: 'Usage',
  ChargeDescription: 'A charge',
  ProviderName: 'Cloud A',
  PublisherName: 'Cloud A',
  InvoiceIssuerName: 'Cloud A',
  ServiceCategory: 'Compute',
  ServiceName: 'Machines',
  Tags: '{"team":"red"}',
};

/** One field of CSV, quoted where it must be. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** CSV of FOCUS rows; each row overrides, and adds to, an ordinary one. */
export const focusCsv = (
  rows: readonly Readonly<Record<string, string>>[],
  options: { readonly without?: readonly string[] } = {},
): string => {
  const names = [...new Set([...Object.keys(base), ...rows.flatMap((row) => Object.keys(row))])].filter(
    (name) => !options.without?.includes(name),
  );
  const lines = rows.map((row) => names.map((name) => csvField(row[name] ?? base[name] ?? '')).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
};

/** A naive reader of CSV, independent of the one under test. */
export const parseCsv = (text: string): readonly Readonly<Record<string, string>>[] => {
  const records: string[][] = [];
  let fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;
  const source = text.replace(/^\uFEFF/, '');
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    if (fields.length > 1) records.push(fields);
    fields = [];
    if (pattern.lastIndex >= source.length) break;
  }
  const [header = [], ...rest] = records;
  return rest.map((record) => Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])));
};
