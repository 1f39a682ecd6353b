import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiProblem } from '../api/problem.ts';
import { fieldErrorsOf, serverErrors } from './use-form.ts';

const t = ((key: string, values?: object) =>
  [key, ...Object.values(values ?? {})].join(' ')) as TFunction<'ui'>;

describe('the messages of a form', () => {
  it('are the first one of each field, in the words of the console', () => {
    const schema = z.object({
      name: z.string().min(12, 'english').regex(/^x/),
      email: z.email(),
      tags: z.array(z.string()).min(1),
    });
    const { error } = schema.safeParse({ name: 'a', email: '', tags: [] }, { reportInput: true });
    expect(error && fieldErrorsOf(error, t)).toEqual({
      name: 'invalid.short 12',
      email: 'invalid.required',
      tags: 'invalid.few 1',
    });
  });

  it('take what the server says about fields this form has, and leave the rest to the whole form', () => {
    const problem = new ApiProblem({
      code: 'invalid_input',
      status: 400,
      title: '',
      detail: '',
      errors: [
        { path: 'body.email', message: 'taken' },
        { path: 'body/name', message: 'too long' },
        { path: 'query.limit', message: 'not here' },
      ],
    });
    expect(serverErrors(problem, ['email', 'name'])).toEqual({ email: 'taken', name: 'too long' });
  });
});
