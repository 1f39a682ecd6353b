import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonSlicer, type Slice } from './licences-json-slices.ts';

const slice = (bytes: Buffer, size: number): readonly Slice[] => {
  const slices: Slice[] = [];
  const slicer = new JsonSlicer('a.json', (each) => slices.push(each));
  for (let start = 0; start < bytes.length; start += size) slicer.push(bytes.subarray(start, start + size));
  slicer.end();
  return slices;
};

const entities = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 6 });

it('gives the same entities wherever the file is cut into chunks', () => {
  fc.assert(
    fc.property(entities, fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 2), (list, size, indent) => {
      const bytes = Buffer.from(JSON.stringify(list, null, indent));
      expect(slice(bytes, size).map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(bytes.toString()));
    }),
  );
});

it('finds the entities of an answer among whatever else it holds', () => {
  fc.assert(
    fc.property(entities, fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (list, other, size) => {
      const bytes = Buffer.from(JSON.stringify({ '@odata.context': other, value: list, after: other }));
      const slices = slice(bytes, size);
      const found = slices.filter(({ kind }) => kind === 'entity').map(({ text }) => JSON.parse(text));
      expect(found).toEqual(JSON.parse(JSON.stringify(list)));
      const [envelope] = slices.filter(({ kind }) => kind === 'envelope');
      expect(JSON.parse(envelope?.text ?? '')).toEqual(
        JSON.parse(JSON.stringify({ '@odata.context': other, value: [], after: other })),
      );
    }),
  );
});
