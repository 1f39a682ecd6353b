import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = path.resolve('src/main.ts');

/** The program itself, as a process of its own over a data folder, as people run it. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly url: string;
  /** What it wrote to standard error. */
  output(): string;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL to the program alone; its database lives on. */
  kill(): Promise<void>;
}

const environment = (dataFolder: string, extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  TZ: 'UTC',
  TRIMTAB_DATA: dataFolder,
  TRIMTAB_PORT: '0',
  TRIMTAB_LOG_FORMAT: 'json',
  ...extra,
});

/** Starts `trimtab serve` and waits until it says where it listens. */
export const startServerProcess = async (
  dataFolder: string,
  extra: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: environment(dataFolder, extra),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const exited = once(child, 'exit');
  const deadline = Date.now() + 90_000;
  let url: string | undefined;
  while (!url) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`the server did not start: ${output.slice(-3000)}`);
    await sleep(50);
    url = /is ready at (http\S+)/.exec(output)?.[1];
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    process: child,
    url,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};

/** Runs another command of the program to its end. */
export const runTrimtab = async (
  dataFolder: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const child = spawn(process.execPath, [program, ...args], { env: environment(dataFolder, {}) });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
};

/** SIGKILL to the embedded PostgreSQL of a data folder; false when it was not running. */
export const killPostgres = async (dataFolder: string): Promise<boolean> => {
  const file = await readFile(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(file.split('\n')[0]);
  if (!pid) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
};
