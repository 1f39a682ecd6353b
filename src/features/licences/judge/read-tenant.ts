import type { z } from 'zod';
import type { ReportFacts } from '../../../engines/licences/reports/report-facts.ts';
import {
  graphGroupSchema,
  graphSubscribedSkuSchema,
  graphSubscriptionSchema,
  graphUserSchema,
  mailboxSettingsSchema,
} from '../../../engines/licences/tenant/graph-schemas.ts';
import { createDirectoryReader } from '../../../engines/licences/tenant/read-directory.ts';
import { readPurposes } from '../../../engines/licences/tenant/read-purposes.ts';
import { readTenantSkus } from '../../../engines/licences/tenant/read-skus.ts';
import type { Tenant } from '../../../engines/licences/tenant/tenant.ts';
import type { UsageTotals } from '../../../engines/licences/workloads/usage-totals.ts';
import { checkJson, parseJson, shown } from '../../../shared/check-json.ts';
import { inputError } from '../../../shared/input-error.ts';
import { isRead, type Reading, reportOf } from './landed.ts';
import { createProfileReader, type Profile } from './profiles.ts';
import { readReport } from './read-report.ts';

/** A tenant as a sync landed it. */
export interface ReadTenant {
  readonly tenant: Tenant;
  readonly reports: readonly ReportFacts[];
  /** Reports added up, by name. */
  readonly usage: ReadonlyMap<string, UsageTotals>;
  /** By user id in lower case. */
  readonly profiles: ReadonlyMap<string, Profile>;
}

const fix = 'Read the tenant again; if it stays, report it with this message.';

/** The entities of an answer: a page of Graph (`value`), or a bare list. */
const entitiesOf = (label: string, answer: unknown): readonly unknown[] => {
  const list =
    typeof answer === 'object' && answer !== null && 'value' in answer
      ? Reflect.get(answer, 'value')
      : answer;
  if (Array.isArray(list)) return list;
  throw inputError(label, '$', `found ${shown(answer)}, expected a list of entities.`, fix);
};

/** Reads landed answers page by page; one page is in memory at a time. */
const sourceReader = (reading: Reading) => {
  const sources = new Map(reading.sync.sources.filter(isRead).map((source) => [source.name, source]));
  /** False where the source was not read. */
  const read = async <T>(
    name: string,
    schema: z.ZodType<T>,
    take: (entity: T, raw: unknown) => void,
  ): Promise<boolean> => {
    const source = sources.get(name);
    if (!source) return false;
    reading.onSource(name);
    let page = 0;
    for await (const body of reading.pages(source)) {
      page += 1;
      const label = `${name}, page ${page}`;
      const entities = entitiesOf(label, parseJson(label, '$', body.toString('utf8'), fix));
      for (const [index, raw] of entities.entries()) {
        take(checkJson(label, `$.value[${index}]`, schema, raw, fix), raw);
      }
    }
    return true;
  };
  return {
    read,
    collect: async <T>(name: string, schema: z.ZodType<T>): Promise<readonly T[] | null> => {
      const entities: T[] = [];
      return (await read(name, schema, (entity) => entities.push(entity))) ? entities : null;
    },
  };
};

/**
 * Reads what a sync landed with the readers of the offline command.
 *
 * @throws AppError `invalid_input` naming the source, the page and the place
 */
export const readTenant = async (reading: Reading): Promise<ReadTenant> => {
  const { read, collect } = sourceReader(reading);
  const users = createDirectoryReader();
  const profileOf = createProfileReader();
  const profiles = new Map<string, Profile>();
  await read('users', graphUserSchema, (user, raw) => {
    users.add(user);
    profiles.set(user.id.toLowerCase(), profileOf(raw));
  });
  const skus = await collect('subscribedSkus', graphSubscribedSkuSchema);
  const subscriptions = await collect('subscriptions', graphSubscriptionSchema);
  const groups = await collect('groups', graphGroupSchema);
  const purposes = readPurposes(await collect('mailboxSettings', mailboxSettingsSchema));
  const directory = users.finish();
  const reports: ReportFacts[] = [];
  const usage = new Map<string, UsageTotals>();
  const sources = Map.groupBy(reading.sync.sources.filter(isRead), reportOf);
  for (const [name, periods] of sources) {
    if (name === undefined) continue;
    const report = await readReport(reading, { name, directory, periods });
    if (!report) continue;
    reports.push(report.facts);
    usage.set(name, report.totals);
  }
  return {
    tenant: {
      directory,
      skus: readTenantSkus(reading.catalogue, skus ?? []),
      subscriptions,
      groups: groups && new Map(groups.map((group) => [group.id.toLowerCase(), group])),
      purposes,
    },
    reports,
    usage,
    profiles,
  };
};
