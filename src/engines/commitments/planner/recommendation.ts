import type { PoolForecast, Recommendation } from '../../../shared/commitments/recommend.ts';
import { formatInstant } from '../../../shared/time.ts';
import type { Offer } from '../backtest/offer.ts';
import { decimalText } from '../backtest/present.ts';
import { type Demand, instantOf } from '../demand/demand.ts';
import { meanBack } from '../forecast/daily.ts';
import { judgedSteps, widenedSpanOf, withoutCaution } from '../forecast/intervals.ts';
import { parameters } from '../forecast/parameters.ts';
import { curveOf } from './curve.ts';
import { downsideOf, type Position } from './downside.ts';
import { remainingCost } from './lock-in.ts';
import { reasonsOf } from './reasons.ts';
import {
  fewestDays,
  isTooShort,
  largestFirst,
  planPurchases,
  type RecommendInput,
  type RecommendWork,
} from './recommend.ts';

const forecastSteps = 26;
const mostForecasts = 25;
const mostCurves = 100;

const forecastOf = (work: RecommendWork, demand: Demand, pool: number | null): PoolForecast => {
  const { forecaster, recordOf } = work;
  const level = meanBack(forecaster.memory(pool).level, 0, parameters.shapeDays) || 0;
  const expectations = withoutCaution(forecaster.expectations(pool, forecastSteps));
  const record = recordOf(pool);
  const points = Array.from({ length: forecastSteps }, (_, step) => {
    const { low, middle, high } = widenedSpanOf(expectations, step, record);
    return {
      from: formatInstant(instantOf(demand, demand.hours + step * parameters.stepDays * 24)),
      low: decimalText(level * low),
      middle: decimalText(level * middle),
      high: decimalText(level * high),
    };
  });
  return {
    series: pool === null ? null : (demand.series[pool] ?? ''),
    points,
    backtest:
      record === undefined
        ? null
        : {
            origins: record.origins,
            horizonDays: judgedSteps * parameters.stepDays,
            meanAbsoluteError: decimalText(record.meanAbsoluteError),
            intervalCoverage: decimalText(record.intervalCoverage),
            widenedCoverage: decimalText(record.widenedCoverage),
          },
  };
};

const positionsOf = ({ held, tranches }: RecommendWork): readonly Position[] => [
  ...held.map(({ series, quantity, discount, isUsable }) => ({
    series,
    quantity,
    hourlyCost: quantity * (1 - discount),
    hourlyCapitalCost: 0,
    isUsable,
  })),
  ...tranches.map((each) => ({ ...each, isUsable: true })),
];

const totalsOf = (work: RecommendWork, demand: Demand): Recommendation['totals'] => {
  const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
  const monthly = work.monthlyOnDemand;
  const remaining =
    sum(work.tranches.map(({ hourlyCost, offer }) => hourlyCost * offer.termHours)) +
    remainingCost(work.held, demand.hours);
  return {
    hourlyCost: decimalText(sum(work.tranches.map(({ hourlyCost }) => hourlyCost)), 2),
    upfrontCost: decimalText(sum(work.tranches.map(({ upfrontCost }) => upfrontCost)), 2),
    expectedMonthlySaving: decimalText(sum(work.tranches.map(({ monthlySaving }) => monthlySaving)), 2),
    lockInMonths: monthly > 0 ? decimalText(remaining / monthly) : null,
    onDemandMonthly: decimalText(monthly, 2),
  };
};

const nameOf = (demand: Demand, series: number | null): string | null =>
  series === null ? null : (demand.series[series] ?? '');

const declinedOf = (work: RecommendWork, demand: Demand): Recommendation['declined'] =>
  work.declined.map(({ consideration, ...why }) => ({
    offer: consideration.offer.id,
    series: nameOf(demand, consideration.series),
    reason: reasonsOf(consideration, work, why),
  }));

const tooShort = ({ offers }: RecommendWork, { hours }: Demand): Recommendation['declined'] =>
  offers.map(({ id }) => ({
    offer: id,
    series: null,
    reason: [
      {
        code: 'too-short',
        text: `The demand covers ${hours < 48 ? `${hours} hour${hours === 1 ? '' : 's'}` : `${Math.floor(hours / 24)} days`}: below ${fewestDays} days nothing is recommended, for nobody can tell from them what a term will use. Give at least ${fewestDays} days, better a year.`,
      },
    ],
  }));

const present = (work: RecommendWork, demand: Demand): Recommendation => {
  const endOf = (offer: Offer): string => formatInstant(instantOf(demand, demand.hours + offer.termHours));
  const pools = isTooShort(demand)
    ? new Set<number | null>()
    : new Set<number | null>([null, ...work.considerations.map(({ series }) => series)]);
  return {
    asOf: formatInstant(instantOf(demand, demand.hours)),
    tranches: work.tranches.map((tranche) => ({
      offer: tranche.offer.id,
      series: nameOf(demand, tranche.series),
      quantity: decimalText(tranche.quantity),
      hourlyCost: decimalText(tranche.hourlyCost),
      upfrontCost: decimalText(tranche.upfrontCost, 2),
      termHours: tranche.offer.termHours,
      endsAt: endOf(tranche.offer),
      expectedUtilisation: decimalText(tranche.expectedUtilisation),
      expectedMonthlySaving: decimalText(tranche.monthlySaving, 2),
      reason: reasonsOf(tranche.consideration, work, { rules: tranche.cutBy }),
    })),
    totals: totalsOf(work, demand),
    downside: downsideOf(demand, positionsOf(work)),
    curves: work.considerations.slice(0, mostCurves).map((consideration) => ({
      offer: consideration.offer.id,
      series: nameOf(demand, consideration.series),
      points: curveOf(consideration).map(({ quantity, monthlyCost }) => ({
        quantity: decimalText(quantity),
        monthlyCost: decimalText(monthlyCost, 2),
      })),
    })),
    forecast: [...pools].slice(0, mostForecasts).map((pool) => forecastOf(work, demand, pool)),
    declined: isTooShort(demand) ? tooShort(work, demand) : declinedOf(work, demand),
  };
};

/**
 * What to buy at the end of the demand: tranches with their expected saving and why, what falling demand would do to
 * it, cost against commitment, and the forecast with its interval and its error on the past.
 */
export const recommend = (input: RecommendInput): Recommendation => {
  const demand = largestFirst(input.demand);
  return present(planPurchases({ ...input, demand }), demand);
};
