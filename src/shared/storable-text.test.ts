import { expect, test } from 'vitest';
import { storableJson, storableText } from './storable-text.ts';

test('a NUL and half a surrogate pair become U+FFFD, everything else stays', () => {
  expect(storableText('a\0b\ud83d\u0001')).toBe('a\ufffdb\ufffd\u0001');
  expect(storableText('whole: 😀 "quoted" \\u0000')).toBe('whole: 😀 "quoted" \\u0000');
});

test('in JSON this holds for texts and names at every depth', () => {
  const value = { 'k\0': ['\0\udc00', { deep: 'x\0' }], plain: 1, none: null };
  expect(JSON.parse(storableJson(value))).toEqual({
    'k\ufffd': ['\ufffd\ufffd', { deep: 'x\ufffd' }],
    plain: 1,
    none: null,
  });
});

test('text that only looks like an escape is left as it is', () => {
  const value = { a: '\\u0000', b: '\\\\u0000', c: '\\', d: '\\\0', e: '\n"😀' };
  expect(JSON.parse(storableJson(value))).toEqual({ ...value, d: '\\\ufffd' });
});
