import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitmentMeasuresSchema } from '../shared/commitments/metrics.ts';
import { AppError } from '../shared/errors.ts';
import { renderApplication } from './commitments-apply.ts';
import { applyFile } from './commitments-apply-work.ts';
import { exitCodeOf } from './run-command.ts';

const ioWith = (stdin = '') => ({
  stdin: Readable.from([Buffer.from(stdin)]),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  interactive: false,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apply-'));
});

const usage = {
  id: 'u1',
  hour: '2026-01-01T00:00:00Z',
  account: 'A',
  service: 'lambda',
  quantity: '3',
  onDemandRate: '1',
  rates: { computeSavingsPlan: '0.5' },
};
const plan = { id: 'c1', kind: 'computeSavingsPlan', account: 'A', hourlyCommitment: '1' };
const scenario = (given: object = {}): object => ({
  provider: 'aws',
  usage: [usage],
  commitments: [plan],
  ...given,
});

const fault = async (given: object | string): Promise<{ readonly detail: string; readonly exit: number }> => {
  const path = join(folder, 'fault.json');
  await writeFile(path, typeof given === 'string' ? given : JSON.stringify(given));
  const error = await applyFile(path, ioWith()).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
  return { detail: error.detail.replace(path, 'FILE'), exit: exitCodeOf(error.code) };
};

describe('trimtab commitments apply', () => {
  it('works on the examples of its help', async () => {
    const { totals: aws } = await applyFile('examples/commitments/apply-aws.json', ioWith());
    expect(aws).toMatchObject({ onDemandCost: '32.70', effectiveSavingsRate: '0.115059' });
    const { usage: azure } = await applyFile('examples/commitments/apply-azure.json', ioWith());
    expect(azure[1]).toMatchObject({ id: 'web-1', onDemandQuantity: '0.25' });
    const { commitments: google } = await applyFile('examples/commitments/apply-gcp.json', ioWith());
    expect(google).toMatchObject([
      { id: 'shop-cores', used: '32' },
      { id: 'flexible-1y', used: '2.52' },
    ]);
  });

  it('reads numbers of JSON digit for digit, from standard input, packed or not', async () => {
    const text = JSON.stringify(scenario()).replace('"quantity":"3"', '"quantity":3.00000000000000000001');
    const expected = '1.00000000000000000001';
    expect((await applyFile('-', ioWith(text))).usage[0]?.onDemandQuantity).toBe(expected);
    const path = join(folder, 'packed.json.gz');
    await writeFile(path, gzipSync(`\ufeff${text}`));
    expect((await applyFile(path, ioWith())).usage[0]?.onDemandQuantity).toBe(expected);
  });

  it('keeps usage in the order of the file, and commitments by hour', async () => {
    const at = (id: string, hour: string) => ({ ...usage, id, hour });
    const given = [
      at('late', '2026-01-01T03:00:00+01:00'),
      at('early', '2026-01-01T01:00:00Z'),
      at('late-too', '2026-01-01T02:00:00Z'),
    ];
    const path = join(folder, 'hours.json');
    await writeFile(
      path,
      JSON.stringify(scenario({ usage: given, commitments: [plan, { ...plan, id: 'c2' }] })),
    );
    const result = await applyFile(path, ioWith());
    expect(result.usage.map(({ id }) => id)).toEqual(['late', 'early', 'late-too']);
    expect(result.commitments.map(({ id, hour }) => `${hour.slice(11, 13)} ${id}`)).toEqual([
      '01 c1',
      '01 c2',
      '02 c1',
      '02 c2',
    ]);
  });

  it.each([
    [
      { usage: [{ ...usage, quantity: '-1' }] },
      '$.usage[0].quantity: found "-1"; expected a decimal number, not below zero',
    ],
    [
      { usage: [{ ...usage, quantity: undefined }] },
      '$.usage[0].quantity: found nothing; expected a decimal number',
    ],
    [
      { usage: [{ ...usage, hour: '2026-01-01T00:30:00Z' }] },
      '$.usage[0].hour: found "2026-01-01T00:30:00Z"; expected an instant on the hour',
    ],
    [{ usage: [{ ...usage, hour: '2026-02-30T00:00:00Z' }] }, '$.usage[0].hour'],
    [
      { usage: [usage, usage] },
      '$.usage[1].id: found "u1"; expected an id that no other usage of the hour has',
    ],
    [
      { usage: [{ ...usage, service: 'ec2' }] },
      '$.usage[0].instanceType: found nothing; expected a text: usage of ec2 needs it',
    ],
    [
      { commitments: [plan, plan] },
      '$.commitments[1].id: found "c1"; expected an id that no other commitment has',
    ],
    [
      { commitments: [{ ...plan, kind: 'plan' }] },
      '$.commitments[0].kind: found "plan"; expected "computeSavingsPlan" or',
    ],
    [{ commitments: [{ ...plan, hourlyCommitment: 'x' }] }, '$.commitments[0].hourlyCommitment: found "x"'],
    [{ commitments: [{ ...plan, account: undefined }] }, '$.commitments[0].account: found nothing'],
    [{ provider: 'ibm' }, '$.provider: found "ibm"; expected "aws" or "azure" or "gcp"'],
    [
      { provider: 'gcp', usage: [], commitments: [], order: ['flexibleCommitment', 'flexibleCommitment'] },
      '$.order',
    ],
    [{ commitments: undefined }, '$.commitments: found nothing'],
  ])('refuses %j with exit 2, naming file and path', async (given, expected) => {
    const { detail, exit } = await fault(scenario(given));
    expect(detail).toContain(`FILE, ${expected}`);
    expect(exit).toBe(2);
  });

  it('refuses what is no JSON, and a file that is not there', async () => {
    expect(await fault('{')).toMatchObject({
      exit: 2,
      detail: expect.stringMatching(/^FILE\b.*This is not valid JSON/),
    });
    await expect(applyFile(join(folder, 'none.json'), ioWith())).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('refuses bytes that are not UTF-8, so that two accounts do not become one, and names their line', async () => {
    const path = join(folder, 'latin1.json');
    await writeFile(
      path,
      Buffer.from(JSON.stringify(scenario(), null, 1).replace('"A"', '"\u00e9"'), 'latin1'),
    );
    await expect(applyFile(path, ioWith())).rejects.toMatchObject({
      code: 'invalid_input',
      detail: `${path}, line 7: found bytes that are not UTF-8.`,
    });
  });

  it('says of JSON that is too deep that it is, and not that it is cut off', async () => {
    const deep = JSON.stringify(scenario()).replace(
      '"rates"',
      `"x":${'['.repeat(50_000)}${']'.repeat(50_000)},"rates"`,
    );
    const { detail, exit } = await fault(deep);
    expect(detail).toContain('it is nested too deeply');
    expect(exit).toBe(2);
  });

  it('reads a pipe as it reads a file', async () => {
    const path = join(folder, 'pipe.json');
    execFileSync('mkfifo', [path]);
    const [{ totals }] = await Promise.all([
      applyFile(path, ioWith()),
      writeFile(path, JSON.stringify(scenario())),
    ]);
    expect(totals.onDemandCost).toBe('1.00');
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('refuses a file that may not be read', async () => {
    const path = join(folder, 'locked.json');
    await writeFile(path, JSON.stringify(scenario()), { mode: 0 });
    await expect(applyFile(path, ioWith())).rejects.toMatchObject({
      code: 'invalid_input',
      detail: `${path}: You may not read this file.`,
    });
  });

  it('refuses a ratio group that names a size twice in other capitals', async () => {
    const reservation = {
      id: 'r',
      kind: 'reservation',
      scope: 'shared',
      size: 'D2',
      region: 'we',
      count: 1,
      hourlyRate: '1',
      ratioGroup: { D2: '1', d2: '2' },
    };
    const { detail } = await fault({ provider: 'azure', usage: [], commitments: [reservation] });
    expect(detail).toBe(
      'FILE, $.commitments[0].ratioGroup.d2: found "2"; expected each size once; capitals make no difference.',
    );
  });

  it('measures where that is asked for, and changes nothing else', async () => {
    const example = 'examples/commitments/apply-aws.json';
    const { metrics, ...result } = await applyFile(example, ioWith(), { metrics: true });
    expect(result).toEqual(await applyFile(example, ioWith()));
    // 59.10 on demand, of which 0.20 of requests has no plan's rate; the two plans and instances are used up.
    expect(commitmentMeasuresSchema.parse(metrics)).toMatchObject({
      commitmentsOnly: { onDemandEquivalent: '59.10', paid: '52.30', effectiveSavingsRate: '0.115059' },
      utilisation: '1',
      waste: '0.00',
      demandFalls: [{ fall: '0.1' }, { fall: '0.25' }, { fall: '0.5' }],
    });
    expect(renderApplication({ ...result, ...(metrics && { metrics }) })).toMatch(
      /Break-even utilisation +0\./,
    );
    expect(renderApplication(result)).not.toContain('Break-even');
  });

  it('shows a person what covered what', async () => {
    const path = join(folder, 'table.json');
    await writeFile(path, JSON.stringify(scenario()));
    expect(renderApplication(await applyFile(path, ioWith()))).toMatchInlineSnapshot(`
      "Hour                  Usage  Covered by   Quantity  Takes  Cost
      --------------------  -----  -----------  --------  -----  ----
      2026-01-01T00:00:00Z  u1     c1                  2   1.00
      2026-01-01T00:00:00Z  u1     (on demand)         1         1.00

      Hour                  Commitment  Committed  Used  Unused
      --------------------  ----------  ---------  ----  ------
      2026-01-01T00:00:00Z  c1               1.00  1.00    0.00

      Total
      ------------------------------  --------
      On demand, without commitments  3.00
      On demand, not covered          1.00
      Commitments, used or not        1.00
      Paid                            2.00
      Net savings                     1.00
      Effective savings rate          0.333333
      "
    `);
  });
});
