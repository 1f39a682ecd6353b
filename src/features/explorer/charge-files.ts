import type { Tx } from '../../platform/postgres/database.ts';

/** One live Parquet file of an organisation's lake, as the manifest describes it. */
export interface ChargeFile {
  /** Absolute. Files never change; a re-delivered billing period brings new ones. */
  readonly path: string;
  readonly rows: number;
  readonly providerName: string | null;
  readonly currencies: readonly string[];
  /** Of its rows: for skipping files that a period does not touch. */
  readonly minChargePeriodStart: Date;
  readonly maxChargePeriodStart: Date;
  readonly maxChargePeriodEnd: Date;
  readonly importedAt: Date;
}

/** What is live at one moment. */
export interface LiveFiles {
  /** Changes with every change of the list, and never comes back for another list. */
  readonly generation: string;
  readonly files: readonly ChargeFile[];
}

/** The manifest, as the explorer needs it. */
export interface ChargeFiles {
  live(tx: Tx, organisationId: string): Promise<LiveFiles>;
}

/** Two instants; the end is exclusive. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The files with charges that may begin in one of the spans. */
export const filesWithin = (files: readonly ChargeFile[], spans: readonly Span[]): readonly ChargeFile[] =>
  files.filter((file) =>
    spans.some((span) => file.minChargePeriodStart < span.to && file.maxChargePeriodStart >= span.from),
  );

/** The currencies of files, the one with the most rows first. */
export const currenciesOf = (files: readonly ChargeFile[]): readonly string[] => {
  const rows = new Map<string, number>();
  for (const file of files) {
    for (const currency of file.currencies) rows.set(currency, (rows.get(currency) ?? 0) + file.rows);
  }
  return [...rows].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([currency]) => currency);
};

/**
 * The end of what a file can tell: a monthly fee begins on the first and ends on the last of the month, but
 * says nothing about the days after it was delivered.
 */
const knownThrough = (file: ChargeFile): Date =>
  file.maxChargePeriodEnd < file.importedAt ? file.maxChargePeriodEnd : file.importedAt;

/** The end of what has been imported, over all files; undefined without any. */
export const dataThrough = (files: readonly ChargeFile[]): Date | undefined =>
  files.map(knownThrough).reduce<Date | undefined>((a, b) => (a !== undefined && a > b ? a : b), undefined);
