import type { Database } from '../postgres/database.ts';
import type { Tenancy } from '../tenancy/tenancy.ts';
import type { AuditVerifier } from './audit-key.ts';
import { type FileLine, readLines } from './checkpoint-file.ts';
import type { AuditFault } from './fault.ts';
import type { AuditTables } from './tables.ts';
import { verifyChain } from './verify-chain.ts';
import { type CheckpointsResult, verifyCheckpoints } from './verify-checkpoints.ts';

export interface VerifyOptions {
  readonly db: Database;
  readonly tenancy: Tenancy;
  /** The checkpoints outside the database, or a copy of them kept elsewhere. */
  readonly checkpointFile: string;
  /** Absent when the key is lost: then no checkpoint is believed. */
  readonly key: AuditVerifier | undefined;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly chains: number;
  readonly entries: number;
  readonly checkpoints: number;
  /** Checkpoints that the file does not have yet: some just after a checkpoint, all after the file was lost. */
  readonly checkpointsNotInFile: number;
  /** By chain and sequence; those of checkpoints first. */
  readonly faults: readonly AuditFault[];
}

/**
 * Checks every chain of the audit log against itself and against the signed checkpoints in the database and in
 * the file. May run while the program works: what is appended meanwhile is left for the next time. What was
 * rewritten consistently after the last checkpoint cannot be found; checkpoints are a minute apart.
 */
export const verifyAudit = async ({
  db,
  tenancy,
  checkpointFile,
  key,
}: VerifyOptions): Promise<AuditReport> => {
  const lines = await openLines(checkpointFile);
  const signed = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => verifyCheckpoints(tx, lines, key));
  const chains = await listChains(db, signed);
  const faults: AuditFault[] = [...signed.faults];
  let entries = 0;
  for (const chain of chains) {
    const known = signed.known.get(chain) ?? new Map<number, string>();
    const result = await tenancy.read({ organisationId: chain }, (tx) => verifyChain(tx, chain, known));
    entries += result.entries;
    faults.push(...result.faults);
  }
  return {
    ok: faults.length === 0,
    chains: chains.length,
    entries,
    checkpoints: signed.checkpoints,
    checkpointsNotInFile: signed.notInFile,
    faults,
  };
};

/**
 * Starts reading the file now, up to its present end: a checkpoint is committed before it is written there, so
 * a snapshot of the database taken later has every line read here.
 */
const openLines = async (file: string): Promise<AsyncIterable<FileLine>> => {
  const lines = readLines(file);
  const first = await lines.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* lines;
  })();
};

const listChains = async (db: Database, signed: CheckpointsResult): Promise<string[]> => {
  const rows = await db
    .withTables<AuditTables>()
    .selectFrom('auditChain')
    .select('organisationId')
    .where('sequence', '>', '0')
    .execute();
  return [...new Set([...rows.map((row) => row.organisationId), ...signed.known.keys()])].sort();
};
