import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RunContext } from '../../platform/jobs/worker.ts';
import { AppError } from '../../shared/errors.ts';
import { storableText } from '../../shared/storable-text.ts';
import type { ConnectionRow } from './connection-repo.ts';
import type { MicrosoftDependencies, MicrosoftSession } from './microsoft-session.ts';
import { deletePagesOf, insertPage } from './page-repo.ts';
import type { PlannedSource } from './sync-plan.ts';
import { countTraffic, type SourceRow, updateSource } from './sync-repo.ts';

const pack = promisify(gzip);
/** Answers are JSON and CSV with much repetition: the lower levels pack nearly as well in a third of the time. */
const packingLevel = 2;

export interface SyncSubject {
  readonly connectionId: string;
  readonly syncId: string;
}

/** A source while it is read; its row in the table says the same after every page. */
export interface OpenSource {
  readonly planned: PlannedSource;
  readonly id: string;
  state: SourceRow['state'];
  pages: number;
  items: number;
  nextLink: string | null;
  /** How often it began again while it was read. */
  restarts: number;
  /** Nothing more comes of it in this try, whether or not it has ended. */
  settled: boolean;
}

/** A reading of a tenant under way. */
export interface Reading {
  readonly deps: MicrosoftDependencies;
  readonly run: Pick<RunContext<SyncSubject>, 'organisationId' | 'progress' | 'read' | 'log'>;
  readonly connection: ConnectionRow;
  readonly syncId: string;
  readonly session: MicrosoftSession;
  readonly sources: readonly OpenSource[];
  /** Aborted when the run is cancelled, the program stops, or another source has failed for good. */
  readonly signal: AbortSignal;
}

export interface Landing {
  /** As the vendor sent it. */
  readonly body: Buffer;
  readonly items: number;
  readonly readAt: Date;
  /** Where to go on; null at the end. */
  readonly nextLink: string | null;
  /** The source began again: what was landed of it before counts no more. */
  readonly restarted?: boolean;
  /** How the source ends with this page. */
  readonly end?: SourceEnd;
}

export interface SourceEnd {
  readonly state: 'complete' | 'partial' | 'missing' | 'failed';
  readonly reason?: { readonly code: string; readonly detail: string } | undefined;
  readonly refreshedOn?: string | null;
  readonly concealed?: boolean;
}

export const isEnded = ({ state }: Pick<OpenSource, 'state'>): boolean =>
  state !== 'waiting' && state !== 'reading';

/** Lands a page and moves the source on, in one transaction: a crash costs the page that was under way. */
export const landPage = async (reading: Reading, source: OpenSource, landing: Landing): Promise<void> => {
  const { deps } = reading;
  const body = await pack(landing.body, { level: packingLevel });
  const page = landing.restarted ? 0 : source.pages;
  const items = (landing.restarted ? 0 : source.items) + landing.items;
  const { readAt, nextLink, end } = landing;
  await write(reading, async (tx) => {
    if (landing.restarted) await deletePagesOf(tx, source.id);
    const { organisationId } = reading.run;
    const row = { id: deps.newId(), organisationId, syncSourceId: source.id, page, body, readAt };
    await insertPage(tx, { ...row, items: landing.items });
    const state = end?.state ?? ('reading' as const);
    await updateSource(tx, source.id, {
      ...{ state, pages: page + 1, items, nextLink },
      ...(source.pages === 0 ? { startedAt: readAt } : {}),
      ...(end ? endValues(end, deps.clock.now()) : {}),
    });
  });
  const restarts = source.restarts + (landing.restarted ? 1 : 0);
  Object.assign(source, { state: end?.state ?? 'reading', pages: page + 1, items, nextLink, restarts });
  tellProgress(reading, source);
};

/** Ends a source without another page. */
export const endSource = async (reading: Reading, source: OpenSource, end: SourceEnd): Promise<void> => {
  await write(reading, (tx) =>
    updateSource(tx, source.id, { state: end.state, ...endValues(end, reading.deps.clock.now()) }),
  );
  source.state = end.state;
  tellProgress(reading, source);
};

const endValues = ({ reason, refreshedOn, concealed }: SourceEnd, at: Date) => ({
  reason: reason
    ? JSON.stringify({ code: reason.code, detail: storableText(reason.detail).slice(0, 2000) })
    : null,
  finishedAt: at,
  ...(refreshedOn === undefined ? {} : { refreshedOn }),
  ...(concealed === undefined ? {} : { concealed }),
});

/** A transaction that counts only while the sync is still to be read; it carries the counters along. */
const write = async (
  reading: Reading,
  work: (tx: Parameters<typeof updateSource>[0]) => Promise<unknown>,
): Promise<void> => {
  const { deps, run, session, syncId } = reading;
  const traffic = session.traffic.take();
  try {
    await deps.tenancy.write({ organisationId: run.organisationId }, async (tx) => {
      if (!(await countTraffic(tx, syncId, traffic)))
        throw new AppError('conflict', { detail: 'This sync was ended meanwhile.' });
      await work(tx);
    });
  } catch (error) {
    session.traffic.putBack(traffic);
    throw error;
  }
};

const labels: Readonly<Record<string, string>> = {
  organization: 'Organisation',
  users: 'Users',
  subscribedSkus: 'Licences',
  subscriptions: 'Subscriptions',
  groups: 'Groups',
  reportSettings: 'Report settings',
  mailboxSettings: 'Mailboxes',
};
const numbers = new Intl.NumberFormat('en');

const tellProgress = ({ run, sources }: Reading, { planned, items }: OpenSource): void => {
  const ended = sources.filter(isEnded).length;
  const label = labels[planned.name] ?? planned.name;
  run.progress(ended / (sources.length + 1), `${label}: ${numbers.format(items)} read`);
};
