import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type AuditInput, auditLicences } from '../engines/licences/audit.ts';
import { type CatalogueData, catalogueDataSchema } from '../engines/licences/catalogue/data-format.ts';
import { createShippedCatalogue, shippedCatalogueData } from '../engines/licences/catalogue/shipped.ts';
import { defaultPolicy, type Policy, policySchema } from '../engines/licences/policy.ts';
import { createPriceList, createReferencePriceList } from '../engines/licences/prices.ts';
import { checkJson, parseJson } from '../shared/check-json.ts';
import { AppError } from '../shared/errors.ts';
import type { AuditResult } from '../shared/licences/audit-result.ts';
import { daySchema } from '../shared/time.ts';
import { type InputFile, inputFile, requireFile } from './licences-input.ts';
import { readPrices } from './licences-prices.ts';
import { readTenantExport } from './licences-tenant.ts';
import { createProgress } from './progress.ts';
import type { CommandIo } from './run-command.ts';

export interface AuditOptions {
  readonly asOf: string;
  readonly prices?: string | undefined;
  readonly policy?: string | undefined;
  readonly catalogue?: string | undefined;
  readonly mixPolicy?: string | undefined;
}

export const readText = (file: InputFile): Promise<string> => text(Readable.from(file.read()));

const readPolicy = async (file: InputFile): Promise<Policy> => {
  const given = parseJson(file.label, '$', await readText(file));
  return checkJson(file.label, '$', policySchema, given, 'The names of a policy are in docs/licences.md.');
};

const readCatalogue = async (file: InputFile): Promise<CatalogueData> => {
  const fix = 'Make one from Microsoft’s table with "trimtab catalog import".';
  const given = parseJson(file.label, '$', await readText(file), fix);
  return checkJson(file.label, '$', catalogueDataSchema, given, fix);
};

const checkOptions = ({ asOf, prices, policy, catalogue, mixPolicy }: AuditOptions): void => {
  if (!daySchema.safeParse(asOf).success) {
    throw new AppError('invalid_input', {
      detail: `--as-of: found "${asOf}", expected a day such as 2026-06-30.`,
      fix: 'Give the day on which the export was made.',
    });
  }
  if ([prices, policy, catalogue, mixPolicy].filter((path) => path === '-').length > 1) {
    throw new AppError('invalid_input', {
      detail: 'standard input (-): Named more than once; it can be read only once.',
      fix: 'Name it once, or give files.',
    });
  }
};

/** Opens a file that an option names; `-` is standard input. */
export const openFile = async (path: string, { stdin }: CommandIo): Promise<InputFile> => {
  await requireFile(path, 'Check the path.');
  return inputFile(path, stdin);
};

/**
 * Reads an export with its prices and policy, and works on it.
 *
 * @param working what is shown while the work runs
 * @throws AppError `invalid_input` naming file and place
 */
export const withFacts = async <T>(
  folder: string,
  options: AuditOptions,
  io: CommandIo,
  working: string,
  work: (facts: AuditInput) => T | Promise<T>,
): Promise<T> => {
  checkOptions(options);
  const open = (path: string): Promise<InputFile> => openFile(path, io);
  const progress = createProgress(io);
  try {
    const policy =
      options.policy === undefined ? defaultPolicy : await readPolicy(await open(options.policy));
    const prices =
      options.prices === undefined
        ? createReferencePriceList()
        : createPriceList(await readPrices(await open(options.prices)));
    const data =
      options.catalogue === undefined
        ? shippedCatalogueData()
        : await readCatalogue(await open(options.catalogue));
    const catalogue = createShippedCatalogue(data);
    const onFile = (name: string): void => progress.show(`Reading ${name}`);
    const read = await readTenantExport(folder, { catalogue, stdin: io.stdin, onFile });
    progress.show(working);
    return await work({ asOf: options.asOf, ...read, catalogue, prices, policy });
  } finally {
    progress.clear();
  }
};

/**
 * Reads an export with its prices and policy and audits it.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const auditFolder = (folder: string, options: AuditOptions, io: CommandIo): Promise<AuditResult> =>
  withFacts(folder, options, io, 'Applying the rules', auditLicences);
