import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** Where things lie below the data folder. */
export interface DataFolder {
  readonly root: string;
  /** The PostgreSQL cluster. */
  readonly cluster: string;
  /**
   * The passwords of the cluster's roles; 0700. Beside the cluster they belong to and apart from the keys, so
   * that copying the keys of another installation never brings passwords that this cluster refuses.
   */
  readonly passwords: string;
  /** The keys: what must be kept, and moves with the data; 0700. */
  readonly secrets: string;
  /** What the postmaster wrote before its own log was open. */
  readonly startLog: string;
}

/** The layout of a data folder; makes nothing. */
export const dataFolderAt = (folder: string): DataFolder => {
  const root = path.resolve(folder);
  return {
    root,
    cluster: path.join(root, 'postgres'),
    passwords: path.join(root, 'postgres-passwords'),
    secrets: path.join(root, 'secrets'),
    startLog: path.join(root, 'postgres-start.log'),
  };
};

/**
 * Makes the data folder where it is missing. Under root it may be passed through (0711), not listed, because
 * the database below it runs under another account; otherwise it is closed to others (0700).
 * @throws AppError `unavailable` when it cannot be made or this user may not write there.
 */
export const makeDataFolder = async (folder: string): Promise<DataFolder> => {
  const layout = dataFolderAt(folder);
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  try {
    await mkdir(layout.root, { recursive: true, mode });
    await access(layout.root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AppError('unavailable', {
      detail: `The data folder ${layout.root} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Run Trimtab as the user that owns it, hand it over with chown -R, or choose another folder.',
      meta: { folder: layout.root },
      cause,
    });
  }
  return layout;
};
