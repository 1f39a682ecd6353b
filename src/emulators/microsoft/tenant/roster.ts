import { businessPersona, healthyPersonas } from './personas/healthy.ts';
import { nearMisses } from './personas/near-misses.ts';
import { accountWaste } from './personas/wasteful-accounts.ts';
import { activityWaste } from './personas/wasteful-activity.ts';
import { seatWaste } from './personas/wasteful-seats.ts';
import { createDraw, type Draw } from './random.ts';
import { active, member, type Persona, seat, unused } from './sketch.ts';

const administrator: Persona = {
  name: 'administrator',
  weight: 0,
  minAgeDays: 0,
  sketch: (draw) => member(active(draw), [seat('SPE_E3', 'microsoftE3'), seat('FLOW_FREE')]),
};

const breakGlass: Persona = {
  name: 'break-glass account',
  weight: 0,
  minAgeDays: 0,
  sketch: () =>
    member(unused, [seat('AAD_PREMIUM_P2')], { kind: 'breakGlass', purpose: null, isProtected: true }),
};

const waste: readonly Persona[] = [...accountWaste, ...activityWaste, ...seatWaste];
const [fallback] = healthyPersonas;

/** One of each rule first, so that even a small tenant shows most; then every other story, healthy people between. */
const firstNames = [
  ...['disabled a while ago', 'inactive since the very limit', 'office worker who never came', 'going stale'],
  ...['guest with an office licence', 'left yesterday', 'shared mailbox with a suite', 'assigned twice'],
  ...['power bi beside e5', 'copilot never tried', 'web only', 'room with a mail licence'],
];

const opening: readonly Persona[] = (() => {
  const stories = [...waste, ...nearMisses];
  const first = firstNames.flatMap((name) => stories.filter((persona) => persona.name === name));
  const rest = stories.filter((persona) => !first.includes(persona));
  const workers = healthyPersonas.slice(0, 4);
  const mixed = [...first, ...rest].flatMap((persona, place) => {
    const worker = workers[(place / 3) % workers.length];
    return place % 3 === 0 && worker ? [worker, persona] : [persona];
  });
  return [administrator, breakGlass, ...mixed, ...healthyPersonas.slice(4), businessPersona];
})();

/** Tenants of at least so many users have every story once. */
export const openingSize = opening.length;

const lastBusinessPlace = 3000;

const drawWeighted = (draw: Draw, personas: readonly Persona[]): Persona | undefined => {
  let left = draw.next() * personas.reduce((sum, { weight }) => sum + weight, 0);
  return personas.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
};

const withBusiness = [...healthyPersonas, businessPersona];

export interface RosterOptions {
  readonly seed: number;
  /** Share of those after the opening that waste something at the present. */
  readonly wasteShare: number;
  /** The same on the tenant's day, below twice the present one. */
  readonly shareThen: number;
  readonly isPremium: boolean;
}

/** Of those who waste nothing, so many are just short of it. */
const nearMissShare = 0.04;

const isMember = (persona: Persona): boolean => persona.sketch(createDraw(persona.name)).kind === 'member';
const healthyMembers = healthyPersonas.filter(isMember);

/** The same account while it wastes nothing: its licence was taken away, or its owner is at work. */
const tidied = (persona: Persona, worker: Persona): Persona => ({
  name: `${persona.name} (tidied)`,
  weight: 0,
  minAgeDays: 0,
  sketch: (draw) => {
    const sketch = persona.sketch(draw);
    return sketch.kind === 'member' ? worker.sketch(draw) : { ...sketch, seats: [], expects: [] };
  },
});

/** Shares stay below twice the present one, so that whoever may waste some day is known at once. */
const mostSwing = 2;

/**
 * Who a user is, by place in the order of creation; `ageDays` is the account's natural age. A mailbox never turns
 * into a person when shares change with the tenant's day.
 */
export const personaAt = (options: RosterOptions, place: number, ageDays: number): Persona => {
  const { seed, wasteShare, shareThen, isPremium } = options;
  const isPossible = ({ needsPremium }: Persona): boolean => isPremium || needsPremium !== true;
  const opened = opening[place];
  if (opened) return isPossible(opened) ? opened : (fallback ?? administrator);
  const draw = createDraw(seed, 'persona', place);
  const turn = draw.next();
  const story = turn < wasteShare * mostSwing ? drawWeighted(draw, waste) : undefined;
  const near = !story && draw.chance(nearMissShare) ? drawWeighted(draw, nearMisses) : undefined;
  const found = story ?? near;
  if (!found) {
    return drawWeighted(draw, place < lastBusinessPlace ? withBusiness : healthyPersonas) ?? administrator;
  }
  const isOn = near !== undefined || turn < shareThen;
  if (isOn && isPossible(found) && ageDays >= found.minAgeDays) return found;
  return tidied(found, drawWeighted(draw, healthyMembers) ?? administrator);
};
