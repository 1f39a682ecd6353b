import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm start`: builds the console where it is older than its sources, then serves. */

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

const run = async (script: string, args: readonly string[]): Promise<number> => {
  const child = spawn(process.execPath, [join(root, script), ...args], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself; SIGTERM is sent to this process alone and passed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGINT', () => undefined);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};

if (await isStale()) {
  console.error('Building the console …');
  const code = await run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn', root]);
  if (code !== 0) process.exit(code);
}
process.exitCode = await run('src/main.ts', ['serve', ...process.argv.slice(2)]);
