import { access, constants, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from '../../platform/config/settings.ts';
import { consoleFolder } from '../server.ts';
import { type Check, failed, ok, warning } from './check.ts';

const gib = 1024 ** 3;

/** Checks of the machine and the data folder, without any database. */
export const machineChecks = (config: Config): Check[] => [
  { name: 'Node.js', run: async () => nodeVersion() },
  { name: 'Data folder', run: () => dataFolder(config.dataDir) },
  { name: 'Keys', run: () => keyFiles(join(config.dataDir, 'secrets')) },
  { name: 'Disk', run: () => disk(config.dataDir) },
  { name: 'Memory', run: async () => memory(config) },
  { name: 'Port', run: () => port(config) },
  { name: 'Console', run: builtConsole },
];

const nodeVersion = () => {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? ok(process.version)
    : warning(
        `${process.version} works, but is not what Trimtab is tested with.`,
        'Start with `npm start`, which uses the pinned Node.js 24.',
      );
};

const dataFolder = async (folder: string) => {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  return ok(folder);
};

const keyFiles = async (folder: string) => {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return ok('none yet; they are made at the first start');
  const open = [];
  for (const name of names) {
    const { mode } = await stat(join(folder, name));
    if ((mode & 0o077) !== 0) open.push(name);
  }
  return open.length === 0
    ? ok(`${names.length} files, readable by their owner only`)
    : failed(`Others can read ${open.join(', ')} in ${folder}.`, `chmod 600 ${folder}/*`);
};

const disk = async (folder: string) => {
  const { bavail, bsize } = await statfs(await nearest(folder));
  const free = bavail * bsize;
  const shown = `${(free / gib).toFixed(1)} GiB free for ${folder}`;
  if (free < gib)
    return failed(shown, 'Free some room: imports need twice the size of a file while they run.');
  return free < 10 * gib ? warning(shown, 'Enough to begin; a large export needs more.') : ok(shown);
};

const nearest = async (folder: string): Promise<string> => {
  const there = await stat(folder).catch(() => undefined);
  return there ? folder : nearest(dirname(folder));
};

const memory = (config: Config) => {
  const total = totalmem() / gib;
  const lake = config.lakeMemoryMb / 1024;
  return lake > total / 2
    ? warning(
        `${total.toFixed(1)} GiB, of which DuckDB may use ${lake.toFixed(1)}.`,
        'Lower TRIMTAB_LAKE_MEMORY_MB to half of the memory at most.',
      )
    : ok(`${total.toFixed(1)} GiB, of which DuckDB may use ${lake.toFixed(1)}`);
};

const port = async (config: Config) => {
  const shown = `${config.host}:${config.port}`;
  if (config.port === 0) return ok('a free one is chosen at each start');
  const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer().once('error', resolve);
    probe.listen({ host: config.host, port: config.port }, () => probe.close(() => resolve(undefined)));
  });
  if (!taken) return ok(`${shown} is free`);
  const answer = await fetch(
    `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${config.port}/healthz`,
  ).catch(() => undefined);
  if (answer?.ok) return ok(`Trimtab answers on ${shown}`);
  return failed(
    `${shown} cannot be used: ${taken.message}`,
    'Stop what uses it, or set TRIMTAB_PORT to another port.',
  );
};

const builtConsole = async () => {
  const built = await stat(join(consoleFolder, 'index.html')).catch(() => undefined);
  return built
    ? ok(`built ${built.mtime.toISOString()}`)
    : warning('not built', 'Run `npm run build`, or start with `npm start`.');
};
