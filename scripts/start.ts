import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildStaleConsole } from './build-console.ts';

/** `npm start`: builds the console where it is older than its sources, then serves. */

const serve = async (): Promise<number> => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'serve', ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself; SIGTERM is sent to this process alone and passed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGINT', () => undefined);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};

const failed = await buildStaleConsole();
process.exitCode = failed === 0 ? await serve() : failed;
