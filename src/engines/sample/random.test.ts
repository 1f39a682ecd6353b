import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('a seed always gives the same sequence, on every machine', () => {
  const random = createRandom('halcyon');
  expect(Array.from({ length: 4 }, () => random.below(1_000_000))).toMatchInlineSnapshot(`
    [
      484305,
      758418,
      3606,
      192181,
    ]
  `);
  expect(createRandom('halcyon').hex(8)).toBe(createRandom('halcyon').hex(8));
  expect(createRandom('halcyon').hex(8)).not.toBe(createRandom('halcyoo').hex(8));
});

test('numbers spread evenly between 0 and 1', () => {
  const random = createRandom('spread');
  const buckets = Array.from({ length: 10 }, () => 0);
  for (let round = 0; round < 100_000; round += 1) {
    const bucket = Math.floor(random.next() * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('digits do not begin with zero', () => {
  for (let seed = 0; seed < 200; seed += 1)
    expect(createRandom(String(seed)).digits(12)).toMatch(/^[1-9][0-9]{11}$/);
});
