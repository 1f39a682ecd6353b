import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AppError } from '../../shared/errors.ts';
import { damaged, type NextEntry } from './archive-reader.ts';
import {
  type CatalogueTable,
  columnList,
  type ForeignKey,
  qualified,
  readForeignKeys,
  readTables,
  readTriggers,
  type Trigger,
} from './catalogue.ts';
import { type BackupManifest, type BackupTable, partName } from './format.ts';
import { backedUpSchemas } from './owner-session.ts';

/**
 * Fills the tables from the archive, in the caller's transaction. Foreign keys are dropped and made again,
 * which checks every row of them, because no order of tables suits cycles; triggers rest meanwhile, because
 * rows come back as they were. Both need no more than ownership, unlike `session_replication_role`.
 */
export const loadTables = async (
  client: pg.Client,
  manifest: BackupManifest,
  next: NextEntry,
  { file }: { readonly file: string },
): Promise<void> => {
  const present = await readTables(client, backedUpSchemas);
  compareTables(manifest, present);
  const foreignKeys = await readForeignKeys(client, backedUpSchemas);
  const triggers = await readTriggers(client, backedUpSchemas);
  await setAside(client, foreignKeys, triggers);
  // Migrations put first rows into some tables; the backup has them as they became.
  const names = present.map((table) => qualified(client, table)).join(', ');
  if (present.length > 0) await client.query(`truncate ${names}`);
  for (const table of manifest.tables) await loadTable(client, table, next, file);
  await bringBack(client, foreignKeys, triggers);
  for (const { schema, name, lastValue } of manifest.sequences) {
    const sequence = qualified(client, { schema, name });
    if (lastValue !== null)
      await client.query('select setval($1::regclass, $2::bigint)', [sequence, lastValue]);
  }
};

const compareTables = (manifest: BackupManifest, present: readonly CatalogueTable[]): void => {
  const keyOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;
  const there = new Map(present.map((table) => [keyOf(table), new Set(table.columns)]));
  const differences = manifest.tables.flatMap((table) => {
    const columns = there.get(keyOf(table));
    if (columns === undefined) return [`table ${keyOf(table)}`];
    return table.columns
      .filter((column) => !columns.has(column))
      .map((column) => `${keyOf(table)}.${column}`);
  });
  if (differences.length === 0) return;
  throw new AppError('unprocessable', {
    detail: `The backup has what this program's schema does not: ${differences.slice(0, 5).join(', ')}.`,
    fix: `Restore it with release ${manifest.header.program}, then start this release on the result.`,
    meta: { differences: differences.slice(0, 50) },
  });
};

const setAside = async (
  client: pg.Client,
  foreignKeys: readonly ForeignKey[],
  triggers: readonly Trigger[],
): Promise<void> => {
  for (const { tableName, name } of foreignKeys) {
    await client.query(`alter table ${tableName} drop constraint ${name}`);
  }
  for (const { tableName, name } of triggers)
    await client.query(`alter table ${tableName} disable trigger ${name}`);
};

const bringBack = async (
  client: pg.Client,
  foreignKeys: readonly ForeignKey[],
  triggers: readonly Trigger[],
): Promise<void> => {
  for (const { tableName, name, definition } of foreignKeys) {
    await client.query(`alter table ${tableName} add constraint ${name} ${definition}`);
  }
  for (const { tableName, name, enable } of triggers) {
    await client.query(`alter table ${tableName} ${enable} ${name}`);
  }
};

const loadTable = async (
  client: pg.Client,
  table: BackupTable,
  next: NextEntry,
  file: string,
): Promise<void> => {
  async function* parts(): AsyncGenerator<Buffer> {
    for (let part = 1; part <= table.parts; part += 1) {
      const entry = await next();
      if (entry?.name !== partName(table, part)) throw damaged(file, 'it changed while it was read');
      yield* entry.content;
    }
  }
  const copy = client.query(
    copyFrom(`copy ${qualified(client, table)} (${columnList(client, table.columns)}) from stdin`),
  );
  await pipeline(Readable.from(parts()), createGunzip(), copy);
  if (copy.rowCount !== table.rows) {
    throw damaged(
      file,
      `${table.schema}.${table.name} has ${copy.rowCount} rows, ${table.rows} were recorded`,
    );
  }
};
