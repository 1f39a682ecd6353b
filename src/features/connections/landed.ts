import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Tx } from '../../platform/postgres/database.ts';
import { findPageAfter } from './page-repo.ts';
import { findLatestComplete, findSource } from './sync-repo.ts';

const unpack = promisify(gunzip);

/** Runs work in a read transaction of the organisation: `run.read`, `context.read`. */
export type Read = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** A sync by its id, or the latest complete one of a connection; and a source by name. */
export type LandedWhere =
  | { readonly syncId: string; readonly name: string }
  | { readonly connectionId: string; readonly name: string };

export interface LandedPage {
  /** What the vendor answered, unpacked: JSON of a Graph page, or CSV of a report. */
  readonly body: Buffer;
  readonly page: number;
  readonly items: number;
}

/**
 * What was landed of a source, page by page; nothing where it is missing. One short transaction a page, so that the
 * reader may take its time; a page in memory at a time.
 */
export async function* readLandedSource(read: Read, where: LandedWhere): AsyncGenerator<LandedPage, void> {
  const sourceId = await read(async (tx) => {
    const syncId = 'syncId' in where ? where.syncId : (await findLatestComplete(tx, where.connectionId))?.id;
    return syncId === undefined ? undefined : (await findSource(tx, syncId, where.name))?.id;
  });
  if (sourceId === undefined) return;
  let after = -1;
  for (;;) {
    const found = await findLandedPage(read, sourceId, after);
    if (!found) return;
    yield found;
    after = found.page;
  }
}

/** The landed page of a source that follows `after` (-1: the first). */
export const findLandedPage = async (
  read: Read,
  sourceId: string,
  after: number,
): Promise<LandedPage | undefined> => {
  const found = await read((tx) => findPageAfter(tx, sourceId, after));
  return found && { body: await unpack(found.body), page: found.page, items: found.items };
};
