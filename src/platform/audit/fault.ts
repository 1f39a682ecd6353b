/**
 * What verification can find:
 * - `edited` an entry does not hash to what it says
 * - `deleted` numbers are missing inside a chain
 * - `reordered` an intact entry stands in another's place
 * - `relinked` an entry is intact but does not follow the one before it
 * - `truncated` a chain ends before an entry that is known to have existed
 * - `rewritten` an entry differs from the signed checkpoint (or the head) that was taken of it
 * - `unknown-format` an entry that a newer program wrote, or nobody
 * - `checkpoint-forged` a checkpoint that our key did not sign as it stands
 * - `checkpoint-altered` the file and the database tell different things of one checkpoint
 * - `checkpoint-missing` a checkpoint that must have existed is in neither, or the file skips it
 * - `database-older` the file knows checkpoints that the database has never seen or has forgotten
 * - `file-damaged` a line of the file is no checkpoint
 */
export type AuditFaultKind =
  | 'edited'
  | 'deleted'
  | 'reordered'
  | 'relinked'
  | 'truncated'
  | 'rewritten'
  | 'unknown-format'
  | 'checkpoint-forged'
  | 'checkpoint-altered'
  | 'checkpoint-missing'
  | 'database-older'
  | 'file-damaged';

/** One fault, with the place where it is. */
export interface AuditFault {
  readonly kind: AuditFaultKind;
  /** The organisation whose chain it is (nil UUID: the installation); null where no single chain is meant. */
  readonly chain: string | null;
  /** Number of the entry in its chain. */
  readonly sequence: number | null;
  /** Number of the checkpoint. */
  readonly checkpoint: number | null;
  readonly detail: string;
}

/** A fault inside a chain. */
export const chainFault = (
  kind: AuditFaultKind,
  chain: string,
  sequence: number,
  detail: string,
): AuditFault => ({ kind, chain, sequence, checkpoint: null, detail });
