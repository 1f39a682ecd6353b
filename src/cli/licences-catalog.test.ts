import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogueDataSchema, writeCatalogueData } from '../engines/licences/catalogue/data-format.ts';
import { mergeCatalogues } from '../engines/licences/catalogue/merge.ts';
import type { ReadTable } from '../engines/licences/catalogue/read-table.ts';
import { shippedCatalogueData } from '../engines/licences/catalogue/shipped.ts';
import { AppError } from '../shared/errors.ts';
import { auditFolder } from './licences-audit-work.ts';
import { readTable, writeCatalogue } from './licences-catalog-work.ts';
import { inputFile } from './licences-input.ts';
import { processIo } from './run-command.ts';

const published = '../shared/data/microsoft/product-names-and-service-plans.csv';
const nothing = Readable.from([]);
const readOn = '2026-11-22';
const read = (path: string): Promise<ReadTable> => readTable(inputFile(path, nothing), readOn);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));

const header =
  'Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names';
const skuId = '0b0e4cc1-0000-4000-8000-000000000001';
const planId = '9aaf7827-d63c-4b61-89c3-182f06f82e5c';
const given = async (...rows: readonly string[]): Promise<string> => {
  const path = join(folder, 'table.csv');
  await writeFile(path, [header, ...rows].join('\n'));
  return path;
};

it('the shipped catalogue is what the import makes of Microsoft’s table, its dirt cleaned and counted', async () => {
  const { data, rows, dirt } = await read(published);
  expect(data).toEqual(shippedCatalogueData());
  expect([rows, data.skus.length, data.plans.length]).toEqual([5990, 619, 791]);
  expect(dirt).toMatchObject({ repeatedRows: 31, skusWithSeveralNames: 3 });
  expect(JSON.stringify(data)).not.toMatch(/\\t|\u00a0/);
});

it('cleans names, keeps the usual one of several and counts a repeated pair once', async () => {
  const rows = [
    `Mail ,MAIL\t,${skuId.toUpperCase()},PLAN,${planId},Plan`,
    `Mail,MAIL,${skuId},PLAN,${planId},Plan`,
    `Mail\u00a0old,MAIL,${skuId},PLAN,${planId},Plan`,
  ];
  const { data, dirt } = await read(await given(...rows));
  expect(data.skus).toEqual([[skuId, 'MAIL', 'Mail', [0]]]);
  expect(dirt).toEqual({
    rowsWithBlanks: 2,
    repeatedRows: 2,
    skusWithSeveralNames: 1,
    plansWithSeveralNames: 0,
  });
});

it('does not care about the order of the rows', async () => {
  const text = await readFile(published, 'utf8');
  const [first = '', ...rows] = text.replace('\ufeff', '').trimEnd().split(/\r?\n/);
  expect(first).toBe(header);
  const { data } = await read(await given(...rows.reverse()));
  expect(writeCatalogueData(data)).toBe(writeCatalogueData(shippedCatalogueData()));
});

it('writes a file that reads as the same catalogue', async () => {
  const table = await read(await given(`Mail,MAIL,${skuId},PLAN,${planId},Plan`));
  const path = join(folder, 'catalogue.json');
  await writeCatalogue(path, table.data);
  expect(catalogueDataSchema.parse(JSON.parse(await readFile(path, 'utf8')))).toEqual(table.data);
});

it.each([
  ['no GUID', [`Mail,MAIL,nonsense,PLAN,${planId},Plan`], ['row 1 (line 2)', 'GUID', 'nonsense']],
  ['no plan name', [`Mail,MAIL,${skuId},,${planId},Plan`], ['row 1', 'Service_Plan_Name']],
])('refuses a row with %s and names the place', async (_what, rows, texts) => {
  const error: unknown = await read(await given(...rows)).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw error;
  for (const text of texts) expect(error.detail).toContain(text);
});

it('laid over the shipped catalogue, a table of some SKUs leaves every SKU of the example known', async () => {
  const table = await read('examples/licences/product-table.csv');
  const { data, added } = mergeCatalogues(shippedCatalogueData(), table.data);
  expect(added).toBe(2);
  const path = join(folder, 'merged.json');
  await writeCatalogue(path, data);
  const options = { asOf: '2026-06-30', catalogue: path };
  const { problems } = await auditFolder('examples/licences/tenant', options, processIo());
  expect(problems.filter(({ code }) => code === 'unknown-sku')).toEqual([]);
});

it('refuses a table of something else', async () => {
  const path = join(folder, 'other.csv');
  await writeFile(path, 'a,b\n1,2\n');
  await expect(read(path)).rejects.toThrow('Product_Display_Name');
});
