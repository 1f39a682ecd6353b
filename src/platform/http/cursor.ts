import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';

const cursorSchema = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/** The place after which the next page begins: time and id of the last item, opaque to callers. */
export interface Cursor {
  readonly createdAt: Date;
  readonly id: string;
}

/** Writes a cursor. */
export const writeCursor = ({ createdAt, id }: Cursor): string =>
  Buffer.from(JSON.stringify([createdAt.toISOString(), id])).toString('base64url');

/**
 * Reads a cursor that a caller sent back.
 * @throws AppError invalid_input when it is not one of ours.
 */
export const readCursor = (text: string | undefined): Cursor | undefined => {
  if (text === undefined) return undefined;
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { createdAt: new Date(at), id };
  } catch {
    throw new AppError('invalid_input', {
      detail: 'query.cursor is not a cursor of this list.',
      fix: 'Send nextCursor as it came, or begin without a cursor.',
    });
  }
};

/** Cuts a list that was read with one item more than asked for into a page. */
export const pageFrom = <T extends { createdAt: Date; id: string }>(rows: readonly T[], limit: number) => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
};
