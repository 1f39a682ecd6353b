import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import {
  describeTenant,
  type TenantDescription,
  type TenantDescriptionInput,
} from '../../../engines/licences/summary/describe-tenant.ts';
import type { Change } from '../../../platform/http/context.ts';
import { AppError } from '../../../shared/errors.ts';
import type { NewId } from '../../../shared/ids.ts';
import type { Clock } from '../../../shared/time.ts';
import { type Basis, readBasis } from './basis.ts';
import { findJudgement, lockState, saveKept } from './judgement-repo.ts';
import { endJudging, findLanded, type LandedSync, PagesGone, type Read } from './landed.ts';
import { type ReadTenant, readTenant } from './read-tenant.ts';
import { findWeakness, type Weakness } from './weakness.ts';
import { writeState } from './write-state.ts';

export interface JudgeDependencies {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly newId: NewId;
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
  | { readonly state: 'judged'; readonly users: number; readonly findings: number }
  /** The former state stands: too little was read. */
  | { readonly state: 'kept'; readonly code: string; readonly detail: string }
  /** A later sync was judged already, or nothing is landed any more. */
  | { readonly state: 'superseded' };

interface Facts {
  readonly sync: LandedSync;
  readonly read: ReadTenant;
  readonly basis: Basis;
}

/** Shares of the work for the progress that people see. */
const readShare = 0.5;
const judgedShare = 0.7;

const refuseEnded = ({ state }: LandedSync): void => {
  if (state === 'judging' || state === 'complete') return;
  throw new AppError('conflict', {
    detail: `This sync is ${state}: nothing of it is judged.`,
    fix: 'Read the tenant again.',
  });
};

/** What was landed, with prices and policy of now; undefined where a later sync has taken its place. */
const readFacts = async (deps: JudgeDependencies, run: JudgingRun): Promise<Facts | undefined> => {
  const { read, signal } = run;
  const sync = await read((tx) => findLanded(tx, run.syncId));
  if (!sync || sync.connectionId !== run.connectionId) return undefined;
  refuseEnded(sync);
  let sources = 0;
  const onSource = (name: string): void => {
    run.onProgress((readShare * sources) / sync.sources.length, `Looking at ${name}`);
    sources += 1;
  };
  try {
    const tenant = await readTenant({ read, catalogue: deps.catalogue, sync, signal, onSource });
    return { sync, read: tenant, basis: await read(readBasis) };
  } catch (error) {
    if (error instanceof PagesGone) return undefined;
    throw error;
  }
};

/** Applies the rules in steps, and lets the server answer others between them. */
const describeInSteps = async (
  input: TenantDescriptionInput,
  signal: AbortSignal,
): Promise<TenantDescription> => {
  const steps = describeTenant(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
    signal.throwIfAborted();
  }
};

const describe = (
  { catalogue }: JudgeDependencies,
  { sync, read }: Facts,
  basis: Basis,
  signal: AbortSignal,
): Promise<TenantDescription> => {
  const { tenant, reports, usage } = read;
  const { prices, policy } = basis;
  return describeInSteps({ asOf: sync.asOf, tenant, reports, usage, catalogue, prices, policy }, signal);
};

interface Attempt extends Facts {
  readonly described: TenantDescription;
  readonly basis: Basis;
}

const keep = async (
  deps: JudgeDependencies,
  { sync, described }: Attempt,
  { code, detail }: Weakness,
  change: Change,
): Promise<Judged> => {
  const users = described.users.length;
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
): Promise<Judged | { readonly state: 'outdated'; readonly basis: Basis }> =>
  run.change(async (change) => {
    const { tx } = change;
    const { organisationId, connectionId } = run;
    const { sync, read, described } = attempt;
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
    const weakness = before && isNewSync && findWeakness(sync, described.users.length, before);
    if (weakness) return keep(deps, attempt, weakness, change);
    const basis = await readBasis(tx);
    if (basis.fingerprint !== attempt.basis.fingerprint) {
      await audited('licence.judging-repeated', { asOf: sync.asOf });
      return { state: 'outdated', basis };
    }
    const moves = await writeState(tx, {
      organisationId,
      connectionId,
      sync,
      read,
      described,
      catalogue: deps.catalogue,
      at: deps.clock.now(),
      isNewSync,
      newId: deps.newId,
    });
    await endJudging(tx, deps.clock, sync.id, 'complete');
    await deps.onJudged(change, { organisationId, connectionId });
    const users = described.users.length;
    const findings = described.result.findings.length;
    await audited('licence.judged', { asOf: sync.asOf, users, findings, moves });
    return { state: 'judged', users, findings };
  });

/** Prices that change faster than they can be judged by. */
const mostTries = 5;

/**
 * Judges what a sync landed by the organisation's prices and policy, and writes the state of the tenant in one
 * transaction: killed before its end, the former state stands. It may run again; the same facts by the same prices
 * and policy give the same state.
 *
 * @throws AppError `invalid_input` naming the source and the place where an answer is not as documented
 */
export const judgeSync = async (deps: JudgeDependencies, run: JudgingRun): Promise<Judged> => {
  const facts = await readFacts(deps, run);
  if (!facts) return { state: 'superseded' };
  let { basis } = facts;
  for (let tries = 0; tries < mostTries; tries += 1) {
    run.onProgress(readShare, 'Applying the rules');
    const described = await describe(deps, facts, basis, run.signal);
    run.onProgress(judgedShare, `Writing ${described.result.findings.length} findings`);
    const done = await write(deps, run, { ...facts, described, basis });
    if (done.state !== 'outdated') return done;
    basis = done.basis;
  }
  throw new AppError('unavailable', {
    detail: 'Prices or policy changed faster than the facts could be judged by them.',
    fix: 'Wait until the changes are in, then judge again.',
  });
};
