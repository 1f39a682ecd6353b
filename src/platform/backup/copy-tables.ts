import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ArchiveWriter } from './archive-writer.ts';
import { type CatalogueTable, columnList, qualified, readTables } from './catalogue.ts';
import { type BackupTable, partName } from './format.ts';
import { backedUpSchemas } from './owner-session.ts';

/** Copies every table into the archive, in the caller's snapshot; nobody can change their shape meanwhile. */
export const copyTables = async (client: pg.Client, archive: ArchiveWriter): Promise<BackupTable[]> => {
  const tables = await readTables(client, backedUpSchemas);
  const names = tables.map((table) => qualified(client, table)).join(', ');
  if (tables.length > 0) await client.query(`lock table ${names} in access share mode`);
  const copied: BackupTable[] = [];
  for (const table of tables) copied.push(await copyTable(client, archive, table));
  return copied;
};

const partBytes = 4 * 1024 * 1024;

/** A tar entry needs its size beforehand, so the stream is cut into parts of 4 MB instead of spooled to disk. */
const copyTable = async (
  client: pg.Client,
  archive: ArchiveWriter,
  table: CatalogueTable,
): Promise<BackupTable> => {
  const columns = columnList(client, table.columns);
  const name = qualified(client, table);
  // COPY takes no partitioned table, but a query over one.
  const source = table.isPartitioned ? `(select ${columns} from ${name})` : `${name} (${columns})`;
  const copy = client.query(copyTo(`copy ${source} to stdout`));
  const gzip = createGzip();
  copy.once('error', (error) => gzip.destroy(error));
  copy.pipe(gzip);
  let [parts, heldBytes] = [0, 0];
  let held: Buffer[] = [];
  const flush = async (): Promise<void> => {
    parts += 1;
    await archive.add(partName(table, parts), Buffer.concat(held));
    [held, heldBytes] = [[], 0];
  };
  for await (const chunk of gzip as AsyncIterable<Buffer>) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    if (heldBytes >= partBytes) await flush();
  }
  if (heldBytes > 0 || parts === 0) await flush();
  return { schema: table.schema, name: table.name, columns: [...table.columns], rows: copy.rowCount, parts };
};
