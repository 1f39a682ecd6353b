import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Catalogue } from '../engines/licences/catalogue/catalogue.ts';
import type { ReportFacts } from '../engines/licences/reports/report-facts.ts';
import {
  graphGroupSchema,
  graphSubscribedSkuSchema,
  graphSubscriptionSchema,
  graphUserSchema,
  mailboxSettingsSchema,
} from '../engines/licences/tenant/graph-schemas.ts';
import { createDirectoryReader } from '../engines/licences/tenant/read-directory.ts';
import { readTenantSkus } from '../engines/licences/tenant/read-skus.ts';
import type { Tenant } from '../engines/licences/tenant/tenant.ts';
import type { AuditProblem } from '../shared/licences/audit-result.ts';
import { readEntities } from './licences-entities.ts';
import { inputError, inputFile, requireFile } from './licences-input.ts';
import { readReports } from './licences-reports.ts';

export interface TenantExport {
  readonly tenant: Tenant;
  readonly reports: readonly ReportFacts[];
  readonly problems: readonly AuditProblem[];
}

interface ReadOptions {
  readonly catalogue: Catalogue;
  readonly stdin: Readable;
  readonly onFile: (name: string) => void;
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() === true;

/** The file of that name, packed or not; undefined when there is none. */
const findFile = async (folder: string, name: string): Promise<string | undefined> => {
  for (const file of [name, `${name}.gz`]) if (await isFile(join(folder, file))) return join(folder, file);
  return undefined;
};

const unknownPurposes = new Set(['', 'unknownFutureValue']);

/**
 * Reads a folder of raw Microsoft Graph answers.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const readTenantExport = async (folder: string, options: ReadOptions): Promise<TenantExport> => {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    const problem = found ? 'This is not a folder.' : 'There is no such folder.';
    throw inputError(folder, '', problem, 'Give the folder that holds users.json and subscribedSkus.json.');
  }
  const problems: AuditProblem[] = [];
  const read = async <T>(name: string, schema: z.ZodType<T>, take: (entity: T) => void): Promise<boolean> => {
    const path = await findFile(folder, name);
    if (path === undefined) return false;
    options.onFile(name);
    const onIncomplete = (): void => {
      problems.push({
        code: 'incomplete-source',
        source: name.replace('.json', ''),
        detail: `${name}: the last page names a next one (@odata.nextLink) that is not in the export.`,
      });
    };
    await readEntities(inputFile(path, options.stdin), { schema, take, onIncomplete });
    return true;
  };
  const collect = async <T>(name: string, schema: z.ZodType<T>): Promise<readonly T[] | null> => {
    const entities: T[] = [];
    return (await read(name, schema, (entity) => entities.push(entity))) ? entities : null;
  };
  const required = 'Save the answer of Microsoft Graph there; see "trimtab licences audit --help".';
  const users = createDirectoryReader();
  if (!(await read('users.json', graphUserSchema, users.add))) {
    await requireFile(join(folder, 'users.json'), required);
  }
  const skus = await collect('subscribedSkus.json', graphSubscribedSkuSchema);
  if (skus === null) await requireFile(join(folder, 'subscribedSkus.json'), required);
  const subscriptions = await collect('subscriptions.json', graphSubscriptionSchema);
  const groups = await collect('groups.json', graphGroupSchema);
  const mailboxes = await collect('mailboxSettings.json', mailboxSettingsSchema);
  const directory = users.finish();
  const purposes = mailboxes?.flatMap(({ id, mailboxSettings }): readonly [string, string][] => {
    const purpose = mailboxSettings?.userPurpose ?? '';
    return unknownPurposes.has(purpose) ? [] : [[id.toLowerCase(), purpose]];
  });
  const reports = await readReports(join(folder, 'reports'), directory, options.stdin, options.onFile);
  return {
    tenant: {
      directory,
      skus: readTenantSkus(options.catalogue, skus ?? []),
      subscriptions,
      groups: groups && new Map(groups.map((group) => [group.id.toLowerCase(), group])),
      purposes: purposes === undefined ? null : new Map(purposes),
    },
    reports,
    problems,
  };
};
