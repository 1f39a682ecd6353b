import type { AwsCommitment, AwsLine } from '../../../shared/commitments/apply.ts';
import { factorQuarters, familyOf, isFlexibleFamily } from './instance-size.ts';
import type { PlanLine } from './plan-order.ts';
import type { Capacity } from './programme.ts';
import { type Divisor, divisorOf } from './quotient.ts';

type ReservedInstance = Extract<AwsCommitment, { readonly kind: 'reservedInstance' }>;

/** What decides whether a reserved instance fits; the same on both sides. */
interface Attributes {
  readonly type: string;
  readonly family: string;
  readonly region: string;
  readonly zone: string | undefined;
  readonly platform: string;
  readonly tenancy: string;
}

/** AWS writes `Linux/UNIX (Amazon VPC)` for the same platform, and `default` for shared tenancy. */
const attributesOf = (given: AwsLine | ReservedInstance): Attributes => {
  const type = (given.instanceType ?? '').toLowerCase();
  const platform = (given.platform ?? 'Linux/UNIX').toLowerCase().replace(/\s*\(amazon vpc\)$/, '');
  const tenancy = (given.tenancy ?? 'shared').toLowerCase();
  return {
    type,
    family: familyOf(type),
    region: given.region ?? '',
    zone: 'zone' in given ? given.zone : undefined,
    platform: platform === 'linux' ? 'linux/unix' : platform,
    tenancy: tenancy === 'default' ? 'shared' : tenancy,
  };
};

const one = divisorOf(1n);

const isSizeFlexible = ({ family, type, platform, tenancy }: Attributes): boolean =>
  platform === 'linux/unix' &&
  tenancy === 'shared' &&
  isFlexibleFamily(family) &&
  factorQuarters(type) !== undefined;

const exactKey = ({ type, region, platform, tenancy }: Attributes): string =>
  `type ${JSON.stringify([type, region, platform, tenancy])}`;
const zonalKey = (attributes: Attributes): string =>
  `zone ${JSON.stringify(attributes.zone)} ${exactKey(attributes)}`;
const sizeKey = ({ family, region }: Attributes): string => `sizes ${JSON.stringify([family, region])}`;

interface Eligible {
  readonly key: string;
  readonly lines: readonly PlanLine[];
}

interface ReservedInstances {
  eligibleFor(reserved: ReservedInstance): Eligible;
  capacityOf(reserved: ReservedInstance): Capacity;
}

/**
 * Which usage reserved instances fit. Regional ones of Linux with shared tenancy cover every size of their family,
 * the smallest first, in units of size; all others cover their own type.
 */
export const createReservedInstances = (lines: readonly AwsLine[]): ReservedInstances => {
  const weights = new Map<bigint, Divisor>();
  const weightOf = (type: string): Divisor => {
    const quarters = factorQuarters(type) ?? 1n;
    const weight = weights.get(quarters) ?? divisorOf(quarters);
    weights.set(quarters, weight);
    return weight;
  };
  const byKey = new Map<string, PlanLine[]>();
  const put = (key: string, line: PlanLine): void => {
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [line]);
    else list.push(line);
  };
  for (const [line, usage] of lines.entries()) {
    if (usage.service !== 'ec2') continue;
    const attributes = attributesOf(usage);
    const { account } = usage;
    put(exactKey(attributes), { line, account, rate: one });
    if (attributes.zone !== undefined) put(zonalKey(attributes), { line, account, rate: one });
    if (isSizeFlexible(attributes))
      put(sizeKey(attributes), { line, account, rate: weightOf(attributes.type) });
  }
  for (const [key, list] of byKey) {
    if (key.startsWith('sizes ')) list.sort((left, right) => Number(left.rate.units - right.rate.units));
  }
  const isFlexible = (reserved: ReservedInstance): boolean =>
    reserved.scope === 'regional' && isSizeFlexible(attributesOf(reserved));
  return {
    eligibleFor: (reserved) => {
      const attributes = attributesOf(reserved);
      const exact = reserved.scope === 'zonal' ? zonalKey(attributes) : exactKey(attributes);
      const key = isFlexible(reserved) ? sizeKey(attributes) : exact;
      return { key, lines: byKey.get(key) ?? [] };
    },
    capacityOf: (reserved) => {
      const ownWeight = isFlexible(reserved) ? weightOf(reserved.instanceType) : one;
      return { hourly: BigInt(reserved.count) * ownWeight.units, ownWeight };
    },
  };
};
