import type { ColumnType } from 'kysely';
import type { Tx } from '../../platform/postgres/database.ts';
import type { AuditProblem } from '../../shared/licences/audit-result.ts';
import type { FindingState } from '../../shared/licences/contract.ts';

/** jsonb: written as text, so that an array is not taken for a PostgreSQL array. */
type Json<T> = ColumnType<T, string, string>;
/** A date: written as `2026-06-30`; read as text by a cast of the query. */
type Day = ColumnType<unknown, string | null, string | null>;

interface PriceTable {
  id: string;
  organisationId: string;
  source: 'contract' | 'partner';
  skuPartNumber: string;
  currency: string;
  /** `numeric` arrives as text. */
  monthlyPrice: string;
  termEndDate: Day;
  termDuration: string | null;
  billingPlan: string | null;
  changedAt: Date;
  changedBy: string | null;
}

interface PolicyTable {
  organisationId: string;
  policy: Json<Record<string, unknown>>;
  changedAt: Date;
  changedBy: string | null;
}

/** Why a later sync did not replace the present state. */
export interface KeptState {
  readonly syncId: string;
  readonly asOf: string;
  readonly code: string;
  readonly detail: string;
  /** Users that it read. */
  readonly users: number;
}

interface JudgementTable {
  connectionId: string;
  organisationId: string;
  syncId: string | null;
  syncStartedAt: Date;
  asOf: Day;
  judgedAt: Date;
  users: number;
  problems: Json<AuditProblem[]>;
  kept: ColumnType<KeptState | null, string | null, string | null>;
}

interface FindingTable {
  id: string;
  organisationId: string;
  connectionId: string;
  state: FindingState;
  snoozedUntil: Day;
  lastSeenOn: Day;
  decidedBy: string | null;
  decidedAt: Date | null;
}

interface MixTable {
  connectionId: string;
  organisationId: string;
  policy: Json<Record<string, unknown>>;
  runId: string | null;
  syncId: string | null;
  computedPolicy: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  computedAt: Date | null;
  result: ColumnType<unknown, string | null, string | null>;
  assignments: Buffer | null;
}

type Tables = {
  licencePrice: PriceTable;
  licencePolicy: PolicyTable;
  licenceJudgement: JudgementTable;
  licenceMix: MixTable;
  finding: FindingTable;
  person: { id: string; name: string };
};

/** The transaction with the tables that this feature writes one row at a time. */
export const tables = (tx: Tx) => tx.withTables<Tables>();
