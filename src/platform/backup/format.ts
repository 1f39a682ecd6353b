import { z } from 'zod';

/** Of the layout below; a reader refuses any other. */
export const backupFormat = 1;

/** Names inside the archive. `backup.json` is the first entry; the manifest and its sum are the last two. */
export const headerName = 'backup.json';
export const manifestName = 'manifest.json';
export const manifestSumName = 'manifest.json.sha256';
export const tablePrefix = 'tables/';
export const filePrefix = 'files/';
export const secretsPrefix = 'secrets/';

const nameSchema = z.string().min(1).max(400);
const sumSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What a person wants to know of a backup before reading all of it. */
export const headerSchema = z.object({
  product: z.literal('trimtab'),
  format: z.literal(backupFormat),
  createdAt: z.iso.datetime(),
  /** The release that made it. */
  program: z.string().max(64),
  /** The server's version; any later one can read it. */
  postgres: z.string().max(64),
  /** The last migration that was applied. */
  migration: z.int().nonnegative(),
  /** The version of pg-boss's schema, which migrates itself; null where there is none. */
  queue: z.int().nullable(),
  includesKeys: z.boolean(),
});
export type BackupHeader = z.infer<typeof headerSchema>;

/** A table in the archive: its COPY text, gzipped, cut into parts that are consecutive entries. */
export const tableSchema = z.object({
  schema: nameSchema,
  name: nameSchema,
  columns: z.array(nameSchema).min(1).max(1600),
  rows: z.int().nonnegative(),
  parts: z.int().positive(),
});
export type BackupTable = z.infer<typeof tableSchema>;

export const sequenceSchema = z.object({
  schema: nameSchema,
  name: nameSchema,
  /** The last value handed out, as text (bigint); null when none was. */
  lastValue: z.string().max(20).nullable(),
});
export type BackupSequence = z.infer<typeof sequenceSchema>;

export const entrySchema = z.object({
  name: z.string().min(1).max(2000),
  sizeBytes: z.int().nonnegative(),
  sha256: sumSchema,
});
export type BackupEntry = z.infer<typeof entrySchema>;

/** What the archive holds; entries in the order they lie in it, itself and its sum left out. */
export const manifestSchema = z.object({
  header: headerSchema,
  tables: z.array(tableSchema).max(10_000),
  sequences: z.array(sequenceSchema).max(10_000),
  entries: z.array(entrySchema).max(5_000_000),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

/** The entry of a part of a table, counted from 1. */
export const partName = (table: { readonly schema: string; readonly name: string }, part: number): string =>
  `${tablePrefix}${encodeURIComponent(table.schema)}.${encodeURIComponent(table.name)}/${String(part).padStart(6, '0')}.copy.gz`;

/** The folders of the data folder whose files a backup may carry; keys have a place of their own. */
const fileFolders = ['lake', 'uploads', 'audit'];

/** Whether a path, relative to the data folder, is one that a backup may carry: inside those folders, and plain. */
export const isDataPath = (relative: string): boolean =>
  fileFolders.some((folder) => relative.startsWith(`${folder}/`)) &&
  !relative.includes('\\') &&
  !relative.includes('\0') &&
  relative.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
