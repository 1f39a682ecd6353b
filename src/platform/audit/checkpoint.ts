import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditKey, AuditVerifier } from './audit-key.ts';
import { canonicalJson } from './canonical-json.ts';
import { genesisHash } from './entry.ts';
import type { CheckpointRow } from './tables.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/**
 * A signed statement: at this time the chain of this organisation had this many entries, the last of them with
 * this hash. Checkpoints of all chains form one chain themselves (`number`, `previous`), so that none can be
 * left out.
 */
export const checkpointSchema = z.strictObject({
  number: z.int().positive(),
  at: z.iso.datetime(),
  organisationId: z.uuid(),
  sequence: z.int().positive(),
  hash: hex(32),
  previous: hex(32),
  keyId: hex(8),
  signature: hex(64),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** The checkpoint as one line, without its line break: the very bytes in the file outside the database. */
export const lineOf = (checkpoint: Checkpoint): string => canonicalJson(checkpoint);

/** What the next checkpoint names as its `previous`. */
export const hashCheckpoint = (checkpoint: Checkpoint | undefined): string =>
  checkpoint === undefined
    ? genesisHash.toString('hex')
    : createHash('sha256').update(lineOf(checkpoint)).digest('hex');

// The prefix keeps a signature of this key over anything else from passing as a checkpoint.
const messageOf = ({ signature: _, ...unsigned }: Checkpoint): string =>
  `trimtab audit checkpoint\n${canonicalJson(unsigned)}`;

/** Signs a checkpoint. */
export const signCheckpoint = (
  checkpoint: Omit<Checkpoint, 'keyId' | 'signature'>,
  key: AuditKey,
): Checkpoint => {
  const unsigned = { ...checkpoint, keyId: key.id, signature: '' };
  return { ...unsigned, signature: key.sign(messageOf(unsigned)).toString('hex') };
};

/** Whether the checkpoint was signed by this key, as it stands. */
export const isSignedBy = (checkpoint: Checkpoint, key: AuditVerifier): boolean =>
  checkpoint.keyId === key.id &&
  key.verifies(messageOf(checkpoint), Buffer.from(checkpoint.signature, 'hex'));

/** A checkpoint from its row. */
export const checkpointOf = (row: CheckpointRow): Checkpoint => ({
  number: Number(row.number),
  at: row.at.toISOString(),
  organisationId: row.organisationId,
  sequence: Number(row.sequence),
  hash: row.hash.toString('hex'),
  previous: row.previousHash.toString('hex'),
  keyId: row.keyId,
  signature: row.signature.toString('hex'),
});
