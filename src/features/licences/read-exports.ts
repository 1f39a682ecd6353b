import type { ExportColumn, ExportRow, ExportTable } from '../../platform/export/table.ts';
import type { Evidence } from '../../shared/licences/audit-result.ts';
import type { Inventory, LicenceUser, Renewal, Usage } from '../../shared/licences/contract.ts';
import type { presentFinding, readFindings } from './queries/findings.ts';

const number = (header: string): ExportColumn => ({ header, kind: 'number' });
const text = (header: string): ExportColumn => ({ header, kind: 'text' });

const tableOf = (
  name: string,
  columns: readonly ExportColumn[],
  batches: AsyncIterable<readonly ExportRow[]>,
): ExportTable => ({ name, columns, batches });

const once = async function* (rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
  yield rows;
};

/** `EUR 57.00; USD 12.00`: one cell for amounts of several currencies. */
const amounts = (list: readonly { readonly currency: string; readonly amount: string }[]): string | null =>
  list.length === 0 ? null : list.map(({ currency, amount }) => `${currency} ${amount}`).join('; ');

const savingCells = (savings: Inventory['totals']['savings']): (string | null)[] =>
  (['freed-seat', 'cash-at-renewal', 'avoided-purchase'] as const).map((kind) =>
    amounts(savings.map(({ currency, byKind }) => ({ currency, amount: byKind[kind] }))),
  );

const savingColumns = [
  text('Saving a month, freed seats'),
  text('Saving a month, cash at renewal'),
  text('Saving a month, avoided purchase'),
];

export const inventoryTable = ({ skus }: Inventory): ExportTable =>
  tableOf(
    'Licences',
    [
      text('Product'),
      text('Part number'),
      text('SKU id'),
      text('Standing'),
      ...['Bought', 'Assigned', 'Spare', 'Active', 'Stale', 'Inactive', 'Never used', 'Unknown'].map(number),
      number('Price a seat and month'),
      text('Currency'),
      text('Price from'),
      number('Cost a month'),
      number('Findings'),
      ...savingColumns,
      text('Renews on'),
    ],
    once(
      skus.map((sku) => [
        sku.name,
        sku.skuPartNumber,
        sku.skuId,
        sku.standing,
        ...[sku.bought, sku.assigned, sku.spare].map(String),
        ...[sku.holders.active, sku.holders.stale, sku.holders.inactive, sku.holders.never].map(String),
        String(sku.holders.unknown),
        sku.unitPrice,
        sku.currency,
        sku.priceSource,
        sku.monthlyCost,
        String(sku.findings),
        ...savingCells(sku.waste),
        sku.renewsOn,
      ]),
    ),
  );

const flag = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');

const userRow = (user: LicenceUser): ExportRow => [
  user.principalName,
  user.displayName,
  user.id,
  flag(user.isEnabled),
  user.isGuest ? 'guest' : 'member',
  user.department,
  user.jobTitle,
  user.country,
  user.costCentre,
  user.createdOn,
  user.mailboxPurpose,
  user.state,
  user.lastActivityOn,
  user.skus.map(({ skuPartNumber }) => skuPartNumber).join('; '),
  amounts(user.monthlyCost),
  String(user.findings),
  ...savingCells(user.savings),
];

export const usersTable = (pages: AsyncIterable<readonly LicenceUser[]>): ExportTable => {
  const batches = async function* (): AsyncGenerator<readonly ExportRow[]> {
    for await (const page of pages) yield page.map(userRow);
  };
  const headers = ['User', 'Name', 'Object id', 'Enabled', 'Kind', 'Department', 'Job title', 'Country'];
  const more = ['Cost centre', 'Created on', 'Mailbox', 'Activity', 'Last activity', 'Licences'];
  return tableOf(
    'Users',
    [...[...headers, ...more].map(text), text('Cost a month'), number('Findings'), ...savingColumns],
    batches(),
  );
};

type FindingWithEvidence = ReturnType<typeof presentFinding> & { readonly evidence: readonly Evidence[] };
export type FindingPages = AsyncIterable<readonly FindingWithEvidence[]>;
export type FindingPage = Awaited<ReturnType<typeof readFindings>>;

const evidenceText = (evidence: readonly Evidence[]): string =>
  evidence
    .map(
      ({ source, field, value, note }) => `${source}.${field} = ${value ?? '-'}${note ? ` (${note})` : ''}`,
    )
    .join('; ');

const findingRow = (finding: FindingWithEvidence): ExportRow => [
  finding.rule,
  finding.state,
  finding.subject.kind,
  finding.subject.label,
  finding.subject.id,
  finding.skuName,
  finding.skuPartNumber,
  finding.quantity,
  finding.monthlySaving,
  finding.currency,
  finding.savingKind,
  finding.priceSource,
  finding.confidence,
  finding.automation,
  finding.supersededBy,
  finding.action.kind,
  finding.department,
  finding.country,
  finding.costCentre,
  finding.firstSeenOn,
  finding.lastSeenOn,
  finding.snoozedUntil,
  evidenceText(finding.evidence),
];

export const findingsTable = (pages: FindingPages): ExportTable => {
  const batches = async function* (): AsyncGenerator<readonly ExportRow[]> {
    for await (const page of pages) yield page.map(findingRow);
  };
  const before = ['Rule', 'State', 'Subject kind', 'Subject', 'Subject id', 'Product', 'Part number'];
  const middle = [
    'Currency',
    'Saving kind',
    'Price from',
    'Confidence',
    'Automation',
    'Superseded by',
    'Action',
  ];
  const after = [
    'Department',
    'Country',
    'Cost centre',
    'First seen',
    'Last seen',
    'Snoozed until',
    'Evidence',
  ];
  return tableOf(
    'Findings',
    [...before.map(text), number('Seats'), number('Saving a month'), ...[...middle, ...after].map(text)],
    batches(),
  );
};

export const renewalsTable = (renewals: readonly Renewal[]): ExportTable =>
  tableOf(
    'Renewals',
    [
      ...['Date', 'Product', 'Part number', 'Subscription', 'Status', 'Trial'].map(text),
      ...['Days left', 'Seats', 'Spare seats', 'Freeable seats', 'Cost a month', 'Saving a month'].map(
        number,
      ),
      ...['Currency', 'Price from', 'Term', 'Billing'].map(text),
    ],
    once(
      renewals.map((row) => [
        row.date,
        row.name,
        row.skuPartNumber,
        row.subscriptionId,
        row.status,
        flag(row.isTrial),
        row.daysLeft === null ? null : String(row.daysLeft),
        ...[row.seats, row.spareSeats, row.freeableSeats].map(String),
        row.monthlyCost,
        row.monthlySaving,
        row.currency,
        row.priceSource,
        row.termDuration,
        row.billingPlan,
      ]),
    ),
  );

const figure = (value: number | null): string | null => (value === null ? null : String(value));

/** One row per workload, day and figure, so that a pivot table can be made of it. */
export const usageTable = ({ workloads }: Usage): ExportTable =>
  tableOf(
    'Usage',
    [
      ...['Workload', 'Day'].map(text),
      ...['Licensed', 'Active', 'Storage (bytes)'].map(number),
      text('Figure'),
      number('Per active user'),
    ],
    once(
      workloads.flatMap(({ workload, trend }) =>
        trend.flatMap((point) => {
          const base = [
            workload,
            point.day,
            String(point.licensed),
            String(point.active),
            figure(point.storageBytes),
          ];
          const rows = point.figures.map(({ name, perActiveUser }) => [...base, name, figure(perActiveUser)]);
          return rows.length === 0 ? [[...base, null, null]] : rows;
        }),
      ),
    ),
  );
