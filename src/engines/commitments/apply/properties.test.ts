import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApplyResult,
  type ApplyScenario,
  applyScenarioSchema,
} from '../../../shared/commitments/apply.ts';
import { applyScenario } from './apply-scenario.ts';
import { factors, type Piece, reference, Wide, wide } from './reference-fixture.ts';

const numRuns = process.env.TRIMTAB_LONG === '1' ? 12_000 : 300;
// Scenarios. Prices follow the type, as they do at the providers.

const hours = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'];
const accounts = ['A', 'B', 'C'];
interface Numbers {
  readonly quantity: fc.Arbitrary<string>;
  readonly money: fc.Arbitrary<string>;
  readonly discounts: readonly string[];
  readonly sizes: readonly string[];
}
const decimals = (most: number, places: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((units) => new Wide(units).div(new Wide(10).pow(places)).toString());
/** Everything divides without end: no quotient is rounded. */
const terminating: Numbers = {
  quantity: decimals(4000, 3),
  money: decimals(3000, 2),
  discounts: ['0.5', '0.25', '0.8', '0.64', '1'],
  sizes: ['small', 'large', '4xlarge'],
};
const anything: Numbers = {
  quantity: fc.oneof(decimals(4000, 3), decimals(10 ** 15, 14)),
  money: fc.oneof(decimals(3000, 2), decimals(10 ** 9, 7)),
  discounts: ['0.7', '0.61', '0.333333', '0.8', '0.95', '1'],
  sizes: ['nano', 'large', '3xlarge', '12xlarge', 'metal'],
};

const times = (left: string, right: string): string => wide(left).times(wide(right)).toString();
const numbered = <T>(list: readonly T[], letter: string): readonly (T & { readonly id: string })[] =>
  list.map((each, index) => ({ ...each, id: `${letter}${index}` }));

const awsUsage = (numbers: Numbers, owners: readonly string[]) =>
  fc
    .record({
      hour: fc.constantFrom(...hours),
      account: fc.constantFrom(...owners),
      family: fc.constantFrom('m5', 'm5', 'c5', 'g5'),
      size: fc.constantFrom(...numbers.sizes),
      region: fc.constantFrom('us', 'us', 'us', 'eu'),
      zone: fc.constantFrom('a', 'a', 'b'),
      platform: fc.constantFrom('Linux/UNIX', 'Linux/UNIX', 'Windows'),
      tenancy: fc.constantFrom('shared', 'shared', 'dedicated'),
      quantity: numbers.quantity,
    })
    .map(({ family, size, ...each }) => {
      const at = (family === 'm5' ? 0 : family === 'c5' ? 1 : 2) + (each.platform === 'Windows' ? 1 : 0);
      const onDemandRate = times(factors[size] ?? '1', each.platform === 'Windows' ? '0.032' : '0.02');
      const discount = (shift: number): string =>
        numbers.discounts[(at + shift) % numbers.discounts.length] ?? '1';
      const computeSavingsPlan = times(onDemandRate, discount(1));
      const rates =
        at === 3
          ? { computeSavingsPlan }
          : { computeSavingsPlan, ec2InstanceSavingsPlan: times(onDemandRate, discount(0)) };
      return { ...each, service: 'ec2', instanceType: `${family}.${size}`, onDemandRate, rates };
    });

const awsCommitment = (numbers: Numbers, owners: readonly string[]) => {
  const account = fc.constantFrom(...owners);
  const region = fc.constantFrom('us', 'us', 'us', 'eu');
  const family = fc.constantFrom('m5', 'm5', 'c5', 'g5');
  const instance = fc.record({
    kind: fc.constant('reservedInstance'),
    account,
    region,
    scope: fc.constantFrom('regional', 'regional', 'zonal'),
    zone: fc.constantFrom('a', 'a', 'a', 'b'),
    instanceType: fc.tuple(family, fc.constantFrom(...numbers.sizes)).map((parts) => parts.join('.')),
    platform: fc.constantFrom('Linux/UNIX', 'Linux/UNIX', 'Linux/UNIX', 'Windows'),
    tenancy: fc.constantFrom('shared', 'shared', 'shared', 'dedicated'),
    count: fc.integer({ min: 0, max: 4 }).map(String),
    hourlyRate: numbers.money,
  });
  return fc.oneof(
    instance,
    instance,
    fc.record({ kind: fc.constant('computeSavingsPlan'), account, hourlyCommitment: numbers.money }),
    fc.record({
      kind: fc.constant('ec2InstanceSavingsPlan'),
      account,
      family,
      region,
      hourlyCommitment: numbers.money,
    }),
  );
};

const azureSizes = ['1', '2', '4', '8'];
const azureUsage = (numbers: Numbers, owners: readonly string[]) =>
  fc
    .record({
      hour: fc.constantFrom(...hours),
      account: fc.constantFrom(...owners),
      region: fc.constantFrom('we', 'ne'),
      size: fc.constantFrom(...azureSizes),
      quantity: numbers.quantity,
    })
    .map((each) => {
      const onDemandRate = times(each.size, '0.05');
      const discount = numbers.discounts[Number(each.size) % numbers.discounts.length] ?? '1';
      return { ...each, service: 'vm', onDemandRate, rates: { savingsPlan: times(onDemandRate, discount) } };
    });
const azureCommitment = (numbers: Numbers, owners: readonly string[]) => {
  const scope = fc.constantFrom('account', 'shared');
  const account = fc.constantFrom(...owners);
  const ratioGroup = Object.fromEntries(azureSizes.map((size) => [size, size]));
  return fc.oneof(
    fc.record({
      kind: fc.constant('reservation'),
      scope,
      account,
      size: fc.constantFrom(...azureSizes),
      region: fc.constantFrom('we', 'ne'),
      count: fc.integer({ min: 0, max: 4 }).map(String),
      hourlyRate: numbers.money,
      ratioGroup: fc.constant(ratioGroup),
    }),
    fc.record({
      kind: fc.constant('savingsPlan'),
      scope,
      account,
      hourlyCommitment: numbers.money,
      termYears: fc.constantFrom('1', '3'),
    }),
  );
};

const googleUsage = (numbers: Numbers, owners: readonly string[]) =>
  fc
    .record({
      hour: fc.constantFrom(...hours),
      account: fc.constantFrom(...owners),
      region: fc.constantFrom('r1', 'r2'),
      resource: fc.constantFrom('vcpu', 'memory'),
      isDear: fc.boolean(),
      quantity: numbers.quantity,
    })
    .map(({ isDear, ...each }) => {
      const [dear = '', cheap = ''] = each.resource === 'vcpu' ? ['0.04', '0.032'] : ['0.01', '0.008'];
      const onDemandRate = isDear ? dear : cheap;
      const discount = numbers.discounts[isDear ? 0 : 2] ?? '1';
      return {
        ...each,
        service: 'compute',
        onDemandRate,
        rates: { flexible: times(onDemandRate, discount) },
      };
    });
const googleCommitment = (numbers: Numbers, owners: readonly string[]) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('resourceCommitment'),
      account: fc.constantFrom(...owners),
      region: fc.constantFrom('r1', 'r2'),
      resource: fc.constantFrom('vcpu', 'memory'),
      quantity: numbers.quantity,
      hourlyRate: numbers.money,
    }),
    fc.record({ kind: fc.constant('flexibleCommitment'), hourlyCommitment: numbers.money }),
  );

const scenarios = (numbers: Numbers, owners: readonly string[] = accounts): fc.Arbitrary<ApplyScenario> => {
  const of = (
    provider: string,
    usage: fc.Arbitrary<object>,
    commitment: fc.Arbitrary<object>,
    more: object = {},
  ) =>
    fc.tuple(fc.array(usage, { maxLength: 9 }), fc.array(commitment, { maxLength: 6 })).map(([lines, held]) =>
      applyScenarioSchema.parse({
        provider,
        usage: numbered(lines, 'u'),
        commitments: numbered(held, 'c'),
        ...more,
      }),
    );
  return fc.oneof(
    { weight: 3, arbitrary: of('aws', awsUsage(numbers, owners), awsCommitment(numbers, owners)) },
    of('azure', azureUsage(numbers, owners), azureCommitment(numbers, owners)),
    of('gcp', googleUsage(numbers, owners), googleCommitment(numbers, owners)),
    of('gcp', googleUsage(numbers, owners), googleCommitment(numbers, owners), {
      order: ['flexibleCommitment', 'resourceCommitment'],
    }),
  );
};

const piecesOf = ({ usage }: ApplyResult): readonly Piece[] =>
  usage.flatMap(({ id, hour, covered }) =>
    covered.map(({ commitment, quantity, commitmentUsed }) => ({
      usage: id,
      hour,
      commitment,
      quantity: wide(quantity),
      used: wide(commitmentUsed),
    })),
  );

type Figures = ReadonlyMap<string, { readonly quantity: Wide; readonly used: Wide }>;
const figuresOf = (pieces: readonly Piece[]): Figures => {
  const figures = new Map<string, { readonly quantity: Wide; readonly used: Wide }>();
  for (const { usage, hour, commitment, quantity, used } of pieces) {
    const key = `${hour} ${usage} ${commitment}`;
    const known = figures.get(key);
    figures.set(key, { quantity: quantity.plus(known?.quantity ?? 0), used: used.plus(known?.used ?? 0) });
  }
  return figures;
};
const largestDifference = (left: Figures, right: Figures): Wide =>
  [...new Set([...left.keys(), ...right.keys()])].reduce((most, key) => {
    const gap = (field: 'quantity' | 'used'): Wide =>
      (left.get(key)?.[field] ?? wide('0')).minus(right.get(key)?.[field] ?? wide('0')).abs();
    return Wide.max(most, gap('quantity'), gap('used'));
  }, wide('0'));
const sum = (values: readonly (string | Wide)[]): Wide =>
  values.reduce<Wide>((total, each) => total.plus(each), wide('0'));

describe('applying commitments', () => {
  it('agrees to the last digit with the reference where every quotient terminates', () => {
    fc.assert(
      fc.property(scenarios(terminating), (scenario) => {
        const difference = largestDifference(
          figuresOf(piecesOf(applyScenario(scenario))),
          figuresOf(reference(scenario)),
        );
        // The reference itself divides to 200 digits.
        expect(difference.lt('1e-150')).toBe(true);
      }),
      { numRuns },
    );
  });

  it('agrees with the reference up to rounding for any numbers', () => {
    fc.assert(
      fc.property(scenarios(anything), (scenario) => {
        const difference = largestDifference(
          figuresOf(piecesOf(applyScenario(scenario))),
          figuresOf(reference(scenario)),
        );
        expect(difference.lt('1e-9')).toBe(true);
      }),
      { numRuns },
    );
  });

  it('loses nothing, makes nothing, and is never below zero', () => {
    fc.assert(
      fc.property(fc.oneof(scenarios(anything), scenarios(terminating)), (scenario) => {
        const result = applyScenario(scenario);
        const pieces = piecesOf(result);
        for (const [index, line] of result.usage.entries()) {
          const given = scenario.usage[index];
          const covered = sum(line.covered.map(({ quantity }) => quantity));
          expect(covered.plus(line.onDemandQuantity).eq(wide(given?.quantity))).toBe(true);
          expect(wide(line.onDemandQuantity).times(wide(given?.onDemandRate)).eq(line.onDemandCost)).toBe(
            true,
          );
        }
        for (const each of result.commitments) {
          const used = sum(
            pieces
              .filter((piece) => piece.commitment === each.id && piece.hour === each.hour)
              .map((piece) => piece.used),
          );
          expect(used.eq(each.used)).toBe(true);
          expect(wide(each.used).plus(each.unused).eq(each.committed)).toBe(true);
          expect(wide(each.unused).gte(0)).toBe(true);
        }
        const values = [
          ...pieces.flatMap(({ quantity, used }) => [quantity, used]),
          ...result.usage.map((each) => wide(each.onDemandQuantity)),
        ];
        expect(values.every((value) => value.gte(0))).toBe(true);
        const { totals } = result;
        expect(sum(result.usage.map((each) => each.onDemandCost)).eq(totals.onDemandCost)).toBe(true);
        expect(sum([totals.onDemandCost, totals.commitmentCost]).eq(totals.totalCost)).toBe(true);
        expect(sum([totals.netSavings, totals.totalCost]).eq(totals.onDemandEquivalent)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('has the same totals in any order of usage and commitments', () => {
    // What a plan covers of its last line is rounded to 12 places. Lines with more would keep their tail, and which of
    // two equal lines is the last follows the order: four places, and eight that sizes add, stay within.
    const quantity = decimals(10 ** 5, 4);
    // Under Google's turned order, lines that are equal to a flexible commitment may differ to the next one.
    const isTurned = (scenario: ApplyScenario): boolean =>
      scenario.provider === 'gcp' && scenario.order !== undefined;
    const unturned = scenarios({ ...anything, quantity }, ['A']).filter((scenario) => !isTurned(scenario));
    const shuffled = unturned.chain((scenario) =>
      fc.tuple(
        fc.constant(scenario),
        fc.shuffledSubarray([...scenario.usage], { minLength: scenario.usage.length }),
        fc.shuffledSubarray([...scenario.commitments], { minLength: scenario.commitments.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([scenario, usage, commitments]) => {
        const { totals } = applyScenario(applyScenarioSchema.parse({ ...scenario, usage, commitments }));
        expect(totals).toEqual(applyScenario(scenario).totals);
      }),
      { numRuns },
    );
  });

  it('has the hours know nothing of each other', () => {
    fc.assert(
      fc.property(scenarios(anything), (scenario) => {
        const whole = applyScenario(scenario);
        const parts = hours.flatMap((hour) => {
          const usage = scenario.usage.filter((each) => each.hour === hour);
          return applyScenario(applyScenarioSchema.parse({ ...scenario, usage })).usage;
        });
        expect(new Set(parts.map((each) => JSON.stringify(each)))).toEqual(
          new Set(whole.usage.map((each) => JSON.stringify(each))),
        );
      }),
      { numRuns },
    );
  });
});
