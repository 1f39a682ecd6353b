import type { ExplorerState } from '../../../../shared/explorer/state.ts';

/** Text that is the same for states that ask and draw the same, in whatever order their fields came. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join()}}`;
};

/** Whether two states are the same; a view whose state is another one was changed since it was opened. */
export const sameState = (a: ExplorerState, b: ExplorerState): boolean => canonical(a) === canonical(b);
