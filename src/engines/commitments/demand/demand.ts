/**
 * Demand of every series by the hour, in on-demand dollars per hour. Floats, not decimals: three years of tens of
 * series are a million values that are compared and added many times, and what is read off them are quantiles and
 * rates of six decimals. Sums over a trace are compensated, so that no digit that is printed comes from rounding.
 */
export interface Demand {
  /** The first hour, in milliseconds since 1970. */
  readonly startMs: number;
  readonly hours: number;
  readonly series: readonly string[];
  /** One array of `hours` values for each series. */
  readonly quantities: readonly Float64Array[];
}

const hourMs = 3_600_000;

/** The instant at which an hour of the demand begins. */
export const instantOf = ({ startMs }: Pick<Demand, 'startMs'>, hour: number): Date =>
  new Date(startMs + hour * hourMs);

/** The sum of all series, hour by hour. */
export const totalOf = ({ hours, quantities }: Demand): Float64Array => {
  const total = new Float64Array(hours);
  for (const own of quantities)
    for (let hour = 0; hour < hours; hour += 1) total[hour] = (total[hour] ?? 0) + (own[hour] ?? 0);
  return total;
};

/** The demand before an hour: what was known then. */
export const cutAt = (demand: Demand, hour: number): Demand => ({
  ...demand,
  hours: Math.min(hour, demand.hours),
  quantities: demand.quantities.map((own) => own.slice(0, hour)),
});

/** Adds floats without losing what is small beside the sum (Neumaier's compensated summation). */
export const createSum = (): { add(value: number): void; value(): number } => {
  let sum = 0;
  let lost = 0;
  return {
    add: (value) => {
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    },
    value: () => sum + lost,
  };
};
