import { expect, it } from 'vitest';
import { type FindingPages, without } from './optimistic.ts';

const page = (ids: readonly string[]) =>
  ({
    items: ids.map((id) => ({ id })),
    nextCursor: null,
    total: 250,
    savings: [],
  }) as unknown as FindingPages['pages'][number];
const data: FindingPages = { pages: [page(['a', 'b']), page(['c'])], pageParams: [undefined, 'next'] };

it('takes decided findings out of every page and out of the total, once', () => {
  const left = without(data, new Set(['b', 'c', 'elsewhere']));
  expect(left.pages.map(({ items }) => items.map(({ id }) => id))).toEqual([['a'], []]);
  expect(left.pages.map(({ total }) => total)).toEqual([248, 248]);
});

it('leaves a list that has none of them untouched', () => {
  expect(without(data, new Set(['elsewhere']))).toBe(data);
});
