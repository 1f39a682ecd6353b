import type { PolicyMaker } from '../backtest/policy.ts';
import { topUp } from '../backtest/top-up.ts';

/** The default policy, with one set of parameters for all demand. */
export const trimtabPolicy: PolicyMaker = topUp({ name: 'trimtab', everyHours: 24, windowHours: 336 });
