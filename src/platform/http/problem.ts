import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode, type Problem } from '../../shared/errors.ts';

/** Fastify's own refusals, in our codes. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_media',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Turns anything thrown into the error type of the product; what is unknown becomes `internal` and says nothing. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const status = (error as FastifyError | undefined)?.statusCode;
  const code = status === undefined ? undefined : codeOfStatus[status];
  if (code) return new AppError(code, { detail: (error as Error).message, cause: error });
  return new AppError('internal', {
    detail: 'An unexpected error happened; nothing was changed.',
    fix: 'Try again; if it stays, give the request id to your administrator, who finds the cause in the log.',
    cause: error,
  });
};

const fieldErrors = (error: unknown): Problem['errors'] => {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const place = error.validationContext ?? 'body';
  return error.validation.slice(0, 200).map((issue) => ({
    path: `${place}${issue.instancePath.replaceAll('/', '.')}`.slice(0, 400),
    message: (issue.message ?? 'not valid').slice(0, 1000),
  }));
};

/** RFC 9457 body of an error. */
export const problemOf = (error: unknown, requestId: string): Problem => {
  const errors = fieldErrors(error);
  const app = errors
    ? new AppError('invalid_input', {
        detail: errors
          .map((item) => `${item.path}: ${item.message}`)
          .join('; ')
          .slice(0, 4000),
      })
    : toAppError(error);
  return {
    type: `https://trimtab.dev/problems/${app.code}`,
    title: app.title,
    status: app.status,
    detail: app.detail.slice(0, 4000),
    code: app.code,
    requestId,
    ...(app.fix ? { fix: app.fix } : {}),
    ...(errors ? { errors } : {}),
    ...(Object.keys(app.meta).length > 0 ? { meta: { ...app.meta } } : {}),
  };
};

/** Fastify's error handler: answers with a problem and logs what is our fault. */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  else request.log.info({ code: problem.code, detail: problem.detail }, 'request refused');
  if (isResponseSerializationError(error))
    request.log.error({ issues: error.cause.issues }, 'answer breaks its contract');
  const retryAfterS = problem.meta?.retryAfterS;
  if (typeof retryAfterS === 'number') reply.header('retry-after', String(retryAfterS));
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
};
