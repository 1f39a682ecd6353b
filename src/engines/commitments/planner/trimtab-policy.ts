import type { PolicyMaker } from '../backtest/policy.ts';
import { createPlanner } from './planner.ts';

/** The default policy: the planner, asked every day, with one set of parameters for all demand. */
export const trimtabPolicy: PolicyMaker = {
  name: 'trimtab',
  create: () => {
    const planner = createPlanner();
    return { name: 'trimtab', everyHours: 24, decide: (view) => planner.plan(view).orders };
  },
};
