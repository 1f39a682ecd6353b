import { expect, it } from 'vitest';
import { focusColumns } from '../../engines/focus/columns.ts';
import {
  dimensionLabels,
  dimensionSchema,
  tagDimension,
  tagKeyOf,
} from '../../shared/explorer/dimensions.ts';

it('every groupable column of FOCUS is a dimension under its own words, and nothing else is', () => {
  const groupable = focusColumns.filter((column) => column.groupable).map(({ name, label }) => [name, label]);
  expect(Object.entries(dimensionLabels).toSorted()).toEqual(groupable.toSorted());
});

it('a tag key survives the way there and back, whatever is in it', () => {
  for (const key of ['team', 'tag:team', ' ', '"', 'a\nb', '😀']) {
    const dimension = dimensionSchema.parse(tagDimension(key));
    expect(tagKeyOf(dimension)).toBe(key);
  }
});
