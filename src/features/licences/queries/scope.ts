import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { type CashKinds, cashKinds } from '../../../shared/licences/audit-result.ts';
import { undecidedStates } from '../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../shared/money.ts';

/** A condition in SQL. Row-level security keeps to the organisation; these only narrow what it may see. */
export type Condition = RawBuilder<unknown>;

/** All of them; `true` for none. */
export const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);

/** Of one tenant, or of all. `column` is an identifier of ours. */
export const ofConnection = (column: string, connectionId: string | undefined): Condition =>
  connectionId === undefined ? sql`true` : sql`${sql.ref(column)} = ${connectionId}`;

/** One of these values; the empty text stands for null. */
export const isAnyOf = (column: string, values: readonly string[] | undefined): Condition[] => {
  if (values === undefined) return [];
  const named = values.filter((value) => value !== '');
  const listed = sql`${sql.ref(column)} = any(${named}::text[])`;
  return [values.includes('') ? sql`(${sql.ref(column)} is null or ${listed})` : listed];
};

/** Contains the text, whatever the case: `%`, `_` and `\` mean themselves. */
export const contains = (columns: readonly string[], search: string | undefined): Condition[] => {
  if (search === undefined || search === '') return [];
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const each = columns.map((column) => sql`${sql.ref(column)} ilike ${pattern}`);
  return [sql`(${sql.join(each, sql` or `)})`];
};

/** States that wait for a decision. */
export const undecided = sql`any(${[...undecidedStates]}::text[])`;

/** A sum as SQL groups it: of one currency and kind of saving. */
export interface SumRow {
  readonly currency: string;
  readonly kind: string;
  readonly amount: string;
}

interface Saving {
  currency: string;
  byKind: Record<(typeof cashKinds)[number], string>;
}

const isCash = (kind: string): kind is CashKinds => (cashKinds as readonly string[]).includes(kind);

/** Sums by currency, each kind on its own: they are never added together. Currencies in alphabetical order. */
export const savingsOf = (rows: readonly SumRow[]): Saving[] => {
  const sums = new Map<string, Map<CashKinds, Exact>>();
  for (const { currency, kind, amount } of rows) {
    if (!isCash(kind)) continue;
    const kinds = sums.get(currency) ?? new Map<CashKinds, Exact>();
    kinds.set(kind, (kinds.get(kind) ?? new Exact(0)).plus(amount));
    sums.set(currency, kinds);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, kinds]) => ({
      currency,
      byKind: {
        'freed-seat': formatDecimal(kinds.get('freed-seat') ?? 0, 2),
        'cash-at-renewal': formatDecimal(kinds.get('cash-at-renewal') ?? 0, 2),
        'avoided-purchase': formatDecimal(kinds.get('avoided-purchase') ?? 0, 2),
      },
    }));
};

/** Amounts by currency, in alphabetical order. */
export const amountsOf = (
  rows: readonly { readonly currency: string | null; readonly amount: string | null }[],
): { currency: string; amount: string }[] => {
  const sums = new Map<string, Exact>();
  for (const { currency, amount } of rows) {
    if (currency === null || amount === null) continue;
    sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(amount));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: formatDecimal(amount, 2) }));
};

const placeSchema = z.tuple([z.literal('from'), z.int().min(0).max(10_000_000)]);

/** The place at which the next page of a list begins. What lists show changes with a sync, not in between. */
export const writePlace = (from: number): string =>
  Buffer.from(JSON.stringify(['from', from])).toString('base64url');

/** @throws AppError invalid_input when it is not one of ours */
export const readPlace = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))[1];
  } catch {
    throw new AppError('invalid_input', {
      detail: 'query.cursor is not a cursor of this list.',
      fix: 'Send nextCursor as it came, or begin without a cursor.',
    });
  }
};
