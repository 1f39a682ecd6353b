import type { Problem } from '../../shared/errors.ts';
import type { RunState } from '../../shared/runs/contract.ts';
import { storableJson, storableText } from '../../shared/storable-text.ts';
import type { Tx } from '../postgres/database.ts';

export interface RunTable {
  id: string;
  organisationId: string;
  kind: string;
  subject: Record<string, unknown>;
  state: RunState;
  /** `numeric` arrives as text. */
  progress: string;
  message: string;
  result: Record<string, unknown> | null;
  problem: Partial<Problem> | null;
  attempt: number;
  /** The one job that may work on the run; an older job of the same run does nothing. */
  ticket: string | null;
  cancelRequestedAt: Date | null;
  createdBy: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}

interface RunLogTable {
  organisationId: string;
  runId: string;
  at: Date;
  level: 'info' | 'warn' | 'error';
  message: string;
}

type Tables = { run: RunTable; runLog: RunLogTable & { sequence: string } };
type NewLine = RunLogTable;
const tables = (tx: Tx) => tx.withTables<Tables>();

/** One run of the organisation in scope. */
export const findRun = (tx: Tx, id: string) =>
  tables(tx).selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();

/** One run, locked for a change of its state. */
export const lockRun = (tx: Tx, id: string) =>
  tables(tx).selectFrom('run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** Records a run that waits. */
export const insertRun = (
  tx: Tx,
  run: Pick<RunTable, 'id' | 'organisationId' | 'kind' | 'subject' | 'ticket' | 'createdBy' | 'createdAt'>,
) =>
  tables(tx)
    .insertInto('run')
    .values({
      ...run,
      subject: storableJson(run.subject) as never,
      state: 'queued',
      progress: '0',
      message: '',
      result: null,
      problem: null,
      attempt: 0,
      cancelRequestedAt: null,
      startedAt: null,
      finishedAt: null,
      updatedAt: run.createdAt,
    })
    .execute();

type Change = Partial<
  Omit<RunTable, 'id' | 'organisationId' | 'kind' | 'subject' | 'createdBy' | 'createdAt'>
>;

/** Changes a run, if it is in one of these states. Returns whether it was. */
export const updateRun = async (
  tx: Tx,
  id: string,
  from: readonly RunState[],
  change: Change,
): Promise<boolean> => {
  const { result, problem, message, ...rest } = change;
  // Texts of other people's files get in here, and ending a run must never fail because of one.
  const stored = {
    ...(message === undefined ? {} : { message: storableText(message) }),
    ...(result === undefined ? {} : { result: result === null ? null : (storableJson(result) as never) }),
    ...(problem === undefined ? {} : { problem: problem === null ? null : (storableJson(problem) as never) }),
  };
  const updated = await tables(tx)
    .updateTable('run')
    .set({ ...rest, ...stored })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
};

/** Adds a line to the log of a run. */
export const insertRunLine = (tx: Tx, line: NewLine) =>
  tables(tx)
    .insertInto('runLog')
    .values({ ...line, message: storableText(line.message) } as never)
    .execute();

/** The log of a run, oldest first, the last 1,000 lines. */
export const listRunLines = async (tx: Tx, runId: string) => {
  const rows = await tables(tx)
    .selectFrom('runLog')
    .select(['at', 'level', 'message'])
    .where('runId', '=', runId)
    .orderBy('sequence', 'desc')
    .limit(1000)
    .execute();
  return rows.toReversed();
};

export interface RunFilter {
  readonly kind?: string | undefined;
  readonly state?: RunState | undefined;
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Runs of the organisation in scope, newest first. */
export const listRuns = (tx: Tx, filter: RunFilter) => {
  let query = tables(tx)
    .selectFrom('run')
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.state) query = query.where('state', '=', filter.state);
  const { before } = filter;
  if (before) {
    query = query.where((e) =>
      e.or([
        e('createdAt', '<', before.createdAt),
        e.and([e('createdAt', '=', before.createdAt), e('id', '<', before.id)]),
      ]),
    );
  }
  return query.execute();
};

/** Runs that wait or work. */
export const listLiveRuns = (tx: Tx) =>
  tables(tx)
    .selectFrom('run')
    .selectAll()
    .where('state', 'in', ['queued', 'running'])
    .orderBy('createdAt')
    .limit(200)
    .execute();
