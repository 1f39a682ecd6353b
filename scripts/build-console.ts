import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['src/web', 'src/shared', 'index.html', 'vite.config.ts', 'package-lock.json'];
const built = join(root, 'dist/console/index.html');

const newest = async (path: string): Promise<number> => {
  const { mtimeMs } = await stat(path);
  const names = await readdir(path).catch(() => []);
  const below = await Promise.all(names.map((name) => newest(join(path, name))));
  return Math.max(mtimeMs, ...below);
};

const isStale = async (): Promise<boolean> => {
  const at = await stat(built).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (at === 0) return true;
  const times = await Promise.all(sources.map((source) => newest(join(root, source))));
  return Math.max(...times) > at;
};

/** Builds the console where it is missing or older than its sources. Answers the exit code of the build. */
export const buildStaleConsole = async (): Promise<number> => {
  if (!(await isStale())) return 0;
  console.error('Building the console …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Vitest says `test`, and React would be built for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const args = [vite, 'build', '--logLevel', 'warn', root];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
};
