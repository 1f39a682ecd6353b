import type { Catalogue } from '../../engines/licences/catalogue/catalogue.ts';
import { writeCsv } from '../../platform/export/csv.ts';
import type { ExportTable } from '../../platform/export/table.ts';
import { writeXlsx } from '../../platform/export/xlsx.ts';
import type { OrganisationContext } from '../../platform/http/context.ts';
import { type Download, organisationRoute, type Route } from '../../platform/http/route.ts';
import type { LicenceUser } from '../../shared/licences/contract.ts';
import * as contract from '../../shared/licences/contract.ts';
import type { Clock } from '../../shared/time.ts';
import { readFinding } from './queries/finding-detail.ts';
import { groupFindingsBy } from './queries/finding-groups.ts';
import { presentFinding, readFindings, sumFindings } from './queries/findings.ts';
import { readInventory } from './queries/inventory.ts';
import { readOverview } from './queries/overview.ts';
import { readRenewals } from './queries/renewals.ts';
import { readPlace, savingsOf, writePlace } from './queries/scope.ts';
import { pointsOf, readSeatDays } from './queries/seat-history.ts';
import { listSkus } from './queries/skus.ts';
import { readUsage } from './queries/usage.ts';
import { readUser } from './queries/user-detail.ts';
import { countUsers, presentUser, readChoices, readUsers, skuKeyOf, type UserRow } from './queries/users.ts';
import {
  type FindingPages,
  findingsTable,
  inventoryTable,
  renewalsTable,
  usageTable,
  usersTable,
} from './read-exports.ts';
import { renewalCalendar } from './renewal-calendar.ts';

export interface ReadRoutesOptions {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Rows of an export that are read at a time. */
const batchSize = 2000;

/** Everything about licences that is only read. */
export const readRoutes = (options: ReadRoutesOptions): Route[] => [
  ...inventoryRoutes(options),
  ...userRoutes(options),
  ...findingRoutes(options),
  ...usageRoutes(options),
];

const today = (clock: Clock): string => clock.now().toISOString().slice(0, 10);

/** Data leaves the product with an export, so that it is noted although nothing changes. */
const exported = async (
  context: OrganisationContext,
  { what, format, table, clock }: { what: string; format: 'csv' | 'xlsx'; table: ExportTable; clock: Clock },
): Promise<Download> => {
  await context.change(({ audit }) => audit({ action: 'licences.exported', after: { what, format } }));
  return {
    fileName: `${what}-${today(clock)}.${format}`,
    contentType: contentTypes[format],
    body: format === 'csv' ? writeCsv(table) : writeXlsx(table),
  };
};

const inventoryRoutes = ({ clock }: ReadRoutesOptions): Route[] => [
  organisationRoute(contract.getInventory, (context, { query }) =>
    context.read((tx) => readInventory(tx, query)),
  ),

  organisationRoute(contract.exportInventory, async (context, { query }) => {
    const table = inventoryTable(await context.read((tx) => readInventory(tx, query)));
    return exported(context, { what: 'licences', format: query.format, table, clock });
  }),

  organisationRoute(contract.seatHistory, async (context, { query }) => {
    const to = query.to ?? today(clock);
    const from = query.from ?? `${Number(to.slice(0, 4)) - 2}${to.slice(4, 7)}-01`;
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    const step = days <= 92 ? 'day' : 'month';
    const { connectionId, skuId } = query;
    const rows = await context.read((tx) => readSeatDays(tx, { connectionId, skuId, from, to, step }));
    return { step, points: pointsOf(rows) } as const;
  }),

  organisationRoute(contract.listRenewals, (context, { query }) =>
    context.read(async (tx) => ({ renewals: [...(await readRenewals(tx, query, today(clock)))] })),
  ),

  organisationRoute(contract.exportRenewals, async (context, { query }) => {
    const renewals = await context.read((tx) => readRenewals(tx, query, today(clock)));
    const { format } = query;
    if (format !== 'ics') {
      return exported(context, { what: 'renewals', format, table: renewalsTable(renewals), clock });
    }
    await context.change(({ audit }) =>
      audit({ action: 'licences.exported', after: { what: 'renewals', format } }),
    );
    return {
      fileName: `renewals-${today(clock)}.ics`,
      contentType: 'text/calendar; charset=utf-8',
      body: renewalCalendar(renewals, clock.now()),
    };
  }),

  organisationRoute(contract.licenceOverview, (context) =>
    context.read((tx) => readOverview(tx, today(clock))),
  ),
];

type Reading = Pick<OrganisationContext, 'read'>;

const named = async (
  context: Reading,
  connectionId: string | undefined,
): Promise<(row: UserRow) => LicenceUser> => {
  const skus = await context.read((tx) => listSkus(tx, { connectionId }));
  const names = new Map(skus.map((sku) => [skuKeyOf(sku.connectionId, sku.skuId), sku]));
  return (row) => presentUser(row, names);
};

const userRoutes = ({ catalogue, clock }: ReadRoutesOptions): Route[] => [
  organisationRoute(contract.listLicenceUsers, async (context, { query }) => {
    const { limit, cursor, sort, direction, ...filter } = query;
    const from = readPlace(cursor);
    const present = await named(context, filter.connectionId);
    return context.read(async (tx) => {
      const rows = await readUsers(tx, filter, { sort, direction }, { from, limit: limit + 1 });
      const choices = cursor === undefined ? await readChoices(tx, filter.connectionId) : undefined;
      return {
        items: rows.slice(0, limit).map(present),
        nextCursor: rows.length > limit ? writePlace(from + limit) : null,
        total: await countUsers(tx, filter),
        choices: choices ?? { departments: [], countries: [], costCentres: [] },
      };
    });
  }),

  organisationRoute(contract.getLicenceUser, (context, { params }) =>
    context.read((tx) => readUser(tx, catalogue, params)),
  ),

  organisationRoute(contract.exportLicenceUsers, async (context, { query }) => {
    const { format, sort, direction, ...filter } = query;
    const present = await named(context, filter.connectionId);
    const pages = paged(context, (tx, place) => readUsers(tx, filter, { sort, direction }, place), present);
    return exported(context, { what: 'users', format, table: usersTable(pages), clock });
  }),
];

type Tx = Parameters<Parameters<OrganisationContext['read']>[0]>[0];

/** A list page by page, as fast as the file is written. */
const paged = async function* <R, T>(
  context: Reading,
  read: (tx: Tx, place: { from: number; limit: number }) => Promise<readonly R[]>,
  present: (row: R) => T,
): AsyncGenerator<readonly T[]> {
  for (let from = 0; ; from += batchSize) {
    const rows = await context.read((tx) => read(tx, { from, limit: batchSize }));
    yield rows.map(present);
    if (rows.length < batchSize) return;
  }
};

const findingRoutes = ({ clock }: ReadRoutesOptions): Route[] => [
  organisationRoute(contract.listFindings, (context, { query }) => {
    const { limit, cursor, sort, direction, ...filter } = query;
    const from = readPlace(cursor);
    return context.read(async (tx) => {
      const rows = await readFindings(tx, filter, { sort, direction }, { from, limit: limit + 1 });
      const { total, sums } = await sumFindings(tx, filter);
      return {
        items: rows.slice(0, limit).map(presentFinding),
        nextCursor: rows.length > limit ? writePlace(from + limit) : null,
        total,
        savings: savingsOf(sums),
      };
    });
  }),

  organisationRoute(contract.groupFindings, (context, { query: { by, ...filter } }) =>
    context.read(async (tx) => {
      const groups = await groupFindingsBy(tx, filter, by);
      const { total, sums } = await sumFindings(tx, filter);
      return { groups, findings: total, savings: savingsOf(sums) };
    }),
  ),

  organisationRoute(contract.getFinding, (context, { params }) =>
    context.read((tx) => readFinding(tx, params.findingId)),
  ),

  organisationRoute(contract.exportFindings, async (context, { query }) => {
    const { format, sort, direction, ...filter } = query;
    const pages: FindingPages = paged(
      context,
      (tx, place) => readFindings(tx, filter, { sort, direction }, place),
      (row) => ({ ...presentFinding(row), evidence: row.evidence }),
    );
    return exported(context, { what: 'findings', format, table: findingsTable(pages), clock });
  }),
];

const usageRoutes = ({ clock }: ReadRoutesOptions): Route[] => [
  organisationRoute(contract.getUsage, (context, { query }) => context.read((tx) => readUsage(tx, query))),

  organisationRoute(contract.exportUsage, async (context, { query }) => {
    const table = usageTable(await context.read((tx) => readUsage(tx, query)));
    return exported(context, { what: 'usage', format: query.format, table, clock });
  }),
];
