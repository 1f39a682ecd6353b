/**
 * The one parameter set of forecast and planner. Chosen on regimes drawn from seeds and on the Shaved Ice trace;
 * docs/commitments-regimes.md shows what it does on regimes of a seed that it was not chosen on.
 */
export const parameters = {
  /** Hours of the recent past whose shape (day, week, noise) stands for an ordinary fortnight; in days. */
  shapeDays: 14,
  /** Length of a step of the horizon, in days. */
  stepDays: 14,
  /** Windows over which a fall or growth is measured, and the standard errors that a slope must exceed to count. */
  trendWindows: [
    { days: 56, errors: 3 },
    { days: 112, errors: 2.5 },
    { days: 224, errors: 2 },
  ],
  /** Slower falls are none, and faster ones are counted from here; logarithmic, a year. */
  smallestYearlyFall: 0.05,
  /** A long window's fall counts while the last two months go on with this part of its pace. */
  continued: 0.25,
  /** A fall counts where the week is among this share of the lowest of so many weeks. */
  low: { weeks: 26, share: 0.3 },
  /** What is remembered of a fall counts unless the week is above this share of the same weeks: it has come back. */
  recovered: { share: 0.7 },
  /** The straight line through the last weeks, where no step is in it. */
  line: { weeks: 17, errors: 1 },
  /** A step down: windows, weeks needed, least size (logarithm, and in scatters of a week), share of the window's whole
   * fall, and the largest other change beside it. */
  step: {
    windowsDays: [112, 224],
    fewestWeeks: 12,
    smallest: 0.03,
    roughnesses: 3,
    share: 0.65,
    mostOther: 0.4,
  },
  /** A pool is steady when its fresh days differ from the days before by less than so many errors; then all are used. */
  steady: { freshDays: 28, days: 112, errors: 2.5 },
  /** A season: least swing (logarithm, and scatters of a week), how alike the year's ends must be, how smooth; how long it
   * is remembered; and between which errors, as parts of those of "as now", trust in it goes from all to none. */
  swing: {
    smallest: 0.03,
    roughnesses: 3,
    mostBend: 0.6,
    mostJump: 1.4,
    rememberWeeks: 26,
    judgedShare: 0.2,
    goodError: 0.5,
    badError: 0.9,
  },
  /** A fall is expected to be this many times as fast as it was: falling short costs less than being locked in. */
  fallFactor: 2,
  /** Growth is expected to go on at this part of its pace. */
  growthFactor: 0.5,
  /** A trend tires: it has done 63 % of its way after so many days. */
  trendDampingDays: 300,
  /** Odds of a series against the rest: the line through so many weeks, how many times as fast they are expected to fall, and
   * the errors by which the total's own line must exceed its scatter. */
  migration: { weeks: 16, errors: 2.5, factor: 2, totalErrors: 1 },
  /** A fall is remembered for so many days after it was last seen. */
  rememberDays: 60,
  /** What each expectation weighs before the past has judged it. */
  weights: { flat: 0.8, growth: 1.4, fall: 6, migration: 6, season: 1.5, usual: 0.2, analogues: 0.6 },
  /** Part of a season's weight that it has before a year swung and closed: a year that only repeats a step is none. */
  unprovenSeason: 0.2,
  /** Part of the weight of a fall and of a migration against which analogues do not count. */
  fallAlone: 0.7,
  /** How far ahead past expectations are judged, in days. */
  judgedDays: 60,
  /** How fast judgements are forgotten, a week. */
  judgementDecay: 0.95,
  /** Powers with which an expectation that errs less than "as now" gains weight. */
  judgementPower: { season: 2, usual: 0.7 },
  /** Falls that were forecast and came, against those that did not: prior, its weight, power, decay a week. */
  fallRecord: { prior: 0.5, priorWeight: 2, power: 1.5, decay: 0.97, shared: 0.5, smallest: 0.02 },
  /** Days whose levels are taken as usual. */
  usualDays: 270,
  /** Past days like today: distance of the level from its own median, and how alike they must be. */
  analogues: {
    medianDays: 60,
    everyDays: 14,
    smallest: 0.02,
    scale: 0.25,
    band: 0.7,
    independentDays: 45,
    fullDays: 180,
  },
  /** Expected saving of a tranche's last dollar, as a share of its on-demand price, below which it is not bought. */
  margin: 0.1,
  /** From this discount on the whole of it; below, less in proportion. */
  fullMarginDiscount: 0.28,
  /** Patience: top-ups to the least of the last days are tried on the past, and taken where they would have been better. */
  patience: { windowsDays: [60, 180, 360], termDays: 365, advantage: 0.004, decay: 0.9985 },
  /** Purchases below this share of a pool wait until they are larger. */
  smallestShare: 2e-4,
  /** Days before a pool of which not all was bought is looked at again. */
  reviewDays: 3,
} as const;
