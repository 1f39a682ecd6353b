import { expect, it } from 'vitest';
import { type CatalogueData, catalogueDataSchema } from './data-format.ts';
import { mergeCatalogues } from './merge.ts';
import { shippedCatalogueData } from './shipped.ts';

const id = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
const catalogue = (plans: CatalogueData['plans'], skus: CatalogueData['skus']): CatalogueData => ({
  format: 1,
  source: 'a table',
  readOn: '2026-11-22',
  plans,
  skus,
});
const namesOf = ({ plans, skus }: CatalogueData) =>
  Object.fromEntries(skus.map(([, part, , places]) => [part, places.map((at) => plans[at]?.[1])]));

it('keeps what the newer table does not have, and takes what it has', () => {
  const older = catalogue(
    [
      [id('1'), 'ONE', 'One'],
      [id('5'), 'FIVE', 'Five'],
    ],
    [
      [id('a'), 'A', 'A', [0, 1]],
      [id('b'), 'B', 'B', [1]],
    ],
  );
  const newer = catalogue(
    [
      [id('3'), 'THREE', 'Three'],
      [id('5'), 'FIVE_NEW', 'Five'],
    ],
    [
      [id('b'), 'B', 'B, renamed', [0, 1]],
      [id('c'), 'C', 'C', [0]],
    ],
  );
  const { data, added, replaced } = mergeCatalogues(older, newer);
  expect(namesOf(data)).toEqual({ A: ['ONE', 'FIVE_NEW'], B: ['THREE', 'FIVE_NEW'], C: ['THREE'] });
  expect([added, replaced]).toEqual([1, 1]);
  expect(catalogueDataSchema.parse(data)).toEqual(data);
});

it('changes nothing but the source when the shipped catalogue is merged over itself', () => {
  const shipped = shippedCatalogueData();
  const { data, added, replaced } = mergeCatalogues(shipped, shipped);
  expect({ ...data, source: shipped.source }).toEqual(shipped);
  expect([added, replaced]).toEqual([0, shipped.skus.length]);
});
