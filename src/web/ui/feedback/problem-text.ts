import type { TFunction } from 'i18next';
import { type ApiProblem, asProblem } from '../api/problem.ts';

export interface ProblemText {
  readonly title: string;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly requestId: string | undefined;
}

const known = new Set([
  'offline',
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid_input',
  'conflict',
  'already_running',
  'stale_version',
  'too_large',
  'unsupported_media',
  'idempotency_key_reused',
  'unprocessable',
  'audit_missing',
  'rate_limited',
  'step_up_required',
  'internal',
  'unavailable',
]);

/** What needs no answer of the server to be explained: it never came, or the person said no. */
const ownDetails: Readonly<Record<string, string>> = {
  offline: 'problem.offlineDetail',
  step_up_required: 'problem.stepUpDetail',
};

/**
 * A problem in the member's words: titles are ours for the common codes; detail and fix are the server's,
 * which knows what happened.
 */
export const problemText = (error: unknown, t: TFunction<'ui'>): ProblemText => {
  const problem: ApiProblem = asProblem(error);
  const ownDetail = ownDetails[problem.code];
  return {
    title: known.has(problem.code) ? t(`problem.${problem.code}` as 'problem.offline') : problem.title,
    detail: ownDetail === undefined ? problem.detail : t(ownDetail as 'problem.offlineDetail'),
    fix: ownDetail === undefined ? problem.fix : undefined,
    requestId: ownDetail === undefined ? problem.requestId : undefined,
  };
};
