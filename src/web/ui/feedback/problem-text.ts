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
  'rate_limited',
  'internal',
  'unavailable',
]);

/**
 * A problem in the member's words: titles are ours for the common codes; detail and fix are the server's,
 * which knows what happened.
 */
export const problemText = (error: unknown, t: TFunction<'ui'>): ProblemText => {
  const problem: ApiProblem = asProblem(error);
  return {
    title: known.has(problem.code) ? t(`problem.${problem.code}` as 'problem.offline') : problem.title,
    detail: problem.code === 'offline' ? t('problem.offlineDetail') : problem.detail,
    fix: problem.fix,
    requestId: problem.requestId,
  };
};
