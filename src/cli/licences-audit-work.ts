import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { auditLicences } from '../engines/licences/audit.ts';
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
}

const readText = (file: InputFile): Promise<string> => text(Readable.from(file.read()));

const readPolicy = async (file: InputFile): Promise<Policy> => {
  const given = parseJson(file.label, '$', await readText(file));
  return checkJson(file.label, '$', policySchema, given, 'The names of a policy are in docs/licences.md.');
};

const readCatalogue = async (file: InputFile): Promise<CatalogueData> => {
  const given = parseJson(file.label, '$', await readText(file));
  return checkJson(
    file.label,
    '$',
    catalogueDataSchema,
    given,
    'Make one from Microsoft’s table with "trimtab catalog import".',
  );
};

const checkOptions = ({ asOf, prices, policy, catalogue }: AuditOptions): void => {
  if (!daySchema.safeParse(asOf).success) {
    throw new AppError('invalid_input', {
      detail: `--as-of: found "${asOf}", expected a day such as 2026-06-30.`,
      fix: 'Give the day on which the export was made.',
    });
  }
  if ([prices, policy, catalogue].filter((path) => path === '-').length > 1) {
    throw new AppError('invalid_input', {
      detail: 'standard input (-): Named more than once; it can be read only once.',
      fix: 'Name it once, or give files.',
    });
  }
};

/**
 * Reads an export with its prices and policy and audits it.
 *
 * @throws AppError `invalid_input` naming file and place
 */
export const auditFolder = async (
  folder: string,
  options: AuditOptions,
  io: CommandIo,
): Promise<AuditResult> => {
  checkOptions(options);
  const open = async (path: string): Promise<InputFile> => {
    await requireFile(path, 'Check the path.');
    return inputFile(path, io.stdin);
  };
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
    progress.show('Applying the rules');
    return auditLicences({ asOf: options.asOf, ...read, catalogue, prices, policy });
  } finally {
    progress.clear();
  }
};
