import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiProblem } from '../api/problem.ts';
import { fieldErrorsOf, serverErrors } from './use-form.ts';

describe('the messages of a form', () => {
  it('are the first one of each field', () => {
    const schema = z.object({ name: z.string().min(2, 'longer').regex(/^x/, 'an x first'), age: z.number() });
    const { error } = schema.safeParse({ name: 'a', age: 1 });
    expect(error && fieldErrorsOf(error)).toEqual({ name: 'longer' });
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
