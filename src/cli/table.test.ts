import { expect, it } from 'vitest';
import { renderTable } from './table.ts';

it('a table may have more rows than a call may have arguments', () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => [`line ${index}`, `${index}.5`]);
  const lines = renderTable([{ header: 'Line' }, { header: 'Cost', align: 'decimal' }], rows).split('\n');
  expect(lines[2]).toBe('line 0            0.5');
  expect(lines.at(-2)).toBe('line 199999  199999.5');
});
