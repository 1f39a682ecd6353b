import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyResultSchema } from '../shared/commitments/apply.ts';
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

const applied = async (given: object, options: { readonly metrics?: boolean } = {}) => {
  const path = join(folder, 'applied.json');
  await writeFile(path, JSON.stringify(given));
  const io = ioWith();
  const result = await applyFile(path, io, options);
  return { result, told: String(io.stderr.read() ?? '').replaceAll(path, 'FILE') };
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

  it.each(['', '{"provider": aws}'])('says what to do with a scenario that is no JSON: %j', async (text) => {
    const path = join(folder, 'broken.json');
    await writeFile(path, text);
    await expect(applyFile(path, ioWith())).rejects.toMatchObject({
      code: 'invalid_input',
      fix: 'Correct the file. The fields are in docs/commitments-apply.md.',
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
      /Break-even utilisation % +\d+\.\d\n/,
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
      ------------------------------  -----
      On demand, without commitments   3.00
      On demand, not covered           1.00
      Commitments, used or not         1.00
      Paid                             2.00
      Net savings                      1.00
      Effective savings rate %        33.3
      "
    `);
  });

  it('rounds for a person, and keeps JSON to the last digit', async () => {
    const boundary = { ...usage, quantity: '1', rates: { computeSavingsPlan: '0.7' } };
    const { result } = await applied(scenario({ usage: [{ ...boundary, quantity: '1.5' }] }));
    expect(result.usage[0]).toMatchObject({
      onDemandQuantity: '0.071428571429',
      onDemandCost: '0.071428571429',
      covered: [{ quantity: '1.428571428571' }],
    });
    const shown = renderApplication(result);
    expect(shown).toContain('1.428571 ');
    expect(shown).toMatch(/\(on demand\) +0\.071429 +0\.0714\n/);
    expect(shown).toMatch(/Effective savings rate % +28\.6\n/);
    expect(shown).not.toMatch(/\.\d{7}/);
  });

  it('does not know what was saved of no usage', async () => {
    const { result } = await applied(scenario({ usage: [] }), { metrics: true });
    expect(applyResultSchema.parse(result).totals.effectiveSavingsRate).toBeNull();
    expect(renderApplication(result)).toMatch(/Effective savings rate % +–\n/);
    const { result: idle } = await applied(scenario({ usage: [{ ...usage, quantity: '0' }] }));
    expect(renderApplication(idle)).toMatch(/Effective savings rate % +–\n/);
  });

  it('tells the lock-in where all commitments say how long they remain', async () => {
    // 1 an hour for 6 months, of usage that costs 3 an hour on demand.
    const { result } = await applied(scenario({ commitments: [{ ...plan, remainingMonths: '6.0' }] }), {
      metrics: true,
    });
    expect(result.metrics?.lockInMonths).toBe('2');
    expect(renderApplication(result)).toMatch(/Lock-in, months +2\.0\n/);
    const two = [
      { ...plan, remainingMonths: 6 },
      { ...plan, id: 'c2' },
    ];
    const { result: open } = await applied(scenario({ commitments: two }), { metrics: true });
    expect(open.metrics?.lockInMonths).toBeNull();
    expect(renderApplication(open)).toMatch(/Lock-in, months +–\n/);
    for (const remainingMonths of ['-1', '1201', 'soon']) {
      const { detail, exit } = await fault(scenario({ commitments: [{ ...plan, remainingMonths }] }));
      expect(detail).toContain(`$.commitments[0].remainingMonths: found "${remainingMonths}"; expected`);
      expect(exit).toBe(2);
    }
  });

  it('names what it does not know on standard error, once for each name, and goes on', async () => {
    const misspelt = { ...usage, rates: { savingPlan: '0.5' } };
    const { result, told } = await applied(
      scenario({
        usage: [misspelt, { ...misspelt, id: 'u2' }],
        commitments: [{ ...plan, hourlyComitment: '2\u001b[31m' }],
        'ti\u001btle': 'x',
      }),
    );
    expect(result.commitments[0]?.unused).toBe('1.00');
    expect(told.match(/trimtab: /g)).toHaveLength(3);
    expect(told).toContain(
      'FILE, $.usage[0].rates.savingPlan, and 1 more of this name: no such name is known here; it is passed over.\n  Known are computeSavingsPlan and ec2InstanceSavingsPlan.\n',
    );
    expect(told).toContain('FILE, $.commitments[0].hourlyComitment: no such name');
    expect(told).not.toContain('\u001b');
  });

  it.each(['apply-aws', 'apply-azure', 'apply-gcp'])('knows every name of the example %s', async (name) => {
    const io = ioWith();
    await applyFile(`examples/commitments/${name}.json`, io);
    expect(io.stderr.read()).toBeNull();
  });

  it('knows every name of the documentation, null or not', async () => {
    const reserved = {
      id: 'r',
      kind: 'reservedInstance',
      account: 'A',
      scope: 'regional',
      instanceType: 'm5.large',
      region: 'r1',
      platform: null,
      count: 1,
      hourlyRate: 1,
      remainingMonths: null,
    };
    const all = { zone: null, region: 'r1', instanceType: null, platform: 'Linux/UNIX', tenancy: null };
    const given = scenario({ usage: [{ ...usage, ...all }], commitments: [plan, reserved] });
    expect((await applied(given)).told).toBe('');
  });
});
