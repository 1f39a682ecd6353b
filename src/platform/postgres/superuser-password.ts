import { spawn } from 'node:child_process';
import { AppError } from '../../shared/errors.ts';
import { asAccount, childEnvironment } from './account.ts';
import { errorCodeOf } from './client.ts';
import { type Cluster, superuser } from './cluster.ts';
import { scramVerifier } from './scram.ts';

/** Whether an error says that a server refused our password (SQLSTATE 28P01), as `answers` reports it. */
export const isPasswordRefusal = (error: unknown): boolean =>
  error instanceof AppError && errorCodeOf(error.cause) === '28P01';

/**
 * Gives the superuser of a stopped cluster a password, in PostgreSQL's single-user mode, which asks for none and
 * listens nowhere: who owns the cluster's files owns the database. Crash recovery happens here where it is due.
 * @throws AppError `unavailable` with the server's own words; a server that runs on the cluster is one reason.
 */
export const setSuperuserPassword = async (
  binary: string,
  cluster: Cluster,
  password: string,
): Promise<void> => {
  const statement = `alter role ${superuser} password '${scramVerifier(password)}'\n`;
  // Without exit_on_error a statement that fails is only a message.
  const args = ['--single', '-D', cluster.dataArgument, '-c', 'exit_on_error=on', 'postgres'];
  const { code, said } = await singleUser(binary, args, cluster, statement);
  if (code === 0) return;
  throw new AppError('unavailable', {
    detail: `The database in ${cluster.folder} refuses the password kept in postgres-passwords/, and it could not be set anew: ${said}`,
    fix: 'Put back the folder postgres-passwords that belongs to the database in postgres/ beside it.',
    meta: { folder: cluster.folder },
  });
};

const singleUser = (
  binary: string,
  args: readonly string[],
  cluster: Cluster,
  input: string,
): Promise<{ readonly code: number | null; readonly said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(binary, args, {
      ...asAccount(cluster.account),
      cwd: cluster.folder,
      env: childEnvironment(),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-1200);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: said.trim() }));
    // One that ended before it read is judged by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
