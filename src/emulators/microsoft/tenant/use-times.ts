import type { Use } from './sketch.ts';

const dayFields = [
  ...(['signIn', 'exchange', 'oneDrive', 'sharePoint', 'teams', 'yammer', 'copilot'] as const),
  ...(['desktop', 'mobile', 'web', 'activated', 'called'] as const),
];

/** The same use at other times; `move` is given days before the tenant's day, and gives them. */
const moved = (use: Use, move: (days: number) => number): Use => {
  const times = dayFields.map((field) => {
    const days = use[field];
    return [field, days === null ? null : move(days)];
  });
  return { ...use, ...Object.fromEntries(times) };
};

/** Nobody did anything before the account was there. */
export const sinceBirth = (use: Use, ageDays: number): Use =>
  dayFields.every((field) => (use[field] ?? 0) <= ageDays)
    ? use
    : moved(use, (days) => Math.min(days, ageDays));

/** Nobody did anything after the account was deleted. */
export const untilDeletion = (use: Use, deletedDaysAgo: number): Use =>
  moved(use, (days) => days + deletedDaysAgo);
