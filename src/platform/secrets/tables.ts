import type { ColumnType } from 'kysely';

interface DataKeyTable {
  readonly organisationId: string;
  readonly number: number;
  readonly state: ColumnType<'active' | 'retiring' | 'retired'>;
  readonly masterKeyId: ColumnType<string>;
  readonly wrapped: ColumnType<Buffer | null>;
  readonly createdAt: Date;
  readonly retiredAt: ColumnType<Date | null>;
}

interface DataKeyHolderTable {
  readonly organisationId: string;
  readonly rotationId: ColumnType<string | null>;
}

interface KeyRotationTable {
  readonly id: string;
  readonly startedAt: Date;
  readonly finishedAt: ColumnType<Date | null>;
}

interface SecretTable {
  readonly organisationId: string;
  readonly id: string;
  readonly purpose: string;
  readonly name: string;
  readonly value: ColumnType<Buffer>;
  readonly valueVersion: ColumnType<number>;
  readonly createdAt: Date;
  readonly updatedAt: ColumnType<Date>;
}

/** The tables of the secrets kernel, for `db.withTables<SecretTables>()`. */
export type SecretTables = {
  readonly dataKey: DataKeyTable;
  readonly dataKeyHolder: DataKeyHolderTable;
  readonly keyRotation: KeyRotationTable;
  readonly secret: SecretTable;
};
