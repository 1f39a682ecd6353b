import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkJson } from './check-json.ts';
import { AppError } from './errors.ts';
import { parseJson } from './parse-json.ts';

const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('text that is not JSON is refused with line and column', () => {
  it.each([
    ['a stray word', '{\n  "a": 1,\n  "b": oops\n}', 'at line 3, column 8: unexpected "o"'],
    ['a comma at the end of a list', '[1,\n2,]', 'at line 2, column 3: unexpected "]"'],
    ['a comma at the end of an object', '{"a":1,}', 'at line 1, column 8'],
    ['an end too early', '{"a":\n[1,2', 'at line 2, column 5'],
    ['a second document', '{"a":1}\n{"b":2}', 'at line 2, column 1'],
    ['a cut literal', '[tru]', 'at line 1, column 5: unexpected "]"'],
    [
      'a misplaced character in a long text',
      `[${'1,'.repeat(50_000)}\n?]`,
      'at line 2, column 1: unexpected "?"',
    ],
  ])('%s', (_what, text, expected) => {
    expect(refusal(() => parseJson('policy.json', '$', text)).detail).toContain(
      `policy.json, $: This is not valid JSON ${expected}`,
    );
  });

  it('and an empty file is called empty', () => {
    expect(refusal(() => parseJson('policy.json', '$', ' \n')).detail).toContain(
      'policy.json: The file is empty',
    );
  });

  it('with the remedy for this kind of file', () => {
    expect(refusal(() => parseJson('a', '$', '{', 'Export it again.')).fix).toBe('Export it again.');
    expect(refusal(() => parseJson('a', '$', '{')).fix).toMatch(/^Correct/);
  });
});

it('a number that no float holds is shown as it stands in the file', () => {
  const { detail } = refusal(() => parseJson('policy.json', '$', '{\n"days": 1e400}'));
  expect(detail).toBe('policy.json, $: found 1e400 at line 2, column 9; expected a smaller number.');
  expect(parseJson('a', '$', '{"days":"1e400","id":1e300}')).toEqual({ days: '1e400', id: 1e300 });
});

describe('what was expected is said in plain words', () => {
  const schema = z.strictObject({
    days: z.int().min(0).max(3650).optional(),
    format: z.literal(1).optional(),
    name: z.string().min(1).max(3).optional(),
    list: z.array(z.string()).max(1).optional(),
    kind: z.enum(['x', 'y']).optional(),
    day: z.iso.date().optional(),
    share: z.string().regex(/^0/, 'a share such as "0.05"').optional(),
    method: z
      .discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })])
      .optional(),
    either: z.union([z.literal(''), z.int()]).optional(),
    byName: z.record(z.string().max(2), z.int()).optional(),
    even: z
      .int()
      .refine((value) => value % 2 === 0, 'an even number')
      .optional(),
  });
  it.each([
    [{ days: 1e9 }, '$.days: found 1000000000; expected a number of at most 3650.'],
    [{ days: 1.5 }, '$.days: found 1.5; expected a whole number.'],
    [{ days: -1 }, '$.days: found -1; expected a number of at least 0.'],
    [{ format: 2 }, '$.format: found 2; expected 1.'],
    [{ name: '' }, '$.name: found ""; expected a text that is not empty.'],
    [{ name: 'long' }, '$.name: found "long"; expected at most 3 characters.'],
    [{ list: ['a', 'b'] }, '$.list: found ["a","b"]; expected at most 1 entry.'],
    [{ kind: 'z' }, '$.kind: found "z"; expected "x" or "y".'],
    [{ day: 'May' }, '$.day: found "May"; expected a day such as 2026-06-30.'],
    [{ share: '5' }, '$.share: found "5"; expected a share such as "0.05".'],
    [{ method: { kind: 'c' } }, '$.method.kind: found "c"; expected "a" or "b".'],
    [{ either: true }, '$.either: found true; expected "" or a number.'],
    [{ byName: { long: 1 } }, '$.byName.long: found 1; expected as its name at most 2 characters.'],
    [{ even: 3 }, '$.even: found 3; expected an even number.'],
    [{ colour: 'red' }, '$.colour: found "red"; no such name is known here.'],
    [[], '$: found []; expected an object.'],
  ])('%j', (value, expected) => {
    expect(refusal(() => checkJson('policy.json', '$', schema, value, 'Correct it.')).detail).toBe(
      `policy.json, ${expected}`,
    );
  });
});
