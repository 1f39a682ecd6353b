import { storableJson } from '../../shared/storable-text.ts';
import type { PackedRows, RowRecord } from './insert-records.ts';

/** Rows for one statement. */
export interface Batch {
  readonly rows: PackedRows;
  readonly count: number;
}

/** A statement takes so many rows, or so much text: few enough to stay small in memory. */
const mostRows = 1000;
const mostCharacters = 1 << 20;

/** Packs the JSON texts of rows into the batches of statements. */
export function* packTexts(texts: Iterable<string>): Generator<Batch> {
  let batch: string[] = [];
  let characters = 0;
  const packed = (): Batch => ({ rows: Buffer.from(`[${batch.join(',')}]`), count: batch.length });
  for (const text of texts) {
    batch.push(text);
    characters += text.length;
    if (batch.length < mostRows && characters < mostCharacters) continue;
    yield packed();
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield packed();
}

/** The same for rows as they are. */
export const packRows = (rows: Iterable<RowRecord>): Generator<Batch> => packTexts(textsOf(rows));

function* textsOf(rows: Iterable<RowRecord>): Generator<string> {
  for (const row of rows) yield storableJson(row);
}
