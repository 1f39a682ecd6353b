import type { CommitmentOfferInput } from '../../../shared/commitments/backtest.ts';
import { hoursPerYear } from '../calendar.ts';
import type { Demand } from './demand.ts';
import type { RandomSource } from './random-source.ts';
import { type Path, paths } from './regime-paths.ts';

/** Demand of one character with what can be bought for it. */
export interface Regime {
  readonly name: string;
  readonly demand: Demand;
  readonly offers: readonly CommitmentOfferInput[];
  readonly historyHours: number;
}

const years = 3;
const startMs = Date.UTC(2023, 0, 1);

/** A number of the normal distribution (Box and Muller). */
const normal = (random: RandomSource): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Day, week and noise on top of a path; noise remembers the hour before. */
const texture = (random: RandomSource): Path => {
  const noise = 0.01 + 0.05 * random();
  const day = 0.2 * random();
  const week = 0.2 * random();
  let drift = 0;
  return (hour) => {
    drift = 0.9 * drift + noise * Math.sqrt(1 - 0.81) * normal(random);
    const weekend = Math.floor(hour / 24) % 7 >= 5 ? 1 - week : 1;
    return (1 + day * Math.sin((2 * Math.PI * hour) / 24)) * weekend * Math.exp(drift);
  };
};

const demandOf = (random: RandomSource, own: readonly Path[]): Demand => {
  const hours = years * hoursPerYear;
  const quantities = own.map((path) => {
    const scale = 20 + 180 * random();
    const shade = texture(random);
    return Float64Array.from(
      { length: hours },
      (_, hour) => Math.round(Math.max(0, scale * path(hour) * shade(hour)) * 1e4) / 1e4,
    );
  });
  return { startMs, hours, series: own.map((_, index) => `pool-${index + 1}`), quantities };
};

const flexible: CommitmentOfferInput = {
  id: 'flex-1y',
  scope: 'flexible',
  termHours: 8760,
  discount: '0.28',
};
const series: CommitmentOfferInput = { id: 'series-1y', scope: 'series', termHours: 8760, discount: '0.4' };
const short: CommitmentOfferInput = { id: 'flex-30d', scope: 'flexible', termHours: 720, discount: '0.12' };
const long: CommitmentOfferInput = { id: 'flex-3y', scope: 'flexible', termHours: 26_280, discount: '0.46' };

/** What regimes are made of: paths of series, and what is offered for them. */
const kinds: readonly (readonly [
  string,
  (random: RandomSource) => readonly Path[],
  readonly CommitmentOfferInput[],
])[] = [
  ['growth', (random) => [paths.growth(random), paths.growth(random)], [flexible]],
  ['decline', (random) => [paths.decline(random), paths.decline(random)], [flexible]],
  ['late-decline', (random) => [paths.lateDecline(random)], [flexible]],
  ['migration', (random) => [...paths.migration(random), ...paths.migration(random)], [series]],
  ['season', (random) => [paths.season(random)], [flexible]],
  ['steps', (random) => [paths.step(random), paths.step(random)], [flexible]],
  ['spikes', (random) => [paths.spikes(random)], [flexible]],
  ['flat', () => [() => 1, () => 1], [flexible]],
  [
    'mixed-fates',
    (random) => [paths.growth(random), paths.decline(random), paths.season(random), paths.step(random)],
    [series],
  ],
  ['two-scopes', (random) => [...paths.migration(random), paths.growth(random)], [flexible, series]],
  ['three-terms', (random) => [paths.decline(random), paths.growth(random)], [short, flexible, long]],
];

/** One regime of every kind. */
export const regimesOf = (randomFor: (name: string) => RandomSource): readonly Regime[] =>
  kinds.map(([name, makePaths, offers]) => {
    const random = randomFor(name);
    return { name, demand: demandOf(random, makePaths(random)), offers, historyHours: hoursPerYear };
  });
