import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { Clock } from '../../../shared/time.ts';
import { findSync, finishSync, listSyncSources, readLandedSource } from '../../connections/feature.ts';

/** What a sync read of one source, and how well. */
export interface LandedSource {
  readonly name: string;
  readonly state: 'waiting' | 'reading' | 'complete' | 'partial' | 'missing' | 'failed';
  readonly reason: { readonly code: string; readonly detail: string } | null;
  /** Answers that were landed. */
  readonly pages: number;
}

/** A sync whose answers are landed. */
export interface LandedSync {
  readonly id: string;
  readonly connectionId: string;
  readonly state: 'reading' | 'judging' | 'complete' | 'failed' | 'cancelled';
  /** The day at which its facts are judged. */
  readonly asOf: string;
  readonly startedAt: Date;
  readonly sources: readonly LandedSource[];
}

/** Runs work in a short read transaction of the organisation. */
export type Read = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Undefined where there is no such sync in the organisation in scope. */
export const findLanded = async (tx: Tx, syncId: string): Promise<LandedSync | undefined> => {
  const sync = await findSync(tx, syncId);
  return sync && { ...sync, sources: await listSyncSources(tx, syncId) };
};

/** Ends the judging of a sync; one that has ended before stays as it is. */
export const endJudging = (
  tx: Tx,
  clock: Clock,
  syncId: string,
  outcome: 'complete' | 'failed',
): Promise<void> => finishSync(tx, { syncId, outcome, at: clock.now() });

/** What it takes to read a landed sync. */
export interface Reading {
  readonly catalogue: Catalogue;
  readonly sync: LandedSync;
  /** The answers of a source in the order in which they came, unpacked. */
  readonly pages: (source: LandedSource) => AsyncIterable<Buffer>;
  readonly onSource: (name: string) => void;
}

/** Pages were dropped while they were read: a later sync has taken this one's place. */
export class PagesGone extends Error {}

/**
 * The answers of a source in the order in which they came, unpacked.
 *
 * @throws PagesGone where there are fewer than were landed
 */
export async function* landedPages(
  read: Read,
  sync: Pick<LandedSync, 'id'>,
  source: LandedSource,
): AsyncGenerator<Buffer, void> {
  let pages = 0;
  for await (const { body } of readLandedSource(read, { syncId: sync.id, name: source.name })) {
    pages += 1;
    yield body;
  }
  if (pages < source.pages) throw new PagesGone(`${source.name}: ${pages} of ${source.pages} pages`);
}

/** Whether there are answers of a source to read. */
export const isRead = ({ state }: LandedSource): boolean => state === 'complete' || state === 'partial';

/** A usage report of one period is a source of its own: `getM365AppUserDetail.D180`. */
const reportSource = /^(?:reports\/)?(get[A-Za-z0-9]+)(?:\.D\d{1,3})?$/;

/** The report that a source holds; undefined for what is no report. */
export const reportOf = ({ name }: Pick<LandedSource, 'name'>): string | undefined =>
  reportSource.exec(name)?.[1];
