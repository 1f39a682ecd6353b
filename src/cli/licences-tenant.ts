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
import { readPurposes } from '../engines/licences/tenant/read-purposes.ts';
import { readTenantSkus } from '../engines/licences/tenant/read-skus.ts';
import type { Tenant } from '../engines/licences/tenant/tenant.ts';
import { inputError } from '../shared/input-error.ts';
import type { AuditProblem } from '../shared/licences/audit-result.ts';
import { readEntities } from './licences-entities.ts';
import { inputFile, requireFile } from './licences-input.ts';
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

const requireFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const problem = found ? 'This is not a folder.' : 'There is no such folder.';
  throw inputError(folder, '', problem, 'Give the folder that holds users.json and subscribedSkus.json.');
};

/** The JSON files of a folder, and the problems met in them. */
interface EntityFiles {
  readonly problems: readonly AuditProblem[];
  /** Takes the entities of a file one by one; false when there is no such file. */
  read<T>(name: string, schema: z.ZodType<T>, take: (entity: T) => void): Promise<boolean>;
  /** Every entity of a file; null when there is no such file. */
  collect<T>(name: string, schema: z.ZodType<T>): Promise<readonly T[] | null>;
}

const openEntityFiles = (folder: string, { stdin, onFile }: ReadOptions): EntityFiles => {
  const problems: AuditProblem[] = [];
  const read = async <T>(name: string, schema: z.ZodType<T>, take: (entity: T) => void): Promise<boolean> => {
    const path = await findFile(folder, name);
    if (path === undefined) return false;
    onFile(name);
    const onIncomplete = (): void => {
      problems.push({
        code: 'incomplete-source',
        source: name.replace('.json', ''),
        detail: `${name}: the last page names a next one (@odata.nextLink) that is not in the export.`,
      });
    };
    await readEntities(inputFile(path, stdin), { schema, take, onIncomplete });
    return true;
  };
  return {
    problems,
    read,
    collect: async <T>(name: string, schema: z.ZodType<T>) => {
      const entities: T[] = [];
      return (await read(name, schema, (entity) => entities.push(entity))) ? entities : null;
    },
  };
};

const fix = 'Save the answer of Microsoft Graph there; see "trimtab licences audit --help".';

/**
 * Reads a folder of raw Microsoft Graph answers.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const readTenantExport = async (folder: string, options: ReadOptions): Promise<TenantExport> => {
  await requireFolder(folder);
  const { problems, read, collect } = openEntityFiles(folder, options);
  const users = createDirectoryReader();
  if (!(await read('users.json', graphUserSchema, users.add))) {
    await requireFile(join(folder, 'users.json'), fix);
  }
  const skus = await collect('subscribedSkus.json', graphSubscribedSkuSchema);
  if (skus === null) await requireFile(join(folder, 'subscribedSkus.json'), fix);
  const subscriptions = await collect('subscriptions.json', graphSubscriptionSchema);
  const groups = await collect('groups.json', graphGroupSchema);
  const purposes = readPurposes(await collect('mailboxSettings.json', mailboxSettingsSchema));
  const directory = users.finish();
  const reports = await readReports(join(folder, 'reports'), directory, options.stdin, options.onFile);
  return {
    tenant: {
      directory,
      skus: readTenantSkus(options.catalogue, skus ?? []),
      subscriptions,
      groups: groups && new Map(groups.map((group) => [group.id.toLowerCase(), group])),
      purposes,
    },
    reports,
    problems,
  };
};
