import { sql } from 'kysely';
import type { Catalogue } from '../../../engines/licences/catalogue/catalogue.ts';
import type { Tx } from '../../../platform/postgres/database.ts';
import { notFound } from '../../../shared/errors.ts';
import type { LicenceUserDetail } from '../../../shared/licences/contract.ts';
import { type UserDetails, userDetailsSchema, withIdleDays } from '../user-details.ts';
import { presentFinding, readFindings } from './findings.ts';
import { listSkus, type SkuRow } from './skus.ts';
import { presentUser, skuKeyOf, type UserRow, userColumns, userSavings } from './users.ts';

interface DetailRow extends UserRow {
  readonly leavesOn: string | null;
  readonly isOnPremises: boolean | null;
  readonly details: unknown;
  readonly syncedAt: Date | null;
  /** The day of the facts. */
  readonly asOf: string | null;
}

const readRow = async (tx: Tx, connectionId: string, userId: string): Promise<DetailRow> => {
  const { rows } = await sql<DetailRow>`
    select ${userColumns}, u.leaves_on::text as leaves_on, u.is_on_premises, u.details, s.sums, s.findings,
      (select max(y.finished_at) from sync y where y.connection_id = u.connection_id and y.state = 'complete') as synced_at,
      (select j.as_of::text from licence_judgement j where j.connection_id = u.connection_id) as as_of
    from licence_user u ${userSavings}
    where u.connection_id = ${connectionId} and u.user_id = ${userId.toLowerCase()}`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('user');
  return row;
};

type Licence = UserDetails['licences'][number];

const plansOf = (catalogue: Catalogue, { skuId, disabledPlans }: Licence) => {
  const disabled = new Set(disabledPlans);
  const known = catalogue.byId(skuId)?.plans ?? [];
  const plans = known
    .filter(({ isUserFacing, id }) => isUserFacing || disabled.has(id))
    .map(({ id, name }) => ({ name, label: name, disabled: disabled.has(id) }));
  // A plan that the catalogue does not know is shown by its id rather than dropped.
  const unlisted = disabledPlans.filter((id) => !known.some((plan) => plan.id === id));
  return [...plans, ...unlisted.map((id) => ({ name: id, label: id, disabled: true }))]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, 500);
};

const presentLicence = (catalogue: Catalogue, licence: Licence, sku: SkuRow | undefined) => ({
  skuId: licence.skuId,
  skuPartNumber: sku?.partNumber ?? licence.skuId,
  name: sku?.name ?? licence.skuId,
  unitPrice: sku?.unitPrice ?? null,
  currency: sku?.currency ?? null,
  priceSource: sku?.priceSource ?? ('unpriced' as const),
  isHeld: licence.isHeld,
  ways: licence.ways,
  plans: plansOf(catalogue, licence),
});

const everyFinding = {
  state: ['new', 'open', 'reopened', 'snoozed', 'dismissed', 'planned', 'done'] as const,
  superseded: 'true',
} as const;

/**
 * One user of a tenant: what it holds and how that came, uses of each workload, findings.
 *
 * @throws AppError not_found, also for another organisation's
 */
export const readUser = async (
  tx: Tx,
  catalogue: Catalogue,
  { connectionId, userId }: { readonly connectionId: string; readonly userId: string },
): Promise<LicenceUserDetail> => {
  const row = await readRow(tx, connectionId, userId);
  const details = userDetailsSchema.parse(row.details);
  const skus = new Map((await listSkus(tx, { connectionId })).map((sku) => [sku.skuId, sku]));
  const names = new Map([...skus.values()].map((sku) => [skuKeyOf(connectionId, sku.skuId), sku]));
  const findings = await readFindings(
    tx,
    { connectionId, subjectId: row.userId, ...everyFinding, state: [...everyFinding.state] },
    { sort: 'saving', direction: 'descending' },
    { from: 0, limit: 200 },
  );
  return {
    user: presentUser(row, names),
    syncedAt: (row.syncedAt ?? new Date(0)).toISOString(),
    leavesOn: row.leavesOn,
    isOnPremises: row.isOnPremises,
    evidence: withIdleDays(details.evidence, row),
    licences: details.licences.map((licence) => presentLicence(catalogue, licence, skus.get(licence.skuId))),
    workloads: details.workloads,
    findings: findings.map(presentFinding),
  };
};
