import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { decimalSchema } from '../../shared/money.ts';
import type { ChargePlace, ResourcePlace } from './cost-questions.ts';

const text = z.string().max(10_000).nullable();
const generation = z.string().max(100);
const count = z.int().min(0);

const resourceSchema = z.tuple([decimalSchema, text, text]);
const chargeSchema = z.tuple([generation, z.int(), count, count]);

const write = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const read = <T>(cursor: string, schema: z.ZodType<T>): T => {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new AppError('invalid_input', {
      detail: 'query.cursor is not a cursor of this list.',
      fix: 'Send nextCursor as it came, or begin without a cursor.',
    });
  }
};

/** The place after a resource, opaque to callers. */
export const writeResourcePlace = ({ total, providerName, resourceId }: ResourcePlace): string =>
  write([total, providerName, resourceId]);

/** @throws AppError invalid_input when it is not one of ours */
export const readResourcePlace = (cursor: string | undefined): ResourcePlace | undefined => {
  if (cursor === undefined) return undefined;
  const [total, providerName, resourceId] = read(cursor, resourceSchema);
  return { total, providerName, resourceId };
};

/** The place after a charge line; it means something in one generation of the lake only. */
export const writeChargePlace = (live: string, { startMs, file, row }: ChargePlace): string =>
  write([live, startMs, file, row]);

/**
 * @throws AppError invalid_input when it is not one of ours
 * @throws AppError conflict when the lake has changed since
 */
export const readChargePlace = (cursor: string | undefined, live: string): ChargePlace | undefined => {
  if (cursor === undefined) return undefined;
  const [generationThen, startMs, file, row] = read(cursor, chargeSchema);
  if (generationThen !== live) {
    throw new AppError('conflict', {
      detail: 'New charges were imported since the first page of this list.',
      fix: 'Begin again without a cursor.',
    });
  }
  return { startMs, file, row };
};
