import { type Workload, workloads } from '../../../shared/licences/user-contract.ts';
import type { Plan } from '../catalogue/catalogue.ts';
import { matcherOf } from '../catalogue/pattern.ts';
import plansJson from '../data/workload-plans.json' with { type: 'json' };
import type { HeldSeat } from '../rules/rule-context.ts';

const matchers = workloads.map((workload) => [workload, matcherOf(plansJson[workload])] as const);

const workloadsOfPlans = (plans: readonly Plan[]): ReadonlySet<Workload> =>
  new Set(
    matchers.flatMap(([workload, matches]) => (plans.some(({ key }) => matches(key)) ? [workload] : [])),
  );

/**
 * Which workloads the seats of a user include: a plan that is switched off gives none, and a seat that ended in an
 * error is none. Thousands of users have the same seats, so each kind is looked at once.
 */
export const createWorkloadLicences = (): ((seats: readonly HeldSeat[]) => ReadonlySet<Workload>) => {
  const bySeat = new Map<string, ReadonlySet<Workload>>();
  const ofSeat = ({ seat, facts }: HeldSeat): ReadonlySet<Workload> => {
    const key = `${seat.skuId} ${seat.disabledKey}`;
    const known = bySeat.get(key);
    if (known) return known;
    const made = workloadsOfPlans(facts.sku.plans.filter(({ id }) => !seat.disabledPlans.has(id)));
    bySeat.set(key, made);
    return made;
  };
  return (seats) => new Set(seats.flatMap((held) => (held.seat.isHeld ? [...ofSeat(held)] : [])));
};
