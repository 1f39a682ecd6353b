import { join } from 'node:path';
import { createImportStorage, listLiveFiles } from '../features/imports/feature.ts';
import { AppError } from '../shared/errors.ts';
import { chooseOrganisation } from './command-organisation.ts';
import type { Kernel } from './kernel.ts';

/** What is live of an organisation's lake, for a command that reads the files itself. */
export interface CommandLake {
  readonly organisation: { readonly id: string; readonly name: string };
  /** The only folder that the command needs to read. */
  readonly folder: string;
  /** Absolute; at least one. */
  readonly paths: readonly string[];
  readonly rows: number;
}

/**
 * Finds the live files of an organisation's lake.
 *
 * @param wanted name or id of the organisation; absent: the only one there is, samples aside
 * @throws AppError not_found or invalid_input when there is no such organisation, or nothing was imported
 */
export const findCommandLake = async (
  kernel: Pick<Kernel, 'postgres' | 'tenancy' | 'config'>,
  wanted: string | undefined,
): Promise<CommandLake> => {
  const organisation = await chooseOrganisation(kernel, wanted, 'Say which organisation’s lake is meant.');
  const folder = createImportStorage(kernel.config.dataDir, 0).lakeFolder(organisation.id);
  const files = await kernel.tenancy.read({ organisationId: organisation.id }, (tx) => listLiveFiles(tx));
  if (files.length === 0) {
    throw new AppError('invalid_input', {
      detail: `The lake of ${organisation.name} is empty.`,
      fix: 'Import cost exports first, with `trimtab focus import` or in the console.',
    });
  }
  return {
    organisation,
    folder,
    paths: files.map(({ path }) => join(folder, path)),
    rows: files.reduce((rows, file) => rows + Number(file.rows), 0),
  };
};
