import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  date: 'a day such as 2026-06-30',
  datetime: 'an instant such as 2026-06-30T00:00:00Z',
  email: 'an e-mail address',
  uuid: 'a UUID',
  url: 'an address such as https://example.com',
};

const quoted = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);

const anyOf = (values: readonly unknown[]): string => values.map(quoted).join(' or ');

const sizeOf = (bound: string, limit: unknown, origin: string): string => {
  if (origin === 'string') return `${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'set')
    return `${bound} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`;
  return `a number of ${bound} ${limit}`;
};

const boundOf = (issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string => {
  if (issue.code === 'too_big') {
    return sizeOf(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin);
  }
  if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'a text that is not empty';
  return sizeOf(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin);
};

const standard = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return anyOf(issue.values);
    case 'too_big':
    case 'too_small':
      return boundOf(issue);
    case 'invalid_format':
      return formats[issue.format] ?? 'another form of text';
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union': {
      if ('options' in issue && Array.isArray(issue.options)) return anyOf(issue.options);
      const firsts = issue.errors.flatMap(([first]) =>
        first ? [expectedOf(first).replace(/^expected /, '')] : [],
      );
      return firsts.length > 0 ? [...new Set(firsts)].join(' or ') : 'a value of another kind';
    }
    case 'invalid_key': {
      const [first] = issue.issues;
      return first ? expectedOf(first).replace('expected ', 'as its name ') : 'another name';
    }
    default:
      return 'another value';
  }
};

/** The validator's own English; every other message was written beside the schema. */
const isStandard = (message: string): boolean => /^(Invalid|Too (big|small)|Unrecognized)\b/.test(message);

/** A message that names what belongs there, rather than saying what is wrong. */
const namesWhat = /^(an?|the|each|no|nothing|at (most|least)|either|one of|from|less|more|\d)\b/i;

/** What belongs in the place of an issue, in plain words: `expected a whole number`. */
export const expectedOf = (issue: Issue): string => {
  const { message } = issue;
  if (isStandard(message)) return `expected ${standard(issue)}`;
  if (message.startsWith('expected ')) return message;
  return issue.code !== 'custom' || namesWhat.test(message) ? `expected ${message}` : message;
};
