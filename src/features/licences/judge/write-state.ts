import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { SkuDescription } from '../../../engines/licences/summary/describe-skus.ts';
import type { TenantDescription } from '../../../engines/licences/summary/describe-tenant.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import type { NewId } from '../../../shared/ids.ts';
import { lockFindings, saveJudgement } from './judgement-repo.ts';
import type { LandedSync } from './landed.ts';
import { presentFindings } from './present-findings.ts';
import type { ReadTenant } from './read-tenant.ts';
import { silentRules } from './silent-rules.ts';
import { writeSkuDay, writeWorkloadDay } from './write-days.ts';
import { type Moves, writeFindings } from './write-findings.ts';
import { writeSkus, writeSubscriptions } from './write-skus.ts';
import { writeUsers } from './write-users.ts';

/** The currency that most of a tenant's prices are in, seat by seat; of equals the first by name. */
export const mainCurrency = (skus: readonly SkuDescription[]): string | null => {
  const seats = new Map<string, number>();
  for (const { price, standing, assigned } of skus) {
    if (price && standing === 'paid') {
      seats.set(price.currency, (seats.get(price.currency) ?? 0) + assigned + 1);
    }
  }
  const [first] = [...seats].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? null;
};

export interface State {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly sync: LandedSync;
  readonly read: ReadTenant;
  readonly described: TenantDescription;
  readonly catalogue: Catalogue;
  readonly at: Date;
  readonly isNewSync: boolean;
  readonly newId: NewId;
}

/** Writes the present, the day and the findings of a tenant, all in the caller's transaction. */
export const writeState = async (tx: Tx, state: State): Promise<Moves> => {
  const { organisationId, connectionId, sync, read, described, catalogue, at, newId } = state;
  const owner = { organisationId, connectionId };
  const { skus, result } = described;
  const currency = mainCurrency(skus);
  await writeUsers(tx, { ...owner, described, profiles: read.profiles, currency, newId });
  await writeSkus(tx, owner, skus, newId);
  await writeSubscriptions(tx, owner, read.tenant.subscriptions, newId);
  await lockFindings(tx, connectionId);
  const moves = await writeFindings(
    tx,
    {
      ...owner,
      asOf: sync.asOf,
      today: at.toISOString().slice(0, 10),
      at,
      isNewSync: state.isNewSync,
      silentRules: silentRules(sync.sources, result),
      newId,
    },
    presentFindings(described, read.profiles, catalogue),
  );
  const day = { ...owner, day: sync.asOf, catalogue };
  await writeSkuDay(tx, day, skus);
  await writeWorkloadDay(tx, day, described.workloads, sync.sources);
  await saveJudgement(tx, {
    ...owner,
    syncId: sync.id,
    syncStartedAt: sync.startedAt,
    asOf: sync.asOf,
    judgedAt: at,
    users: described.users.length,
    problems: result.problems,
  });
  return moves;
};
