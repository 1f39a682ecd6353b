import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { Change } from '../../../platform/http/context.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/time.ts';
import { resumeJudging } from '../../connections/feature.ts';
import type { JudgedFacts } from '../thread/calls.ts';
import { type LicenceThread, type LicenceThreads, withLanded } from '../thread/open-threads.ts';
import { type BasisRows, readBasis } from './basis.ts';
import { findJudgement, lockState, saveKept } from './judgement-repo.ts';
import { endJudging, findLanded, type LandedSync, PagesGone, type Read } from './landed.ts';
import { findWeakness, type Weakness } from './weakness.ts';
import { writeState } from './write-state.ts';

export interface JudgeDependencies {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Where tenants are read and judged. */
  readonly threads: LicenceThreads;
  /** Called in the transaction that wrote a new state. */
  readonly onJudged: (
    change: Change,
    judged: { organisationId: string; connectionId: string },
  ) => Promise<void>;
}

/** The doors that a job hands in. */
export interface JudgingRun {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly syncId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
  readonly read: Read;
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
}

/** How a judgement ended. */
export type Judged =
  | {
      readonly state: 'judged';
      readonly users: number;
      readonly findings: number;
      /** How many of the findings are on a seat that a stronger one counts already. */
      readonly superseded: number;
    }
  /** The former state stands: too little was read. */
  | { readonly state: 'kept'; readonly code: string; readonly detail: string }
  /** A later sync was judged already, or nothing is landed any more. */
  | { readonly state: 'superseded' };

/** Shares of the work for the progress that people see. */
const readShare = 0.5;
const judgedShare = 0.7;

/**
 * A sync whose judging failed before is taken up again, where its answers are still the latest. Returns whether they
 * are.
 *
 * @throws AppError `conflict` where it was never read to its end, or another is under way
 */
const resume = (run: JudgingRun, { id, state, asOf }: LandedSync) =>
  run.change(async ({ tx, audit }): Promise<boolean> => {
    const target = { kind: 'connection', id: run.connectionId };
    const found = await resumeJudging(tx, id);
    if (found === 'unread') {
      throw new AppError('conflict', {
        detail: `This sync is ${state}: it was not read to its end, and nothing of it is judged.`,
        fix: 'Read the tenant again.',
      });
    }
    if (found === 'busy') {
      throw new AppError('conflict', {
        detail: 'Another sync of this tenant is under way; it is judged when it has been read.',
        fix: 'Wait for it. Retry this run only if that sync fails.',
      });
    }
    const action = found === 'superseded' ? 'licence.superseded' : 'licence.judging-resumed';
    await audit({ action, target, after: { asOf } });
    return found === 'resumed';
  });

/** The sync with its answers; undefined where a later one has taken its place. */
const findFacts = async (run: JudgingRun): Promise<LandedSync | undefined> => {
  const sync = await run.read((tx) => findLanded(tx, run.syncId));
  if (!sync || sync.connectionId !== run.connectionId) return undefined;
  if (sync.state === 'judging' || sync.state === 'complete') return sync;
  return (await resume(run, sync)) ? sync : undefined;
};

interface Attempt {
  readonly sync: LandedSync;
  readonly thread: LicenceThread;
  readonly judged: JudgedFacts;
  readonly basis: BasisRows;
}

const keep = async (
  deps: JudgeDependencies,
  { sync, judged }: Attempt,
  { code, detail }: Weakness,
  change: Change,
): Promise<Judged> => {
  const { users } = judged;
  await saveKept(change.tx, sync.connectionId, { syncId: sync.id, asOf: sync.asOf, code, detail, users });
  // Not complete: the pages of the sync before stay, so that other prices can still be applied to its facts.
  await endJudging(change.tx, deps.clock, sync.id, 'failed');
  await change.audit({
    action: 'licence.kept',
    target: { kind: 'connection', id: sync.connectionId },
    after: { asOf: sync.asOf, code },
  });
  return { state: 'kept', code, detail };
};

/** Writes what was judged; the basis of today where prices or policy changed meanwhile, and nothing is written. */
const write = (
  deps: JudgeDependencies,
  run: JudgingRun,
  attempt: Attempt,
): Promise<Judged | { readonly state: 'outdated'; readonly basis: BasisRows }> =>
  run.change(async (change) => {
    const { tx } = change;
    const { organisationId, connectionId } = run;
    const { sync, thread, judged } = attempt;
    await lockState(tx, connectionId);
    const before = await findJudgement(tx, connectionId);
    const audited = (action: string, after: Record<string, unknown>) =>
      change.audit({ action, target: { kind: 'connection', id: connectionId }, after });
    if (before && before.syncStartedAt > sync.startedAt) {
      // Not complete: ending it so would drop the pages of the newer one.
      await endJudging(tx, deps.clock, sync.id, 'failed');
      await audited('licence.superseded', { asOf: sync.asOf });
      return { state: 'superseded' };
    }
    const isNewSync = before?.syncId !== sync.id;
    const weakness = before && isNewSync && findWeakness(sync, judged.users, before);
    if (weakness) return keep(deps, attempt, weakness, change);
    const basis = await readBasis(tx);
    if (basis.fingerprint !== attempt.basis.fingerprint) {
      await audited('licence.judging-repeated', { asOf: sync.asOf });
      return { state: 'outdated', basis };
    }
    const { catalogue, clock } = deps;
    const owner = { organisationId, connectionId };
    const at = clock.now();
    const moves = await writeState(tx, { owner, sync, thread, judged, catalogue, at, isNewSync });
    await endJudging(tx, clock, sync.id, 'complete');
    await deps.onJudged(change, owner);
    const { users, findings, superseded } = judged;
    await audited('licence.judged', { asOf: sync.asOf, users, findings, moves });
    return { state: 'judged', users, findings, superseded };
  });

/** Prices that change faster than they can be judged by. */
const mostTries = 5;

const judgeIn = async (
  deps: JudgeDependencies,
  run: JudgingRun,
  sync: LandedSync,
  thread: LicenceThread,
): Promise<Judged> => {
  const owner = { organisationId: run.organisationId, connectionId: run.connectionId };
  let basis = await run.read(readBasis);
  for (let tries = 0; tries < mostTries; tries += 1) {
    run.onProgress(readShare, 'Applying the rules');
    const judged = await thread.ask('judge', { owner, basis });
    run.onProgress(judgedShare, `Writing ${judged.findings} findings`);
    const done = await write(deps, run, { sync, thread, judged, basis });
    if (done.state !== 'outdated') return done;
    basis = done.basis;
  }
  throw new AppError('unavailable', {
    detail: 'Prices or policy changed faster than the facts could be judged by them.',
    fix: 'Wait until the changes are in, then judge again.',
  });
};

/**
 * Judges what a sync landed by the organisation's prices and policy, in a thread of its own, and writes the state of
 * the tenant in one transaction: killed before its end, the former state stands. It may run again; the same facts by
 * the same prices and policy give the same state.
 *
 * @throws AppError `invalid_input` naming the source and the place where an answer is not as documented, `conflict`
 *   where the sync was not read to its end or another is under way, `too_large` where the memory does not suffice
 */
export const judgeSync = async (deps: JudgeDependencies, run: JudgingRun): Promise<Judged> => {
  const { read, signal } = run;
  const sync = await findFacts(run);
  if (!sync) return { state: 'superseded' };
  let sources = 0;
  const onSource = (name: string): void => {
    run.onProgress((readShare * sources) / sync.sources.length, `Looking at ${name}`);
    sources += 1;
  };
  const work = (thread: LicenceThread): Promise<Judged> => judgeIn(deps, run, sync, thread);
  try {
    return await withLanded(deps.threads, { sync, read, signal, onSource, work });
  } catch (error) {
    if (error instanceof PagesGone) return { state: 'superseded' };
    throw error;
  }
};
