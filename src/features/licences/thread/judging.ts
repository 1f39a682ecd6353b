import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { SkuDescription } from '../../../engines/licences/summary/describe-skus.ts';
import {
  describeTenant,
  type TenantDescription,
  type TenantDescriptionInput,
} from '../../../engines/licences/summary/describe-tenant.ts';
import type { NewId } from '../../../shared/ids.ts';
import { basisOf } from '../judge/basis.ts';
import { type FindingBatch, type KnownFinding, moveFindings } from '../judge/finding-rows.ts';
import type { LandedSync } from '../judge/landed.ts';
import { presentFindings } from '../judge/present-findings.ts';
import type { ReadTenant } from '../judge/read-tenant.ts';
import { silentRules } from '../judge/silent-rules.ts';
import { changedUsers, type KnownUsers } from '../judge/user-rows.ts';
import { workloadRecords } from '../judge/write-days.ts';
import { skuRecords, subscriptionRecords } from '../judge/write-skus.ts';
import { packTexts } from '../pack-rows.ts';
import type { LicenceCalls, UserBatch } from './calls.ts';

/** A tenant as it was read, and the sync that landed it. */
export interface Facts {
  readonly sync: LandedSync;
  readonly read: ReadTenant;
}

export interface JudgingOptions {
  readonly catalogue: Catalogue;
  readonly newId: NewId;
  readonly facts: () => Promise<Facts>;
}

/** The currency that most of a tenant's prices are in, seat by seat; of equals the first by name. */
const mainCurrency = (skus: readonly SkuDescription[]): string | null => {
  const seats = new Map<string, number>();
  for (const { price, standing, assigned } of skus) {
    if (price && standing === 'paid') {
      seats.set(price.currency, (seats.get(price.currency) ?? 0) + assigned + 1);
    }
  }
  const [first] = [...seats].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? null;
};

const describe = (input: TenantDescriptionInput): TenantDescription => {
  const steps = describeTenant(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

function* userBatches(changed: Iterable<string>, known: KnownUsers): Generator<UserBatch> {
  for (const batch of packTexts(changed)) yield { what: 'changed', ...batch };
  // Only now: who is left was not seen.
  const gone = [...known.keys()].map((id) => JSON.stringify(id));
  for (const batch of packTexts(gone)) yield { what: 'gone', ...batch };
}

const nextOf = <T>(batches: Iterator<T, unknown> | undefined): T | null => {
  const next = batches?.next();
  return next === undefined || next.done === true ? null : next.value;
};

/** Judges what was read, and makes the rows that are to be written. */
export const createJudging = ({
  catalogue,
  newId,
  facts,
}: JudgingOptions): Pick<
  { [K in keyof LicenceCalls]: (value: Parameters<LicenceCalls[K]>[0]) => unknown },
  'judge' | 'users' | 'findings' | 'nextUsers' | 'nextFindings'
> => {
  let described: TenantDescription | undefined;
  let users: Iterator<UserBatch> | undefined;
  let findings: Iterator<FindingBatch> | undefined;
  const judged = (): TenantDescription => {
    if (described) return described;
    throw new Error('nothing was judged');
  };
  const judge = async ({ owner, basis }: Parameters<LicenceCalls['judge']>[0]) => {
    const { sync, read } = await facts();
    const { tenant, reports, usage } = read;
    const { prices, policy } = basisOf(basis);
    described = describe({ asOf: sync.asOf, tenant, reports, usage, catalogue, prices, policy });
    const { result, skus, workloads } = described;
    return {
      users: described.users.length,
      findings: result.findings.length,
      superseded: result.findings.filter(({ supersededBy }) => supersededBy !== null).length,
      problems: result.problems,
      skus: skuRecords(owner, skus, newId),
      subscriptions: subscriptionRecords(owner, tenant.subscriptions, newId),
      workloads: workloadRecords(owner, sync.asOf, workloads, sync.sources),
    };
  };
  return {
    judge,
    users: async ({ owner, known }) => {
      const { read } = await facts();
      const before: KnownUsers = new Map(JSON.parse(known) as [string, string | null][]);
      const currency = mainCurrency(judged().skus);
      const of = { ...owner, described: judged(), profiles: read.profiles, currency, newId };
      users = userBatches(changedUsers(of, before), before);
    },
    findings: async ({ judging, known }) => {
      const { sync, read } = await facts();
      const { result } = judged();
      const found = presentFindings(judged(), read.profiles, catalogue);
      const given = { found, silentRules: silentRules(sync.sources, result), newId };
      const { moves, batches } = moveFindings(judging, given, JSON.parse(known) as KnownFinding[]);
      findings = batches();
      return moves;
    },
    nextUsers: () => nextOf(users),
    nextFindings: () => nextOf(findings),
  };
};
