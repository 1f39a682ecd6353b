import type { Tx } from '../postgres/database.ts';
import { type Entry, entryFormat, genesisHash, hashDetail, hashEntry } from './entry.ts';
import { type AuditFault, chainFault } from './fault.ts';
import { type AuditTables, entryOf } from './tables.ts';

/** What is known of a chain from outside its entries: sequence → hash (hexadecimal). */
export type KnownHashes = ReadonlyMap<number, string>;

export interface ChainResult {
  readonly entries: number;
  readonly faults: readonly AuditFault[];
}

const batchSize = 1000;
/** Faults listed per chain: whoever rewrote a whole chain need not fill the memory, too. */
const faultMaximum = 200;

/**
 * Walks the chain of one organisation from its first entry, in a transaction scoped to it.
 * `known` are hashes that signed checkpoints state; the head's is added here.
 */
export const verifyChain = async (tx: Tx, chain: string, known: KnownHashes): Promise<ChainResult> => {
  const expectations = await withHead(tx, chain, known);
  const walk = createWalk(chain, expectations);
  for (let after = 0; ; ) {
    const batch = await readBatch(tx, after);
    for (const entry of batch) walk.next(entry);
    if (batch.length < batchSize) break;
    after = batch.at(-1)?.sequence ?? after;
  }
  return walk.end();
};

const withHead = async (tx: Tx, chain: string, known: KnownHashes): Promise<Map<number, Set<string>>> => {
  const expectations = new Map([...known].map(([sequence, hash]) => [sequence, new Set([hash])]));
  const head = await tx
    .withTables<AuditTables>()
    .selectFrom('auditChain')
    .selectAll()
    .where('organisationId', '=', chain)
    .executeTakeFirst();
  if (head && head.sequence !== '0') {
    const sequence = Number(head.sequence);
    expectations.set(sequence, new Set(expectations.get(sequence)).add(head.hash.toString('hex')));
  }
  return expectations;
};

const readBatch = async (tx: Tx, after: number): Promise<Entry[]> => {
  const rows = await tx
    .withTables<AuditTables>()
    .selectFrom('auditEntry')
    .selectAll()
    .where('sequence', '>', String(after))
    .orderBy('sequence')
    .limit(batchSize)
    .execute();
  return rows.map(entryOf);
};

const createWalk = (chain: string, expectations: ReadonlyMap<number, ReadonlySet<string>>) => {
  const faults: AuditFault[] = [];
  const damaged: Entry[] = [];
  let count = 0;
  /** The hash is undefined behind a damaged entry: nothing can be said about what follows it. */
  let last: { sequence: number; hash: Buffer | undefined } = { sequence: 0, hash: genesisHash };

  const next = (entry: Entry): void => {
    count += 1;
    const follows = entry.sequence === last.sequence + 1;
    if (!follows) faults.push(gap(chain, last.sequence + 1, entry.sequence - 1));
    const known = entry.format === entryFormat;
    const intact = known && isIntact(entry);
    if (!known) faults.push(unknownFormat(entry));
    else if (!intact) damaged.push(entry);
    else if (follows && last.hash && !entry.previousHash.equals(last.hash)) faults.push(relinked(entry));
    const hash = entry.hash.toString('hex');
    for (const expected of expectations.get(entry.sequence) ?? [])
      if (expected !== hash) faults.push(rewritten(entry, expected));
    last = { sequence: entry.sequence, hash: intact ? entry.hash : undefined };
  };

  const end = (): ChainResult => {
    const furthest = Math.max(0, ...expectations.keys());
    if (furthest > last.sequence) faults.push(truncated(chain, last.sequence, furthest));
    const places = damaged.slice(0, faultMaximum);
    const all = [...faults, ...places.map((entry) => diagnose(entry, places))];
    all.sort((left, right) => (left.sequence ?? 0) - (right.sequence ?? 0));
    return { entries: count, faults: all.slice(0, faultMaximum) };
  };

  return { next, end };
};

const isIntact = (entry: Entry, sequence = entry.sequence): boolean =>
  entry.salt !== null &&
  hashDetail(entry, entry.salt).equals(entry.detailHash) &&
  hashEntry({ ...entry, sequence }).equals(entry.hash);

/** An entry that is whole under the number of another damaged place was moved, not edited. */
const diagnose = (entry: Entry, places: readonly Entry[]): AuditFault => {
  const origin = places.find((place) => isIntact(entry, place.sequence));
  return origin
    ? chainFault(
        'reordered',
        entry.organisationId,
        entry.sequence,
        `Entry ${entry.sequence} is what entry ${origin.sequence} was: entries have changed places.`,
      )
    : chainFault(
        'edited',
        entry.organisationId,
        entry.sequence,
        `Entry ${entry.sequence} ("${entry.action}") was changed after it was written.`,
      );
};

const gap = (chain: string, from: number, to: number): AuditFault =>
  chainFault(
    'deleted',
    chain,
    from,
    from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`,
  );

const unknownFormat = (entry: Entry): AuditFault =>
  chainFault(
    'unknown-format',
    entry.organisationId,
    entry.sequence,
    `Entry ${entry.sequence} has format ${entry.format}, which this version does not know.`,
  );

const relinked = (entry: Entry): AuditFault =>
  chainFault(
    'relinked',
    entry.organisationId,
    entry.sequence,
    `Entry ${entry.sequence} does not follow entry ${entry.sequence - 1}: one of the two was replaced.`,
  );

const rewritten = (entry: Entry, expected: string): AuditFault =>
  chainFault(
    'rewritten',
    entry.organisationId,
    entry.sequence,
    `Entry ${entry.sequence} is not the one that was there when its hash was noted (${expected.slice(0, 16)}…).`,
  );

const truncated = (chain: string, last: number, furthest: number): AuditFault =>
  chainFault('truncated', chain, last + 1, `The chain ends at entry ${last}, but had at least ${furthest}.`);
