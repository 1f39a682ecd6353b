import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { fileRefusals } from '../../../../shared/imports/refusals.ts';
import texts from '../i18n/en.json' with { type: 'json' };
import { refusalText } from './refusal-text.ts';

const t = ((key: string, values?: object) =>
  [key, ...Object.values(values ?? {})].join(' ')) as unknown as TFunction<'imports'>;

it('says why a file was refused by the code of the server, and leaves what it does not know', () => {
  const meta = { refusal: 'unknown-format', file: 'a.csv', row: 0, nearest: 'focus', missing: ['B', 'C'] };
  expect(refusalText(meta, t)).toEqual({
    code: 'file_refused',
    title: 'refusal.unknown-format.title',
    detail: 'refusal.unknown-format.detail a.csv imports:refusal.lacks focus B, C',
    fix: 'refusal.unknown-format.fix',
  });
  expect(refusalText({ file: 'a.csv', row: 3 }, t)).toBeUndefined();
  expect(refusalText({ refusal: 'later', file: 'a.csv' }, t)).toBeUndefined();
  expect(refusalText(undefined, t)).toBeUndefined();
});

it('has words for every refusal', () => {
  const { lacks: _, ...said } = texts.refusal;
  expect(Object.keys(said).toSorted()).toEqual(fileRefusals.toSorted());
});
