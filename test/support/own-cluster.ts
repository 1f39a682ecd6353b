/**
 * A small program that owns the database of a data folder, for tests that kill it: `node own-cluster.ts FOLDER`.
 * It prints one line of JSON when the database is there, or when it was refused, and stops on SIGTERM.
 */
import { connectPostgres } from '../../src/platform/postgres/connect.ts';
import { AppError } from '../../src/shared/errors.ts';
import { systemClock } from '../../src/shared/time.ts';

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const tell = (_fields: unknown, message?: string): void => say({ log: message });

try {
  const connection = await connectPostgres({
    dataFolder: process.argv[2] ?? '',
    masterKey: () => new Uint8Array(32),
    clock: systemClock,
    log: { info: tell, warn: tell, error: tell },
    onStateChange: (state) => say({ state }),
  });
  await connection.announce('http://127.0.0.1:8420');
  process.once('SIGTERM', () => void connection.stop().then(() => process.exit(0)));
  say({ ready: connection });
} catch (error) {
  say({
    refused:
      error instanceof AppError ? { code: error.code, detail: error.detail, fix: error.fix } : String(error),
  });
  process.exitCode = 1;
}
