/** The first account of every tenant was made so many days before its present day. */
const foundedDaysAgo = 2900;

/**
 * Days between the making of an account and the present day: accounts were made at a steady pace, in the order of
 * their places, the last one a day or two ago.
 */
export const naturalAgeDays = (place: number, users: number): number =>
  1 + Math.floor(foundedDaysAgo * (1 - (place + 0.5) / users));

export const foundationAgeDays = foundedDaysAgo + 60;

const daysOfMonth = 30.4;
/** Waste comes and goes: people tidy up, then forget about it, over some eleven months. */
const tidinessMonths = 11;
const tidinessSwing = 0.35;
/** Nobody looked at licences in the early days. */
const yearlyNeglect = 0.12;

/** The share of wasteful users some days before the present one; at the present, the share itself. */
export const wasteShareThen = (share: number, daysBeforePresent: number): number => {
  const months = daysBeforePresent / daysOfMonth;
  const swing = tidinessSwing * Math.sin((2 * Math.PI * months) / tidinessMonths);
  const neglect = (yearlyNeglect * daysBeforePresent) / 365;
  return Math.min(2, 1 + swing + neglect) * share;
};
