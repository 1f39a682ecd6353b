import data from './normalisation-factors.json' with { type: 'json' };
import { parseUnits, unitsAt } from './units.ts';

/** A quarter is the smallest factor (nano), so that all are whole numbers of quarters. */
const quarters = (factor: string): bigint => unitsAt(parseUnits(factor), 2) / 25n;

const sizes = new Map(Object.entries(data.sizes).map(([size, factor]) => [size, quarters(factor)]));
const metal = new Map(
  Object.entries({ ...data.metalDocumented, ...data.metalDerived }).map(([family, factor]) => [
    family,
    quarters(factor),
  ]),
);
/** AWS lists all families of high memory as one: `u-*.metal`. */
const metalFactor = (family: string): bigint | undefined =>
  metal.get(family.startsWith('u-') ? 'u-*' : family);
const inflexible = new Set(data.inflexibleFamilies);

/** `m4.large` is of the family `m4`. */
export const familyOf = (instanceType: string): string => instanceType.split('.')[0]?.toLowerCase() ?? '';

const sizeOf = (instanceType: string): string =>
  instanceType.slice(instanceType.indexOf('.') + 1).toLowerCase();

/**
 * The normalisation factor of an instance type in quarters (large, 4, is 16), or undefined where AWS knows none.
 * Bare metal counts as its virtual equal. Source: normalisation-factors.json.
 */
export const factorQuarters = (instanceType: string): bigint | undefined => {
  const size = sizeOf(instanceType);
  const known = size === 'metal' ? metalFactor(familyOf(instanceType)) : sizes.get(size);
  if (known !== undefined) return known;
  const multiple = /^(\d{1,4})xlarge$/.exec(size) ?? /^metal-(\d{1,4})xl$/.exec(size);
  const count = BigInt(multiple?.[1] ?? '0');
  return count === 0n ? undefined : 32n * count;
};

/** Whether regional reserved instances of the family apply to its other sizes. */
export const isFlexibleFamily = (family: string): boolean => !inflexible.has(family);
