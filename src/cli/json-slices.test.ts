import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Slice, SliceOptions } from './json-slice.ts';
import { JsonSlicer } from './json-slices.ts';

const slice = (bytes: Buffer, size: number, options: Partial<SliceOptions> = {}): readonly Slice[] => {
  const slices: Slice[] = [];
  const slicer = new JsonSlicer(
    { label: 'a.json', fix: 'Save it again.', lists: ['value'], ...options },
    (each) => slices.push(each),
  );
  for (let start = 0; start < bytes.length; start += size) slicer.push(bytes.subarray(start, start + size));
  slicer.end();
  return slices;
};

const entities = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 6 });
const chunkSize = fc.integer({ min: 1, max: 40 });
const clean = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('gives the same entities wherever the file is cut into chunks', () => {
  fc.assert(
    fc.property(entities, chunkSize, fc.constantFrom(0, 2), (list, size, indent) => {
      const bytes = Buffer.from(JSON.stringify(list, null, indent));
      expect(slice(bytes, size).map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(bytes.toString()));
    }),
  );
});

it('finds the entities of an answer among whatever else it holds', () => {
  fc.assert(
    fc.property(entities, fc.jsonValue(), chunkSize, (list, other, size) => {
      const bytes = Buffer.from(JSON.stringify({ '@odata.context': other, value: list, after: other }));
      const slices = slice(bytes, size);
      const found = slices.filter(({ kind }) => kind === 'entity').map(({ text }) => JSON.parse(text));
      expect(found).toEqual(clean(list));
      const [envelope] = slices.filter(({ kind }) => kind === 'envelope');
      expect(JSON.parse(envelope?.text ?? '')).toEqual(
        clean({ '@odata.context': other, value: [], after: other }),
      );
    }),
  );
});

it('cuts every page of an outer array: entities first, then what stood around them, each with its path', () => {
  const page = fc.record({ before: fc.jsonValue(), list: entities, name: fc.constantFrom('value', 'items') });
  const indent = fc.constantFrom(0, 2);
  fc.assert(
    fc.property(fc.array(page, { maxLength: 4 }), chunkSize, indent, (pages, size, spaces) => {
      const given = pages.map(({ before, list, name }) => ({ before, [name]: list, after: before }));
      const slices = slice(Buffer.from(JSON.stringify(given, null, spaces)), size, {
        lists: ['items', 'value'],
        cutsPages: true,
      });
      expect(slices.map(({ kind, path, list, text }) => [kind, path, list, JSON.parse(text)])).toEqual(
        pages.flatMap(({ before, list, name }, number) => [
          ...list.map((entity, index) => ['entity', `$[${number}].${name}[${index}]`, name, clean(entity)]),
          ['envelope', `$[${number}]`, undefined, clean({ before, [name]: [], after: before })],
        ]),
      );
    }),
  );
});

it('refuses any text that JSON.parse refuses, whether the slicer sees it or the parser of a piece', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const goodText = fc
    .tuple(entities, fc.jsonValue())
    .map(([list, other]) => JSON.stringify([{ other, items: list }, { items: list }]));
  const damage = fc.tuple(fc.nat(), fc.constantFrom('', ',', '{', '}', '[', ']', '"', ':', '1'));
  fc.assert(
    fc.property(goodText, fc.array(damage, { maxLength: 2 }), chunkSize, (text, damages, size) => {
      const damaged = damages.reduce((rest, [at, put]) => {
        const place = at % rest.length;
        return `${rest.slice(0, place)}${put}${rest.slice(place + 1)}`;
      }, text);
      const parsed = () =>
        slice(Buffer.from(damaged), size, { lists: ['items'], cutsPages: true }).map(({ text: piece }) =>
          JSON.parse(piece),
        );
      // A repeated list is JSON, too, but says two things.
      if (!isJson(damaged)) expect(parsed).toThrow();
      else if ((damaged.match(/"items"/g) ?? []).length <= 2) expect(parsed).not.toThrow();
    }),
    { numRuns: process.env.TRIMTAB_LONG === '1' ? 20_000 : 1000 },
  );
});

it('refuses a list that stands twice in one object', () => {
  expect(() => slice(Buffer.from('{"value":[1],"value":[2]}'), 7)).toThrow(/"value" stands twice/);
});

it('holds no piece that is larger than it may', () => {
  const long = 'x'.repeat(3000);
  const limit = { mostBytes: 1024 };
  expect(() => slice(Buffer.from(`{"value":["${long}"]}`), 100, limit)).toThrow(/value\[0\].*larger than/);
  expect(() => slice(Buffer.from(`{"a":"${long}","value":[]}`), 100, limit)).toThrow(/\$: .*larger than/);
  expect(() => slice(Buffer.from(`{"a":[${'1,'.repeat(3000)}1]}`), 100, limit)).toThrow(/larger than/);
});
