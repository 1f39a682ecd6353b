import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommitmentMetrics } from '../shared/commitments/metrics.ts';
import { renderMetrics } from './commitments-metrics.ts';
import { measureCharges } from './commitments-metrics-work.ts';

const io = {
  stdin: Readable.from([]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
};
const measure = (...files: readonly string[]): Promise<CommitmentMetrics> =>
  measureCharges(files, {}, { io, signal: new AbortController().signal });
const example = 'examples/focus/commitments-1.3.csv';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metrics-'));
});

/** The example, with its records (the header first) changed. */
const changed = async (
  name: string,
  change: (records: readonly (readonly string[])[]) => readonly (readonly string[])[],
): Promise<string> => {
  const quoted = /"(?:[^"]|"")*"|[^,]*/y;
  const fieldsOf = (line: string): readonly string[] => {
    const fields: string[] = [];
    for (let at = 0; at <= line.length; at += (fields.at(-1)?.length ?? 0) + 1) {
      quoted.lastIndex = at;
      fields.push(quoted.exec(line)?.[0] ?? '');
    }
    return fields;
  };
  const records = (await readFile(example, 'utf8')).trim().split('\n').map(fieldsOf);
  const path = join(folder, name);
  await writeFile(
    path,
    `${change(records)
      .map((fields) => fields.join(','))
      .join('\n')}\n`,
  );
  return path;
};

const without = (...names: readonly string[]) => {
  return (records: readonly (readonly string[])[]): readonly (readonly string[])[] => {
    const dropped = new Set(names.map((name) => records[0]?.indexOf(name)));
    return records.map((fields) => fields.filter((_, index) => !dropped.has(index)));
  };
};

const withValue = (row: number, column: string, value: string) => {
  return (records: readonly (readonly string[])[]): readonly (readonly string[])[] => {
    const at = records[0]?.indexOf(column);
    return records.map((fields, index) =>
      index === row ? fields.map((field, position) => (position === at ? value : field)) : fields,
    );
  };
};

const committed = [
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
];

describe('trimtab commitments metrics', () => {
  it('finds three days of a Savings Plan in the example: 67.20 used, 4.80 not, 72 paid', async () => {
    const { groups, commitments, rows } = await measure(example);
    expect(rows).toBe(8);
    expect(commitments).toMatchObject([
      {
        id: 'sp-2026-1',
        used: '67.20',
        unused: '4.80',
        purchased: '72.00',
        difference: '0.00',
        explanation: null,
      },
    ]);
    // 96 on demand for 72.
    expect(groups).toMatchObject([
      {
        commitmentsOnly: {
          onDemandEquivalent: '96.00',
          effectiveSavingsRate: '0.25',
          grossSavingsRate: '0.3',
        },
        utilisation: '0.933333',
      },
    ]);
  });

  it('reads the sample of the FinOps Foundation, whose covered rows have no effective cost: unknown, not 100 %', async () => {
    const metrics = await measure('../shared/data/focus/focus_sample.csv');
    expect(metrics.rows).toBe(1000);
    expect(metrics.commitments.map(({ id }) => id.slice(-12))).toEqual(['e524c80342a2', 'ee9a66fa6d3f']);
    expect(metrics.groups.find(({ provider }) => provider === 'AWS')).toMatchObject({
      commitmentsOnly: { effectiveSavingsRate: null },
      coverage: null,
    });
    expect(metrics.problems).toContainEqual(
      expect.objectContaining({ code: 'unknown-effective-cost', provider: 'AWS', rows: 4 }),
    );
  });

  it('adds files up: a commitment whose days lie in two', async () => {
    const [header = '', ...lines] = (await readFile(example, 'utf8')).trim().split('\n');
    const parts = [lines.slice(0, 3), lines.slice(3)].map((part, index) => ({
      path: join(folder, `${index}.csv`),
      part,
    }));
    for (const { path, part } of parts) await writeFile(path, `${[header, ...part].join('\n')}\n`);
    expect(await measure(...parts.map(({ path }) => path))).toEqual(await measure(example));
  });

  it('takes of a payment for a year the three days that the rows are of', async () => {
    const path = join(folder, 'upfront.csv');
    const [header = '', ...lines] = (await readFile(example, 'utf8')).trim().split('\n');
    const isPurchase = (line: string): boolean => line.includes(',Purchase,');
    const upfront = (lines.find(isPurchase) ?? '')
      .replace(',24,100000000001', ',8760,100000000001')
      .replace('2026-01-06T00:00:00Z,2026-01-05T00:00:00Z', '2027-01-05T00:00:00Z,2026-01-05T00:00:00Z');
    await writeFile(path, `${[header, upfront, ...lines.filter((line) => !isPurchase(line))].join('\n')}\n`);
    expect((await measure(path)).commitments).toMatchObject([
      { purchased: '72.00', difference: '0.00', explanation: null },
    ]);
  });

  it('refuses a file that is no FOCUS export, naming every column it misses', async () => {
    const path = join(folder, 'other.csv');
    await writeFile(path, 'BilledCost,EffectiveCost\n1,1\n');
    await expect(measure(path)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining('missing columns ListCost, ContractedCost, BillingCurrency'),
    });
  });

  it('refuses an amount that is no number, naming row and column', async () => {
    const path = join(folder, 'amount.csv');
    await writeFile(path, (await readFile(example, 'utf8')).replace(',21.6,AWS,', ',many,AWS,'));
    await expect(measure(path)).rejects.toMatchObject({
      detail: expect.stringContaining('row 2, column EffectiveCost: found "many"'),
    });
  });

  it('measures an export without commitments, whose columns FOCUS then leaves out: none, not a fault', async () => {
    const path = await changed('none.csv', (records) => {
      const category = records[0]?.indexOf('PricingCategory') ?? 0;
      const kept = records.filter((fields, index) => index === 0 || fields[category] === 'Committed');
      const cost = (name: string): number => records[0]?.indexOf(name) ?? 0;
      return without(...committed)(
        kept.map((fields, index) =>
          index === 0
            ? fields
            : fields.map((field, at) =>
                at === category
                  ? 'Standard'
                  : at === cost('EffectiveCost')
                    ? (fields[cost('ContractedCost')] ?? '')
                    : field,
              ),
        ),
      );
    });
    const { groups, commitments, problems } = await measure(path);
    expect(groups).toMatchObject([
      { commitmentsOnly: { effectiveSavingsRate: '0' }, coverage: '0', utilisation: null, waste: '0.00' },
    ]);
    expect([commitments, problems]).toEqual([[], []]);
  });

  it('measures without CommitmentDiscountId alone, and says of which rows the commitment is not known', async () => {
    const path = await changed('no-id.csv', without('CommitmentDiscountId'));
    const { groups, commitments, problems } = await measure(path);
    // 96 of usage for 72, as with the column: unused commitment is paid for, and no usage.
    expect(groups).toMatchObject([
      {
        commitmentsOnly: { onDemandEquivalent: '96.00', paid: '72.00', effectiveSavingsRate: '0.25' },
        coverage: '0',
        utilisation: null,
      },
    ]);
    expect(commitments).toEqual([]);
    expect(problems).toMatchObject([{ code: 'commitment-id-absent', rows: 5 }]);
  });

  it.each([
    [3, 'ChargePeriodStart', 'soon', 'found "soon"; expected an instant'],
    [1, 'ChargePeriodEnd', '01/02/2026', 'found "01/02/2026"; expected an instant'],
    [8, 'ChargePeriodEnd', '2026-02-30', 'found "2026-02-30"; expected an instant'],
    [2, 'ChargePeriodStart', '', 'found nothing; expected an instant'],
    [
      2,
      'ChargePeriodEnd',
      '2026-01-04T00:00:00Z',
      'expected an instant that is not before ChargePeriodStart',
    ],
    [2, 'BilledCost', '1e999', 'found "1e999"; expected a decimal number such as 63.33, below 10^13'],
    [4, 'ListCost', '10000000000000', 'found "10000000000000"; expected a decimal number'],
    [4, 'CommitmentDiscountQuantity', 'NaN', 'found "NaN"; expected a decimal number'],
  ])('refuses row %i, column %s: %j', async (row, column, value, expected) => {
    const path = await changed('place.csv', withValue(row, column, value));
    const detail = await measure(path).catch((error: unknown) => (error as { detail?: string }).detail);
    expect(detail).toContain(`${path}, row ${row}, column ${column}: `);
    expect(detail).toContain(expected);
  });

  it('names the first of several bad periods', async () => {
    const path = await changed('two.csv', (records) =>
      withValue(6, 'ChargePeriodStart', 'a')(withValue(4, 'ChargePeriodEnd', 'b')(records)),
    );
    await expect(measure(path)).rejects.toMatchObject({
      detail: expect.stringContaining('row 4, column ChargePeriodEnd'),
    });
  });

  it('reads periods to the minute with a zone, as Azure writes them', async () => {
    const path = await changed('minutes.csv', (records) =>
      records.map((fields) => fields.map((field) => field.replace(/T00:00:00Z$/, 'T00:00Z'))),
    );
    expect(await measure(path)).toEqual(await measure(example));
  });

  it('shows a person the measures beside those of others', async () => {
    const text = renderMetrics(await measure(example));
    expect(text).toContain('sp-2026-1');
    expect(text).toContain('AWS compute 2024, effectiveSavingsRate, median: 15.0 %');
  });
});
