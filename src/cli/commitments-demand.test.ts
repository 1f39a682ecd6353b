import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { example, focusSample, folder, io, make, signal, write } from '../../test/support/demand-files.ts';
import { openDuckDb } from '../platform/lake/duckdb.ts';
import { quotePath, quoteText } from '../platform/lake/sql-text.ts';
import { existingCommitmentsSchema } from '../shared/commitments/recommend.ts';
import { readDemand } from './commitments-backtest-demand.ts';
import { demandOutput, renderDemand } from './commitments-demand.ts';
import { createProgress } from './progress.ts';

describe('trimtab commitments demand', () => {
  it('counts covered usage at its on-demand equivalent, and neither purchases nor unused commitment', async () => {
    const { summary, rows } = await make([example]);
    expect(summary).toMatchObject({
      currency: 'USD',
      rows: 8,
      total: '96',
      hours: { first: '2026-01-05T00:00:00Z', last: '2026-01-07T23:00:00Z', count: 72 },
      series: [{ series: 'aws/compute/c5/eu-west-1', hours: 72, rows: 3, quantity: '96', covered: '96' }],
      excluded: [
        { reason: 'not-usage', rows: 3, onDemandEquivalent: null },
        { reason: 'unused-commitment', rows: 2, onDemandEquivalent: null },
      ],
      problems: [
        { code: 'spread-over-hours', rows: 3 },
        { code: 'covered-already', pool: 'aws/compute', rows: 3, detail: expect.stringMatching(/cover 96 /) },
      ],
    });
    expect(rows).toHaveLength(72);
    expect(rows[0]?.hour).toBe('2026-01-05T00:00:00Z');
  });

  it('says that recommend needs --existing where commitments cover a part, and only there', async () => {
    const { summary, rows } = await make([example]);
    expect(renderDemand(summary)).toMatch(
      /covered-already, aws\/compute, 3 rows: .*recommend" with --existing/,
    );
    const text = await readFile('examples/commitments/existing-plan.json', 'utf8');
    const [held] = existingCommitmentsSchema.parse(JSON.parse(text));
    // The plan of the docs covers every hour of the example; what each costs beyond 12 places is rounded up.
    for (const { quantity } of rows) expect(Number(held?.quantity)).toBeGreaterThanOrEqual(Number(quantity));

    const { summary: uncovered } = await make([await write([{}])]);
    expect(uncovered.problems).toEqual([]);
    expect(renderDemand(uncovered)).not.toContain('--existing');
  });

  it('is the same from two files as from one, and read as --demand from CSV, CSV.gz and Parquet', async () => {
    const [first = '', ...lines] = (await readFile(example, 'utf8')).trim().split('\n');
    const parts = [lines.slice(0, 3), lines.slice(3)].map((part, index) => ({
      path: join(folder, `part-${index}.csv`),
      part,
    }));
    for (const { path, part } of parts) await writeFile(path, `${[first, ...part].join('\n')}\n`);
    const both = await make([example]);
    expect((await make(parts.map(({ path }) => path))).rows).toEqual(both.rows);
    for (const ending of ['.csv', '.csv.gz', '.parquet']) {
      const { output } = await make([example], { output: join(folder, `read${ending}`) });
      const demand = await readDemand(output, io, createProgress(io), signal);
      expect(demand).toMatchObject({ hours: 72, series: ['aws/compute/c5/eu-west-1'] });
      expect(demand.quantities[0]?.reduce((total, each) => total + each, 0)).toBeCloseTo(96, 9);
    }
    const packed = gunzipSync(await readFile(join(folder, 'read.csv.gz'))).toString();
    expect(packed).toBe(await readFile(join(folder, 'read.csv'), 'utf8'));
  });

  it('is the same from Parquet with doubles and timestamps as from CSV, and names damage', async () => {
    const path = join(folder, 'typed.parquet');
    const db = await openDuckDb({
      memoryLimitMib: 256,
      threads: 1,
      tempFolder: folder,
      allowedFolders: [folder, dirname(resolve(focusSample))],
    });
    await db.withSession((session) =>
      session.run(
        `COPY (SELECT * REPLACE (try_cast(ListCost AS DOUBLE) AS ListCost, try_cast(ContractedCost AS DOUBLE) AS ContractedCost,
           ChargePeriodStart::TIMESTAMPTZ AS ChargePeriodStart, ChargePeriodEnd::TIMESTAMP AS ChargePeriodEnd)
         FROM read_csv(${quotePath(resolve(focusSample))}, all_varchar = true, nullstr = 'NULL', strict_mode = false, quote = '"', escape = '"'))
         TO ${quoteText(path)} (FORMAT parquet)`,
      ),
    );
    db.close();
    const typed = await make([path], { output: join(folder, 'typed.csv') });
    const plain = await make([focusSample]);
    expect({ ...typed.summary, output: '' }).toEqual({ ...plain.summary, output: '' });
    expect(typed.rows).toEqual(plain.rows);
    const whole = await readFile(path);
    const damaged = join(folder, 'damaged.parquet');
    await writeFile(
      damaged,
      Buffer.concat([whole.subarray(0, 4), Buffer.alloc(30_000, 7), whole.subarray(30_004)]),
    );
    await expect(make([damaged])).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining('damaged'),
    });
  });

  it('spreads a day evenly, and keeps what does not divide', async () => {
    const path = await write([
      { ContractedCost: '0.0000000000011', ChargePeriodEnd: '2026-01-01T03:00:00Z' },
    ]);
    // 11 tenths of 10^-12: one whole one in the first of three hours, and what is below it.
    expect((await make([path])).rows).toEqual([
      { hour: '2026-01-01T00:00:00Z', series: 'aws/compute/m5/us-east-1', quantity: '0.0000000000011' },
    ]);
    const day = await write([{ ContractedCost: '1', ChargePeriodEnd: '2026-01-01T03:00:00Z' }]);
    expect((await make([day])).rows.map(({ quantity }) => quantity)).toEqual([
      '0.333333333334',
      '0.333333333333',
      '0.333333333333',
    ]);
  });

  it('reads amounts with an exponent of either sign to the last digit', async () => {
    const path = await write(
      ['1E+2', '-1.5e01', '1.234567890123456789012345E+3', '2E-30'].map((ContractedCost) => ({
        ContractedCost,
      })),
    );
    expect((await make([path])).summary.total).toBe('1319.567890123456789012345000000002');
  });

  it('puts what is within an hour into that hour, and what crosses one into both', async () => {
    const path = await write([
      { ChargePeriodStart: '2026-01-01T05:10:00Z', ChargePeriodEnd: '2026-01-01T05:20:00Z' },
      { ChargePeriodStart: '2026-01-01T05:30:00Z', ChargePeriodEnd: '2026-01-01T06:30:00Z' },
      { ChargePeriodStart: '2026-01-01T05:00:00+05:00', ChargePeriodEnd: '2026-01-01T06:00:00+05:00' },
    ]);
    expect(
      (await make([path])).rows.map(({ hour, quantity }) => `${hour?.slice(11, 13)} ${quantity}`),
    ).toEqual(['00 1', '05 1.5', '06 0.5']);
  });

  it('tells of usage whose price is not known, instead of counting it as nothing', async () => {
    const covered = { CommitmentDiscountId: 'r', CommitmentDiscountStatus: 'Used', ListCost: '0' };
    const path = await write([
      { ...covered, ContractedCost: '0', EffectiveCost: '0.7' },
      { ...covered, ContractedCost: '', EffectiveCost: '0' },
      { ...covered, ContractedCost: '0', EffectiveCost: '0', ConsumedQuantity: '' },
      {},
    ]);
    const { summary } = await make([path]);
    expect(summary.total).toBe('1');
    expect(summary.excluded).toEqual([
      { reason: 'unknown-price', currency: 'USD', rows: 2, onDemandEquivalent: null },
    ]);
    expect(summary.problems).toEqual([
      {
        code: 'unknown-on-demand-price',
        pool: 'aws/compute',
        rows: 2,
        detail: expect.stringContaining('paid with 0.7'),
      },
    ]);
  });

  it('lets a correction lower its hours, and none of them below zero', async () => {
    const path = await write([
      {},
      { ContractedCost: '-0.25', ChargeClass: 'Correction' },
      {
        ContractedCost: '-2',
        ChargeClass: 'Correction',
        ChargePeriodStart: '2026-01-01T01:00:00Z',
        ChargePeriodEnd: '2026-01-01T02:00:00Z',
      },
    ]);
    const { summary } = await make([path]);
    expect(summary.total).toBe('0.75');
    expect(summary.problems).toMatchObject([
      { code: 'corrections', rows: 2, detail: expect.stringContaining('-2.25 in all') },
      { code: 'below-zero', detail: expect.stringContaining('by -2 in all') },
    ]);
  });

  it('asks for a currency where there are several, naming the remedy', async () => {
    const files = ['examples/focus/two-clouds.csv'];
    await expect(make(files)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining('EUR, USD'),
      fix: expect.stringContaining('--currency'),
    });
    expect((await make(files, { currency: 'EUR' })).summary).toMatchObject({
      total: '6.53184',
      series: [{ series: 'azure/compute/Dsv5/westeurope' }],
    });
  });

  it('leaves charges out that begin before --from or on --until', async () => {
    const { summary, rows } = await make([example], { from: '2026-01-06', until: '2026-01-07' });
    expect(rows).toHaveLength(24);
    expect(summary).toMatchObject({ hours: { first: '2026-01-06T00:00:00Z', count: 24 }, total: '32' });
    expect(summary.excluded).toContainEqual({
      reason: 'other-time',
      currency: 'USD',
      rows: 2,
      onDemandEquivalent: '64',
    });
    const path = await write([
      { ChargePeriodStart: '2026-01-06T01:00:00+02:00', ChargePeriodEnd: '2026-01-06T02:00:00+02:00' },
      { ChargePeriodStart: '2026-01-06 00:00:00', ChargePeriodEnd: '2026-01-06 01:00:00' },
    ]);
    expect((await make([path], { from: '2026-01-06' })).summary).toMatchObject({ total: '1' });
    const minutes = await write([
      { ChargePeriodStart: '2026-01-05T23:00Z', ChargePeriodEnd: '2026-01-06T00:00Z' },
      { ChargePeriodStart: '2026-01-06T00:00Z', ChargePeriodEnd: '2026-01-06T01:00Z' },
      { ChargePeriodStart: '2026-01-06 01:00:00 +02', ChargePeriodEnd: '2026-01-06 02:00:00 +02' },
    ]);
    expect((await make([minutes], { from: '2026-01-06' })).summary).toMatchObject({ total: '1' });
    await expect(make([example], { from: '06/01/2026' })).rejects.toMatchObject({
      detail: expect.stringContaining('--from: found "06/01/2026"'),
    });
    await expect(make([example], { from: '2026-01-07', until: '2026-01-07' })).rejects.toMatchObject({
      detail: expect.stringContaining('a day after --from'),
    });
  });

  it.each([
    [{ ContractedCost: 'many' }, 'row 2, column ContractedCost: found "many"; expected a decimal number'],
    [{ ContractedCost: '0', ListCost: '1;5' }, 'row 2, column ListCost: found "1;5"'],
    [{ ContractedCost: '', ListCost: 'x' }, 'row 2, column ListCost: found "x"'],
    [{ ContractedCost: '1e-70' }, 'row 2, column ContractedCost'],
    [{ BilledCost: '1e999' }, 'row 2, column BilledCost: found "1e999"; expected a decimal number'],
    [{ BilledCost: '1_000' }, 'row 2, column BilledCost: found "1_000"'],
    [{ EffectiveCost: 'many' }, 'row 2, column EffectiveCost: found "many"'],
    [{ ChargeCategory: 'Tax', ListCost: 'nan' }, 'row 2, column ListCost: found "nan"'],
    [{ ChargeCategory: 'Tax', ChargePeriodStart: 'soon' }, 'row 2, column ChargePeriodStart: found "soon"'],
    [{ ServiceName: 'S3', ChargePeriodEnd: '2026-02-30' }, 'row 2, column ChargePeriodEnd: found "2026'],
    [{ ChargePeriodStart: '01/02/2026' }, 'row 2, column ChargePeriodStart: found "01/02/2026"'],
    [{ ChargePeriodEnd: '' }, 'row 2, column ChargePeriodEnd: found nothing'],
    [{ ChargePeriodEnd: '2025-01-01T00:00:00Z' }, 'row 2, column ChargePeriodEnd'],
    [{ ChargePeriodEnd: '9025-01-01T00:00:00Z' }, 'row 2, column ChargePeriodEnd'],
  ])('refuses %j, naming the place, and writes nothing', async (given, expected) => {
    const path = await write([{}, given]);
    const output = join(folder, 'none.csv');
    await expect(make([path], { output })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining(expected),
    });
    await expect(readFile(output)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses other columns, endings, folders, and to write over what it reads', async () => {
    const other = join(folder, 'other.csv');
    await writeFile(other, 'BilledCost,EffectiveCost\n1,1\n');
    await expect(make([other])).rejects.toMatchObject({
      detail: expect.stringContaining('missing columns ListCost'),
    });
    await expect(make([example], { output: join(folder, 'a.xlsx') })).rejects.toMatchObject({
      detail: expect.stringContaining('.parquet'),
    });
    await expect(make([example], { output: join(folder, 'no/a.csv') })).rejects.toMatchObject({
      detail: expect.stringContaining('folder does not exist'),
    });
    await expect(make([other], { output: other })).rejects.toMatchObject({
      detail: expect.stringContaining('one of the files that are read'),
    });
    await expect(make([])).rejects.toMatchObject({
      detail: expect.stringContaining('neither files nor --lake'),
    });
  });

  it('writes to standard output what it writes to a file, and nothing else', async () => {
    const { output } = await make([example], { output: join(folder, 'beside.csv') });
    const piped = { ...io, stdout: new PassThrough(), stderr: new PassThrough() };
    expect(await demandOutput([example], { output: '-' }, { io: piped, signal })).toBe('');
    const written = String(piped.stdout.read());
    expect(written).toBe(await readFile(output, 'utf8'));
    expect(String(piped.stderr.read())).toMatch(
      /^trimtab: spread-over-hours, .*\ntrimtab: covered-already, .*\n$/,
    );
    const reader = { ...io, stdin: Readable.from([Buffer.from(written)]) };
    expect(await readDemand('-', reader, createProgress(reader), signal)).toMatchObject({ hours: 72 });
    await expect(
      demandOutput([example], { output: '-', json: true }, { io: piped, signal }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      detail: expect.stringContaining('--json: found beside "--output -"'),
    });
    expect(piped.stdout.read()).toBeNull();
  });

  it('counts one row as one row', async () => {
    const { summary } = await make([await write([{ ContractedCost: '0', ListCost: '1' }])]);
    expect(renderDemand(summary)).toContain('contracted-cost-absent, aws/compute, 1 row: ');
  });

  it('writes a header alone where nothing is demand', async () => {
    const path = await write([{ ChargeCategory: 'Tax' }]);
    const { summary, rows } = await make([path]);
    expect(summary).toMatchObject({ hours: null, total: '0', currency: null, series: [] });
    expect(rows).toEqual([]);
    expect(renderDemand(summary)).toContain('No charge is usage that commitments could cover');
  });

  it('shows a person the series, what was left out and why', async () => {
    expect(renderDemand((await make([focusSample])).summary)).toMatch(
      /aws\/compute\/g5\/us-east-1 +8 +8 +11\.973047208/,
    );
  });
});
