import { createHash } from 'node:crypto';
import type { AnswerCache } from './answer-cache.ts';
import type { CostQuestions } from './cost-questions.ts';

/**
 * Remembers which consumed units some charges have: whoever looks at prices per unit asks by region, then by
 * service, then by day, and the units stay the same. The ask names immutable files by their paths, which are of
 * one organisation.
 */
export const withKeptUnits = (questions: CostQuestions, cache: AnswerCache): CostQuestions => ({
  ...questions,
  consumedUnits: (ask, signal) => {
    const digest = createHash('sha256').update(JSON.stringify(ask)).digest('base64url');
    return cache.answer(`units|${digest}`, (stop) => questions.consumedUnits(ask, stop), signal);
  },
});
