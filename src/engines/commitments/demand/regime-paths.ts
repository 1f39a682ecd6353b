import type { RandomSource } from './random-source.ts';

/** A level by the hour, about 1. */
export type Path = (hour: number) => number;

const year = 8760;

const between = (random: RandomSource, low: number, high: number): number => low + (high - low) * random();
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const declineFrom = (random: RandomSource, start: number): Path => {
  const rate = between(random, 0.2, 0.55);
  return (hour) => (1 - rate) ** (Math.max(0, hour - start) / year);
};

const migration = (random: RandomSource): readonly [Path, Path] => {
  const middle = between(random, 0.6, 2.4) * year;
  const width = between(random, 0.05, 0.3) * year;
  const growth = between(random, 0, 0.3);
  const moved: Path = (hour) => sigmoid((hour - middle) / width);
  const total: Path = (hour) => 1 + (growth * hour) / year;
  return [(hour) => total(hour) * (1 - 0.9 * moved(hour)), (hour) => total(hour) * (0.1 + 0.9 * moved(hour))];
};

const step = (random: RandomSource): Path => {
  const at = between(random, 0.4, 2.4) * year;
  const size = between(random, -0.5, 0.5);
  const until = random() < 0.5 ? Number.POSITIVE_INFINITY : at + between(random, 30, 200) * 24;
  return (hour) => (hour >= at && hour < until ? 1 + size : 1);
};

const spikes = (random: RandomSource): Path => {
  const levels: number[] = [];
  let left = 0;
  let height = 0;
  for (let day = 0; day < 3 * 365 + 1; day += 1) {
    if (left <= 0 && random() < 0.03) {
      left = between(random, 2, 20);
      height = between(random, 0.3, 1.5);
    }
    levels.push(left > 0 ? 1 + height : 1);
    left -= 1;
  }
  return (hour) => levels[Math.floor(hour / 24)] ?? 1;
};

/** Shapes of demand over years, each drawn at random. */
export const paths = {
  growth: (random: RandomSource): Path => {
    const rate = between(random, 0.2, 1);
    return (hour) => 1 + (rate * hour) / year;
  },
  decline: (random: RandomSource): Path => declineFrom(random, 0),
  lateDecline: (random: RandomSource): Path => declineFrom(random, between(random, 0.6, 1.8) * year),
  migration,
  season: (random: RandomSource): Path => {
    const height = between(random, 0.1, 0.35);
    const phase = random() * year;
    return (hour) => 1 + height * Math.sin((2 * Math.PI * (hour + phase)) / year);
  },
  step,
  spikes,
};
