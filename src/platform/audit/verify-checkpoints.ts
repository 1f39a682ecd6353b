import type { Tx } from '../postgres/database.ts';
import type { AuditVerifier } from './audit-key.ts';
import { type Checkpoint, checkpointOf, hashCheckpoint, isSignedBy, lineOf } from './checkpoint.ts';
import type { FileLine } from './checkpoint-file.ts';
import type { AuditFault, AuditFaultKind } from './fault.ts';
import type { AuditTables } from './tables.ts';

export interface CheckpointsResult {
  readonly checkpoints: number;
  /** Checkpoints at the end of the database that the file does not have yet. */
  readonly notInFile: number;
  readonly faults: readonly AuditFault[];
  /** What validly signed checkpoints state: organisation → sequence → hash. */
  readonly known: ReadonlyMap<string, ReadonlyMap<number, string>>;
}

const batchSize = 1000;

/**
 * Compares the checkpoints in the file with those in the database, in order, and checks signatures and links.
 * A checkpoint is believed wherever it stands, as long as its signature is ours.
 */
export const verifyCheckpoints = async (
  tx: Tx,
  lines: AsyncIterable<FileLine>,
  key: AuditVerifier | undefined,
): Promise<CheckpointsResult> => {
  const ledger = createLedger(key);
  const rows = readRows(tx)[Symbol.asyncIterator]();
  let row = await rows.next();
  for await (const { line, checkpoint } of lines) {
    if (checkpoint === undefined) {
      ledger.fault('file-damaged', null, `Line ${line} of the file is not a checkpoint.`);
      continue;
    }
    while (!row.done && row.value.number < checkpoint.number) {
      ledger.skippedByFile(row.value);
      row = await rows.next();
    }
    if (row.done || row.value.number > checkpoint.number) {
      ledger.onlyInFile(checkpoint);
    } else {
      ledger.inBoth(checkpoint, row.value);
      row = await rows.next();
    }
  }
  for (; !row.done; row = await rows.next()) ledger.notInFileYet(row.value);
  return ledger.end();
};

async function* readRows(tx: Tx): AsyncGenerator<Checkpoint, undefined> {
  for (let after = '0'; ; ) {
    const rows = await tx
      .withTables<AuditTables>()
      .selectFrom('auditCheckpoint')
      .selectAll()
      .where('number', '>', after)
      .orderBy('number')
      .limit(batchSize)
      .execute();
    for (const row of rows) yield checkpointOf(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return undefined;
    after = last.number;
  }
}

const createLedger = (key: AuditVerifier | undefined) => {
  const faults: AuditFault[] = [];
  const known = new Map<string, Map<number, string>>();
  let count = 0;
  let notInFile = 0;
  let before: Checkpoint | undefined;

  const fault = (kind: AuditFaultKind, about: Checkpoint | null, detail: string): void => {
    faults.push({
      kind,
      chain: about?.organisationId ?? null,
      sequence: about?.sequence ?? null,
      checkpoint: about?.number ?? null,
      detail,
    });
  };

  /** Checks signature and link; a signed one becomes known. */
  const accept = (checkpoint: Checkpoint): void => {
    count += 1;
    const signed = key !== undefined && isSignedBy(checkpoint, key);
    if (!signed)
      fault('checkpoint-forged', checkpoint, `Checkpoint ${checkpoint.number} was not signed by our key.`);
    else learn(known, checkpoint);
    const expected = (before?.number ?? 0) + 1;
    if (checkpoint.number !== expected)
      fault(
        'checkpoint-missing',
        checkpoint,
        `Checkpoints ${expected} to ${checkpoint.number - 1} are missing.`,
      );
    else if (signed && checkpoint.previous !== hashCheckpoint(before))
      fault(
        'checkpoint-missing',
        checkpoint,
        `Checkpoint ${checkpoint.number} does not follow the one before it.`,
      );
    before = checkpoint;
  };

  return {
    fault,
    inBoth: (inFile: Checkpoint, inDatabase: Checkpoint): void => {
      accept(inFile);
      if (lineOf(inFile) === lineOf(inDatabase)) return;
      fault(
        'checkpoint-altered',
        inFile,
        `Checkpoint ${inFile.number} differs between the file and the database.`,
      );
      if (key && isSignedBy(inDatabase, key)) learn(known, inDatabase);
    },
    onlyInFile: (checkpoint: Checkpoint): void => {
      accept(checkpoint);
      fault(
        'database-older',
        checkpoint,
        `Checkpoint ${checkpoint.number} of ${checkpoint.at} is in the file but not in the database.`,
      );
    },
    skippedByFile: (checkpoint: Checkpoint): void => {
      accept(checkpoint);
      fault('checkpoint-missing', checkpoint, `The file skips checkpoint ${checkpoint.number}.`);
    },
    notInFileYet: (checkpoint: Checkpoint): void => {
      accept(checkpoint);
      notInFile += 1;
    },
    end: (): CheckpointsResult => ({ checkpoints: count, notInFile, faults, known }),
  };
};

const learn = (known: Map<string, Map<number, string>>, checkpoint: Checkpoint): void => {
  const chain = known.get(checkpoint.organisationId) ?? new Map<number, string>();
  known.set(checkpoint.organisationId, chain.set(checkpoint.sequence, checkpoint.hash));
};
