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

  it('shows a person the measures beside those of others', async () => {
    const text = renderMetrics(await measure(example));
    expect(text).toContain('sp-2026-1');
    expect(text).toContain('AWS compute 2024, effectiveSavingsRate, median: 15.0 %');
  });
});
