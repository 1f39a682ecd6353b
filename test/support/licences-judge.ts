import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createShippedCatalogue } from '../../src/engines/licences/catalogue/shipped.ts';
import {
  type JudgeDependencies,
  type Judged,
  judgeSync,
} from '../../src/features/licences/judge/judge-sync.ts';
import { openLicenceThreads } from '../../src/features/licences/thread/open-threads.ts';
import { createAudit } from '../../src/platform/audit/audit.ts';
import type { Change } from '../../src/platform/http/context.ts';
import { audited } from '../../src/platform/http/organisation-context.ts';
import { newId } from '../../src/shared/ids.ts';
import { createTestDatabase } from './test-database.ts';

const catalogue = createShippedCatalogue();

/** A database with organisations whose landed syncs are judged as the job would, without a server around it. */
export const createJudgeBench = async () => {
  const db = await createTestDatabase();
  const owner = new pg.Pool({ connectionString: db.ownerUrl, max: 4 });
  let now = new Date('2026-06-30T04:00:00Z');
  const clock = { now: () => now };
  const threads = openLicenceThreads({ memoryLimitMib: 4096 });
  const audit = createAudit({ clock, randomBytes });

  const organisation = async (): Promise<{ organisationId: string; connectionId: string }> => {
    const [organisationId, connectionId] = [newId(), newId()];
    await owner.query(
      `insert into organisation (id, kind, name, created_at, updated_at) values ($1, 'customer', 'Test', now(), now())`,
      [organisationId],
    );
    await owner.query(
      `insert into connection (id, organisation_id, kind, name, cloud, level, mode, state, registration, created_at)
        values ($1, $2, 'microsoft', 'Test', 'global', 'administrator', 'application', 'connected', 'installation', now())`,
      [connectionId, organisationId],
    );
    return { organisationId, connectionId };
  };

  const change = <T>(organisationId: string, work: (change: Change) => Promise<T>): Promise<T> => {
    const actor = { kind: 'system', id: 'test', name: 'test' } as const;
    return db.tenancy.write({ organisationId }, (tx) => audited(audit, { organisationId, actor }, tx, work));
  };

  const judge = (
    of: { organisationId: string; connectionId: string; syncId: string },
    more: Partial<JudgeDependencies> & { signal?: AbortSignal; beforeWriting?: () => Promise<unknown> } = {},
  ): Promise<Judged> =>
    judgeSync(
      { catalogue, clock, threads, onJudged: async () => undefined, ...more },
      {
        ...of,
        signal: more.signal ?? new AbortController().signal,
        onProgress: () => undefined,
        read: (work) => db.tenancy.read({ organisationId: of.organisationId }, work),
        change: async (work) => {
          await more.beforeWriting?.();
          return change(of.organisationId, work);
        },
      },
    );

  const setPolicy = (organisationId: string, policy: object) =>
    owner.query(
      `insert into licence_policy (organisation_id, policy, changed_at) values ($1, $2, now())
        on conflict (organisation_id) do update set policy = excluded.policy`,
      [organisationId, JSON.stringify(policy)],
    );

  const setPrice = (organisationId: string, source: string, sku: string, price: string, currency = 'USD') =>
    owner.query(
      `insert into licence_price (id, organisation_id, source, sku_part_number, currency, monthly_price, changed_at)
        values ($1, $2, $3, $4, $5, $6, now())`,
      [randomUUID(), organisationId, source, sku, currency, price],
    );

  return {
    db,
    owner,
    organisation,
    change,
    judge,
    setPolicy,
    setPrice,
    threads,
    clock,
    /** The time that judging goes by. */
    setNow: (at: string) => {
      now = new Date(at);
    },
    close: async () => {
      await threads.close();
      await owner.end();
      await db.close();
    },
  };
};

export type JudgeBench = Awaited<ReturnType<typeof createJudgeBench>>;
