import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeCsv } from '../platform/export/csv.ts';
import { writeXlsx } from '../platform/export/xlsx.ts';
import { mixResultSchema } from '../shared/licences/mix-result.ts';
import { renderMix } from './licences-mix-render.ts';
import { assignmentsTable } from './licences-mix-table.ts';
import { type MixOptions, mixFolder } from './licences-mix-work.ts';
import { processIo } from './run-command.ts';

vi.setConfig({ testTimeout: 30_000 });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trimtab-mix-'));
});
afterAll(() => rm(root, { recursive: true }));

const examples = 'examples/licences';
const run = (options: Partial<MixOptions> = {}) =>
  mixFolder(
    join(examples, 'tenant'),
    { asOf: '2026-06-30', prices: join(examples, 'prices.csv'), ...options },
    { ...processIo(), interactive: false },
  );

describe('trimtab licences mix', () => {
  it('plans the tenant of the help’s examples, and proves it', async () => {
    const { result } = await run({
      policy: join(examples, 'policy.json'),
      mixPolicy: join(examples, 'mix-policy.json'),
      planFor: '2026-08-01',
    });
    expect(mixResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result).toMatchObject({ isProven: true, planFor: '2026-08-01', currency: 'EUR' });
    expect(Number(result.optimalMonthlyCost)).toBeLessThan(Number(result.currentMonthlyCost));
  });

  it('shows costs, classes, seats and choices to a person', async () => {
    const shown = renderMix((await run()).result);
    for (const part of ['no mix costs less than', 'Seats today', 'keeping security and compliance plans']) {
      expect(shown).toContain(part);
    }
  });

  it('lists every licensed user once, with the licences of today and the planned ones', async () => {
    const mix = await run();
    const [header, ...rows] = (await text(writeCsv(assignmentsTable(mix)))).trim().split(/\r?\n/);
    expect(header).toContain('User,User id,Today,Planned');
    expect(rows).toHaveLength(mix.result.users);
    expect(new Set(rows.map((row) => row.split(',')[1])).size).toBe(mix.result.users);
  });

  it('writes money as numbers, with the currency and the day beside it, into a workbook', async () => {
    const mix = await run({ planFor: '2026-08-01' });
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load((await buffer(writeXlsx(assignmentsTable(mix)))) as never);
    const rows = workbook.worksheets[0]?.getSheetValues().slice(2) as unknown[][];
    const sum = (column: number): number => rows.reduce((total, row) => total + Number(row[column]), 0);
    const planned = mix.result.classes.reduce((total, { monthlyTo }) => total + Number(monthlyTo), 0);
    expect(sum(10)).toBeCloseTo(planned, 6);
    for (const row of rows) {
      expect(row.slice(9, 11).map((value) => typeof value)).toEqual(['number', 'number']);
      expect(row.slice(11)).toEqual(['EUR', new Date('2026-08-01')]);
    }
  });

  it('says which prices are too fine to count together', async () => {
    const path = join(root, 'fine.csv');
    await writeFile(path, 'skuPartNumber,currency,monthlyPrice\nSPE_E3,EUR,0.000001\nSPE_E5,EUR,5000000\n');
    await expect(run({ prices: path })).rejects.toMatchObject({
      code: 'unprocessable',
      detail: expect.stringContaining('found 5000000 as the greatest price and 6 decimals'),
    });
  });

  it('refuses a mix policy with a name that it does not know, naming file and place', async () => {
    const path = join(root, 'policy.json');
    await writeFile(path, JSON.stringify({ keepSecurty: false }));
    await expect(run({ mixPolicy: path })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining(path),
    });
  });

  it.each(['2026-06-29', 'soon'])('refuses to plan for %s', async (planFor) => {
    await expect(run({ planFor })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining(planFor),
    });
  });
});
