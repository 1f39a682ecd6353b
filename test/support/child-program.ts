import { type ChildProcess, spawn } from 'node:child_process';
import readline from 'node:readline';

/** A program under test, run as a process of its own, that prints lines of JSON. */
export interface ChildProgram {
  readonly process: ChildProcess;
  /** Resolves with the first line, past or future, that has this key; rejects when the program ends before. */
  line<T>(key: string): Promise<T>;
  /** All lines so far. */
  readonly lines: readonly Record<string, unknown>[];
  /** Resolves with the exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface ChildProgramOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts a TypeScript file with the Node that runs the tests. */
export const startProgram = (
  file: string,
  args: readonly string[],
  options: ChildProgramOptions = {},
): ChildProgram => {
  const child = spawn(process.execPath, [file, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-2000);
  });
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
    wake();
  });
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? 'unknown');
      wake();
    });
  });
  const line = <T>(key: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = lines.find((candidate) => key in candidate);
        if (found === undefined && !over) return;
        waiting.delete(check);
        if (found === undefined) reject(new Error(`the program ended without "${key}": ${complaint}`));
        else resolve(found[key] as T);
      };
      waiting.add(check);
      check();
    });
  return { process: child, line, lines, ended };
};
