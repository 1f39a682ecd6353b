import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { serviceCategories } from '../allowed-values.ts';
import { awsServiceCategories } from './aws-services.ts';
import { azureServiceCategories } from './azure-services.ts';
import { detectMapping, mappings } from './detect.ts';
import { requiredLakeColumns } from './lake-schema.ts';
import { mappingPages } from './markdown.ts';
import { planFocusImport } from './plan.ts';

const namesOf = (signature: readonly (readonly string[])[]): readonly string[] =>
  signature.map(([first = '']) => first);

test('the pages about the mappings say what the program does', async () => {
  for (const [name, page] of mappingPages(mappings)) {
    const written = await readFile(join(import.meta.dirname, '../../../../docs', name), 'utf8');
    expect(written, `run: node scripts/generate-mapping-docs.ts`).toBe(page);
  }
});

describe.each(mappings)('$format', (mapping) => {
  test('is recognised by its own columns, in any case, and by no other format', () => {
    const names = namesOf(mapping.signature);
    expect(detectMapping(names, 'a.csv').format).toBe(mapping.format);
    expect(
      detectMapping(
        names.map((name) => name.toUpperCase()),
        'a.csv',
      ).format,
    ).toBe(mapping.format);
  });

  test('fills every column that a row needs', () => {
    const targets = mapping.columns.map(({ target }) => target);
    expect(targets).toEqual(expect.arrayContaining(requiredLakeColumns.map(({ name }) => name)));
  });

  test('maps each column once', () => {
    const targets = mapping.columns.map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
  });
});

test('service categories are those of FOCUS, and a service is in one of them', () => {
  for (const table of [azureServiceCategories, awsServiceCategories]) {
    expect(serviceCategories).toEqual(expect.arrayContaining(Object.keys(table)));
    const services = Object.values(table).flat();
    expect(services.filter((service, index) => services.indexOf(service) !== index)).toEqual([]);
  }
});

test('an unknown header is answered with the nearest format and what it lacks', () => {
  const names = namesOf(mappings[0]?.signature ?? []).filter((name) => name !== 'BilledCost');
  try {
    detectMapping(names, 'costs.csv');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'invalid_input',
      meta: { nearest: 'focus', missing: ['BilledCost'] },
    });
  }
});

test('unmapped columns of an export are kept, mapped and dropped ones are not', () => {
  const { kept } = planFocusImport(
    [...namesOf(mappings[3]?.signature ?? []), 'cost_category', 'line_item_blended_cost', ''],
    'cur.csv',
  );
  expect(kept).toEqual(['cost_category']);
});
