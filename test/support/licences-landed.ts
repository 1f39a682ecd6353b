import { gzipSync } from 'node:zlib';
import type pg from 'pg';
import type { EmulatedTenant, ReportName } from '../../src/emulators/microsoft/tenant/interface.ts';
import { newId } from '../../src/shared/ids.ts';

type SourceState = 'complete' | 'partial' | 'missing' | 'failed';

export interface Landing {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly tenant: EmulatedTenant;
  /** Users who are read; by default all. */
  readonly users?: EmulatedTenant['users'];
  /** Sources that end in another state than `complete`; without answers unless `partial`. */
  readonly states?: Readonly<Record<string, SourceState>>;
  readonly concealed?: boolean;
  readonly startedAt?: Date;
}

/** The per-user reports that a sync reads, over their longest period. */
const reports: readonly ReportName[] = [
  'getOffice365ActiveUserDetail',
  'getM365AppUserDetail',
  'getMailboxUsageDetail',
  'getOneDriveUsageAccountDetail',
  'getSharePointActivityUserDetail',
  'getTeamsUserActivityUserDetail',
  'getEmailActivityUserDetail',
  'getYammerActivityUserDetail',
  'getOffice365ActivationsUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
];

const inPages = (items: readonly unknown[], size = 500): string[] => {
  const pages: string[] = [];
  for (let at = 0; at === 0 || at < items.length; at += size)
    pages.push(JSON.stringify({ value: items.slice(at, at + size) }));
  return pages;
};

const answersOf = ({ tenant, users = tenant.users, concealed = false }: Landing): Map<string, string[]> => {
  const ids = new Set(users.map(({ id }) => id));
  const mailboxes = [...tenant.mailboxPurpose].flatMap(([id, userPurpose]) =>
    ids.has(id) ? [{ id, mailboxSettings: { userPurpose } }] : [],
  );
  return new Map([
    ['organization', inPages([tenant.organization])],
    ['subscribedSkus', inPages(tenant.subscribedSkus)],
    ['subscriptions', inPages(tenant.subscriptions)],
    ['users', inPages(users)],
    ['groups', inPages(tenant.groups)],
    ['mailboxSettings', inPages(mailboxes)],
    ...reports.map((name): [string, string[]] => [
      name === 'getOffice365ActivationsUserDetail' ? name : `${name}.D180`,
      [`\ufeff${[...tenant.report(name, 'D180', { concealed })].join('\r\n')}\r\n`],
    ]),
  ]);
};

/** Lands what a sync would have read of an emulated tenant, without HTTP. Returns the sync's id; it waits for its judge. */
export const landTenant = async (owner: pg.Pool, landing: Landing): Promise<string> => {
  const { organisationId, connectionId, tenant, states = {} } = landing;
  const syncId = newId();
  const startedAt = landing.startedAt ?? new Date(`${tenant.asOf}T03:00:00Z`);
  await owner.query(
    `update sync set state = 'failed' where connection_id = $1 and state in ('reading', 'judging')`,
    [connectionId],
  );
  await owner.query(
    `insert into sync (id, organisation_id, connection_id, state, as_of, started_at) values ($1, $2, $3, 'judging', $4, $5)`,
    [syncId, organisationId, connectionId, tenant.asOf, startedAt],
  );
  for (const [name, bodies] of answersOf(landing)) {
    const state = states[name] ?? 'complete';
    const isRead = state === 'complete' || state === 'partial';
    const reason = state === 'complete' ? null : { code: 'test', detail: '' };
    const sourceId = newId();
    await owner.query(
      `insert into sync_source (id, organisation_id, sync_id, name, state, reason, pages) values ($1, $2, $3, $4, $5, $6, $7)`,
      [sourceId, organisationId, syncId, name, state, reason, isRead ? bodies.length : 0],
    );
    if (!isRead) continue;
    for (const [page, body] of bodies.entries())
      await owner.query(
        `insert into sync_page (id, organisation_id, sync_source_id, page, items, body, read_at)
          values ($1, $2, $3, $4, 0, $5, $6)`,
        [newId(), organisationId, sourceId, page, gzipSync(body, { level: 1 }), startedAt],
      );
  }
  return syncId;
};
