import { hoursPerMonth } from '../calendar.ts';
import { parameters } from '../forecast/parameters.ts';
import { stepsOf } from './layers.ts';
import type { Consideration } from './plan.ts';
import { meanUsage } from './usage.ts';

const points = 40;

export interface CurvePoint {
  /** On-demand value an hour that is committed beyond what is held. */
  readonly quantity: number;
  readonly monthlyCost: number;
}

/**
 * Expected monthly cost of a pool, commitment and what stays on demand, against what is committed with an offer.
 * What a commitment saves is the area under the expected usage of its layers, less its price.
 */
export const curveOf = ({ offer, outlook }: Consideration): readonly CurvePoint[] => {
  const steps = Math.min(outlook.held.length, stepsOf(offer, parameters.stepDays));
  const top = (outlook.shape.sorted.at(-1) ?? 0) * 1.2;
  const width = top / points;
  const usage = Array.from({ length: points }, (_, index) =>
    meanUsage(outlook, width * (index + 0.5), steps),
  );
  const whole = usage.reduce((sum, each) => sum + each * width, 0);
  let covered = 0;
  return Array.from({ length: points + 1 }, (_, index) => {
    if (index > 0) covered += (usage[index - 1] ?? 0) * width;
    const quantity = width * index;
    return { quantity, monthlyCost: (whole - covered + quantity * (1 - offer.discount)) * hoursPerMonth };
  });
};
