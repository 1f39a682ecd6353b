import { z } from 'zod';

/** Every error code of the product and the HTTP status it maps to: the only such table. */
export const statusOf = {
  invalid_input: 400,
  unauthenticated: 401,
  step_up_required: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  already_running: 409,
  stale_version: 412,
  too_large: 413,
  unsupported_media: 415,
  idempotency_key_reused: 422,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  audit_missing: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;

export interface ErrorOptions {
  /** What happened here, in one sentence a person can act on. */
  readonly detail: string;
  /** What the reader should do next. */
  readonly fix?: string;
  /** Places and values for machines; never secrets or personal data. */
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const titles: Record<ErrorCode, string> = {
  invalid_input: 'The input is not valid',
  unauthenticated: 'Sign in first',
  step_up_required: 'Confirm your password first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'This conflicts with what is there',
  already_running: 'Already running',
  stale_version: 'Changed by someone else meanwhile',
  too_large: 'Too large',
  unsupported_media: 'This kind of content is not supported',
  idempotency_key_reused: 'The idempotency key was used for another request',
  unprocessable: 'This cannot be processed',
  rate_limited: 'Too many requests',
  internal: 'Something went wrong on our side',
  audit_missing: 'The audit entry could not be written',
  unavailable: 'Not available at the moment',
};

/** The one error type of the product. `code` decides the HTTP status and the command line's exit code. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly meta: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, options: ErrorOptions) {
    super(options.detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = statusOf[code];
    this.title = titles[code];
    this.detail = options.detail;
    this.fix = options.fix;
    this.meta = options.meta ?? {};
  }
}

/** Somebody else's resource and one that does not exist are the same 404. */
export const notFound = (what: string): AppError =>
  new AppError('not_found', { detail: `No such ${what}, or you may not see it.` });

/** RFC 9457 problem details, the body of every error answer. */
export const problemSchema = z.object({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int(),
  detail: z.string().max(4000),
  code: z.string().max(64),
  fix: z.string().max(1000).optional(),
  requestId: z.string().max(64).optional(),
  errors: z
    .array(z.object({ path: z.string().max(400), message: z.string().max(1000) }))
    .max(200)
    .optional(),
  meta: z.record(z.string().max(100), z.unknown()).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
