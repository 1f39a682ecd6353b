import type { TFunction } from 'i18next';
import type { z } from 'zod';

/** What a schema refused, in the member's words: contracts write their messages in English, for the API. */
export const issueText = (issue: z.core.$ZodIssue, t: TFunction<'ui'>): string => {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue, t);
    case 'too_big':
      return tooBig(issue, t);
    case 'invalid_format':
      if (issue.input === '') return t('invalid.required');
      return issue.format === 'email' || issue.format === 'url'
        ? t(`invalid.${issue.format}`)
        : t('invalid.other');
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? t('invalid.required') : t('invalid.other');
    default:
      return t('invalid.other');
  }
};

const tooSmall = (issue: z.core.$ZodIssueTooSmall, t: TFunction<'ui'>): string => {
  const minimum = String(issue.minimum);
  if (issue.origin === 'array' || issue.origin === 'set') return t('invalid.few', { minimum });
  if (issue.origin !== 'string') return t('invalid.small', { minimum });
  return minimum === '1' ? t('invalid.required') : t('invalid.short', { minimum });
};

const tooBig = (issue: z.core.$ZodIssueTooBig, t: TFunction<'ui'>): string => {
  const maximum = String(issue.maximum);
  if (issue.origin === 'array' || issue.origin === 'set') return t('invalid.many', { maximum });
  return issue.origin === 'string' ? t('invalid.long', { maximum }) : t('invalid.large', { maximum });
};
