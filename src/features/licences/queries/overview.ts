import type { Tx } from '../../../platform/postgres/database.ts';
import type { LicenceOverview } from '../../../shared/licences/contract.ts';
import { groupFindingsBy } from './finding-groups.ts';
import { sumFindings } from './findings.ts';
import { readInventory } from './inventory.ts';
import { isRunning, readRenewals } from './renewals.ts';
import { pointsOf, readSeatDays } from './seat-history.ts';
import { listTenants } from './tenants.ts';

const mostRenewals = 10;
const unfiltered = { superseded: 'false' } as const;

/** The day that many months before, at most the last of its month. */
const monthsBefore = (day: string, months: number): string => {
  const at = new Date(`${day}T00:00:00Z`);
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1));
  return first.toISOString().slice(0, 10);
};

/** The licence side of the overview, of all tenants of the organisation. */
export const readOverview = async (tx: Tx, today: string): Promise<LicenceOverview> => {
  const tenants = await listTenants(tx, {});
  const { totals } = await readInventory(tx, {});
  const rules = await groupFindingsBy(tx, unfiltered, 'rule');
  const fresh = await sumFindings(tx, { ...unfiltered, state: ['new'] });
  const renewals = await readRenewals(tx, {}, today);
  const days = await readSeatDays(tx, { from: monthsBefore(today, 23), to: today, step: 'month' });
  return {
    connections: tenants.map(({ id, name, tenantName, state, asOf, syncedAt }) => ({
      id,
      name,
      tenantName,
      state,
      asOf,
      syncedAt: syncedAt?.toISOString() ?? null,
    })),
    users: totals.users,
    licensedUsers: totals.licensedUsers,
    monthlyCost: totals.monthlyCost,
    savings: totals.savings,
    findings: totals.findings,
    newFindings: fresh.total,
    byRule: rules.map(({ key, findings, savings }) => ({
      rule: key as LicenceOverview['byRule'][number]['rule'],
      findings,
      savings,
    })),
    renewals: renewals
      .filter(isRunning)
      .flatMap(({ name, skuPartNumber, date, daysLeft, seats, spareSeats }) =>
        date === null || daysLeft === null || daysLeft < 0
          ? []
          : [{ name, skuPartNumber, date, daysLeft, seats, spareSeats }],
      )
      .slice(0, mostRenewals),
    trend: pointsOf(days).map(({ day, bought, assigned, holders, monthlyCost, savings }) => ({
      day,
      bought,
      assigned,
      active: holders.active,
      monthlyCost,
      savings,
    })),
  };
};
