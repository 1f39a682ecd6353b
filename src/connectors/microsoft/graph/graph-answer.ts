import { z } from 'zod';
import { MicrosoftError } from '../microsoft-error.ts';

/** Longer than any link of Graph's: a skip token of a large tenant has some hundred characters. */
export const maxLinkLength = 8_192;

export const pageSchema = z.looseObject({
  value: z.array(z.unknown()).max(5_000),
  '@odata.nextLink': z.string().min(1).max(maxLinkLength).optional(),
});

const errorSchema = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string().catch('') }),
});

export interface GraphRefusal {
  readonly code: string;
  readonly message: string;
}

/** Graph's error of an answer; empty where the body is none. */
export const refusalOf = (body: unknown): GraphRefusal => {
  const read = errorSchema.safeParse(body);
  if (!read.success) return { code: '', message: '' };
  const { code, message } = read.data.error;
  return { code: code.slice(0, 200), message: message.slice(0, 2_000) };
};

/** The bytes as JSON; undefined where they are none, as with an answer that was cut off. */
export const jsonOf = (body: Buffer): unknown => {
  // Some of Graph's services begin with a byte order mark, which JSON.parse refuses.
  const text = body.toString('utf8');
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
};

/** The value in the shape that is expected. Throws `malformed_answer`, naming the place. */
export const shaped = <T>(schema: z.ZodType<T>, value: unknown, what: string): T => {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new MicrosoftError('malformed_answer', {
    detail: `It was ${what}: ${issue?.path.map(String).join('.') || 'the answer'} ${issue?.message ?? ''}`,
    meta: { what },
  });
};

/** A refusal that is not worth repeating, as an error. `permission` is the one that the call needs. */
export const refusalError = (
  status: number,
  body: unknown,
  { what, permission }: { readonly what: string; readonly permission?: string },
): MicrosoftError => {
  const { code } = refusalOf(body);
  const meta = { what, status, code, ...(permission !== undefined && { permission }) };
  if (status === 401) return new MicrosoftError('revoked', { meta });
  if (status === 403) {
    const detail = permission === undefined ? {} : { detail: `It is ${permission}.` };
    return new MicrosoftError('permission_missing', { ...detail, meta });
  }
  if (status === 404) return new MicrosoftError('not_found', { meta });
  return new MicrosoftError('rejected', { detail: `It was ${what}: ${status} ${code}`.trim(), meta });
};
