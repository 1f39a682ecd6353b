import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's default (`scram_iterations`). */
const iterations = 4096;

/**
 * The SCRAM-SHA-256 verifier of a password in the form PostgreSQL stores (RFC 5803; PostgreSQL
 * documentation, "pg_authid"): `CREATE ROLE … PASSWORD '<verifier>'` then carries no password. ASCII passwords
 * only, as ours are: SASLprep (RFC 4013) leaves those unchanged.
 */
export const scramVerifier = (password: string, salt: Buffer = randomBytes(16)): string => {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  const serverKey = key('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
};
