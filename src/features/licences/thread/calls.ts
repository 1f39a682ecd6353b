import type { AuditProblem } from '../../../shared/licences/audit-result.ts';
import type { MixResult } from '../../../shared/licences/mix-result.ts';
import type { PackedRows, RowRecord } from '../insert-records.ts';
import type { BasisRows } from '../judge/basis.ts';
import type { FindingBatch, Judging, Moves } from '../judge/finding-rows.ts';
import type { LandedSync } from '../judge/landed.ts';
import type { Owner } from '../judge/owner.ts';
import type { Batch } from '../pack-rows.ts';

/** A tenant judged by prices and a policy, without its users and findings: those are taken in batches. */
export interface JudgedFacts {
  readonly users: number;
  /** All findings, and those of them whose seat a stronger one counts already. */
  readonly findings: number;
  readonly superseded: number;
  readonly problems: readonly AuditProblem[];
  readonly skus: readonly RowRecord[];
  /** Null where nobody could read them. */
  readonly subscriptions: readonly RowRecord[] | null;
  readonly workloads: readonly RowRecord[];
}

/** Users to write, or to delete: then the rows are ids. */
export type UserBatch = Batch & { readonly what: 'changed' | 'gone' };

export interface PlannedMix {
  readonly summary: Pick<MixResult, 'users' | 'currency' | 'monthlySaving' | 'isProven'> & {
    readonly classes: number;
  };
  /** The JSON of the result. */
  readonly result: PackedRows;
  /** Who would hold what, packed. */
  readonly assignments: Uint8Array;
}

/** What the thread does for one job; `read` comes first. */
export interface LicenceCalls {
  read(sync: LandedSync): void;
  judge(by: { readonly owner: Owner; readonly basis: BasisRows }): JudgedFacts;
  /** Begins the batches of users; `known` as `readKnownUsers` gives it. */
  users(by: { readonly owner: Owner; readonly known: string }): void;
  /** Begins the batches of findings; `known` as `readKnownFindings` gives it. */
  findings(by: { readonly judging: Judging; readonly known: string }): Moves;
  nextUsers(nothing: null): UserBatch | null;
  nextFindings(nothing: null): FindingBatch | null;
  mix(by: {
    readonly basis: BasisRows;
    readonly policy: Readonly<Record<string, unknown>>;
    /** Longest search of one solve. */
    readonly solveLimitSeconds: number;
  }): PlannedMix;
}

/** What the thread may ask of the main thread, which alone reaches the database. */
export interface MainCalls {
  /** The next answer of a source, unpacked; null after the last. */
  page(source: string): Uint8Array | null;
  /** Which source is being read. */
  reading(source: string): void;
  /** A search begins, or the last one has ended. */
  solving(isBusy: boolean): void;
}
