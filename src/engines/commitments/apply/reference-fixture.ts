import { Decimal } from 'decimal.js';
import type { ApplyScenario } from '../../../shared/commitments/apply.ts';

export const Wide = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });
export type Wide = Decimal;
export const wide = (text: string | undefined): Wide => new Wide(text ?? '0');

type Line = Readonly<Record<string, unknown>> & ApplyScenario['usage'][number];
type Held = Readonly<Record<string, unknown>> & ApplyScenario['commitments'][number];
interface Slot {
  readonly line: Line;
  readonly order: number;
  left: Wide;
}
export interface Piece {
  readonly usage: string;
  readonly commitment: string;
  readonly hour: string;
  readonly quantity: Wide;
  readonly used: Wide;
}

export const factors: Readonly<Record<string, string>> = {
  nano: '0.25',
  micro: '0.5',
  small: '1',
  medium: '2',
  large: '4',
  xlarge: '8',
  '2xlarge': '16',
  '3xlarge': '24',
  '4xlarge': '32',
  '12xlarge': '96',
  metal: '192',
};
const text = (value: unknown): string => String(value ?? '');
const sizeFactor = (type: unknown): Wide => wide(factors[text(type).split('.')[1] ?? '']);
const familyName = (type: unknown): string => text(type).split('.')[0] ?? '';
const platformOf = (each: Line | Held): string => text(each.platform) || 'Linux/UNIX';
const tenancyOf = (each: Line | Held): string => text(each.tenancy) || 'shared';
const isSizeFlexible = (held: Held): boolean =>
  held.scope === 'regional' &&
  platformOf(held) === 'Linux/UNIX' &&
  tenancyOf(held) === 'shared' &&
  familyName(held.instanceType) !== 'g5';

const fits = (held: Held, line: Line): boolean => {
  if (held.kind === 'computeSavingsPlan') return line.rates.computeSavingsPlan !== undefined;
  if (held.kind === 'flexibleCommitment') return line.rates.flexible !== undefined;
  if (held.kind === 'savingsPlan') {
    return line.rates.savingsPlan !== undefined && (held.scope === 'shared' || held.account === line.account);
  }
  if (held.region !== line.region) return false;
  if (held.kind === 'ec2InstanceSavingsPlan') {
    return line.rates.ec2InstanceSavingsPlan !== undefined && familyName(line.instanceType) === held.family;
  }
  if (held.kind === 'resourceCommitment')
    return held.account === line.account && held.resource === line.resource;
  if (held.kind === 'reservation') {
    if (held.scope === 'account' && held.account !== line.account) return false;
    return held.ratioGroup === undefined
      ? held.size === line.size
      : Object.hasOwn(held.ratioGroup, text(line.size));
  }
  if (line.service !== 'ec2' || platformOf(held) !== platformOf(line) || tenancyOf(held) !== tenancyOf(line))
    return false;
  if (held.scope === 'zonal') return held.zone === line.zone && held.instanceType === line.instanceType;
  if (!isSizeFlexible(held)) return held.instanceType === line.instanceType;
  return familyName(held.instanceType) === familyName(line.instanceType);
};

const rateNames: Readonly<Record<string, string>> = {
  computeSavingsPlan: 'computeSavingsPlan',
  ec2InstanceSavingsPlan: 'ec2InstanceSavingsPlan',
  savingsPlan: 'savingsPlan',
  flexibleCommitment: 'flexible',
};
/** What one unit of the line takes, in the commitment's own unit. */
const takes = (held: Held, line: Line): Wide => {
  const rateName = rateNames[held.kind];
  if (rateName !== undefined) return wide(line.rates[rateName]);
  if (held.kind === 'reservation' && held.ratioGroup !== undefined) {
    return wide(held.ratioGroup[text(line.size)]).div(wide(held.ratioGroup[held.size]));
  }
  if (held.kind === 'reservedInstance' && isSizeFlexible(held)) {
    return sizeFactor(line.instanceType).div(sizeFactor(held.instanceType));
  }
  return wide('1');
};

const compareFor =
  (held: Held) =>
  (left: Slot, right: Slot): number => {
    const [a, b] = [takes(held, left.line), takes(held, right.line)];
    if (rateNames[held.kind] !== undefined) {
      const paid = (rate: Wide, line: Line): Wide => rate.div(wide(line.onDemandRate));
      const byPaid = paid(a, left.line).minus(paid(b, right.line));
      if (byPaid.abs().gt('1e-150')) return byPaid.s;
    }
    if (held.kind === 'resourceCommitment') {
      return wide(right.line.onDemandRate).cmp(wide(left.line.onDemandRate)) || left.order - right.order;
    }
    return a.cmp(b) || left.order - right.order;
  };

const committedOf = (held: Held): Wide =>
  wide(
    text(held.hourlyCommitment ?? held.count ?? (held.kind === 'resourceCommitment' ? held.quantity : '0')),
  );

/** Groups of commitments that take turns one after the other; `true` where owners come first. */
const stepsOf = (scenario: ApplyScenario): readonly (readonly [readonly Held[], boolean])[] => {
  const all: readonly Held[] = scenario.commitments;
  const of = (kind: string, more: (held: Held) => boolean = () => true): readonly Held[] =>
    all.filter((held) => held.kind === kind && more(held));
  if (scenario.provider === 'aws') {
    return [
      [of('reservedInstance', ({ scope }) => scope === 'zonal'), true],
      [of('reservedInstance', ({ scope }) => scope === 'regional'), true],
      [of('ec2InstanceSavingsPlan'), true],
      [of('computeSavingsPlan'), true],
    ];
  }
  if (scenario.provider === 'gcp') {
    return (scenario.order ?? ['resourceCommitment', 'flexibleCommitment']).map((kind) => [of(kind), false]);
  }
  const scopes = ['account', 'shared'];
  return [
    ...scopes.map((scope) => [of('reservation', (held) => held.scope === scope), false] as const),
    ...scopes.flatMap((scope) =>
      ['3', '1'].map(
        (term) =>
          [of('savingsPlan', (held) => held.scope === scope && held.termYears === term), false] as const,
      ),
    ),
  ];
};

/**
 * What each commitment covers, by the rules as one reads them: decimals of 200 digits, every turn from scratch. Tests
 * compare the engine with it.
 */
export const reference = (scenario: ApplyScenario): readonly Piece[] => {
  const pieces: Piece[] = [];
  for (const hour of new Set(scenario.usage.map((each) => each.hour))) {
    const slots = (scenario.usage as readonly Line[])
      .map((line, order): Slot => ({ line, order, left: wide(line.quantity) }))
      .filter(({ line }) => line.hour === hour);
    for (const [step, ownersFirst] of stepsOf(scenario)) {
      const leftovers = new Map(step.map((held) => [held, committedOf(held)]));
      for (const own of ownersFirst ? [true, false] : [undefined]) {
        for (const held of step) {
          const open = slots
            .filter(
              ({ line }) =>
                fits(held, line) && (own === undefined || (line.account === held.account) === own),
            )
            .sort(compareFor(held));
          for (const slot of open) {
            const available = leftovers.get(held) ?? wide('0');
            if (available.lte('1e-100') || slot.left.lte('1e-100')) continue;
            const per = takes(held, slot.line);
            const quantity = Wide.min(slot.left, available.div(per));
            slot.left = slot.left.minus(quantity);
            leftovers.set(held, available.minus(quantity.times(per)));
            pieces.push({
              usage: slot.line.id,
              commitment: held.id,
              hour,
              quantity,
              used: quantity.times(per),
            });
          }
        }
      }
    }
  }
  return pieces;
};
