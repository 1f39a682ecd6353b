import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { matcherOf } from './pattern.ts';

const planName = z.string().min(1).max(300);

/** The data file of plan families; see its own notes. */
export const planFamiliesSchema = z.object({
  note: z.string().max(2000),
  chains: z.array(z.array(planName).min(2).max(20)).max(1000),
  plumbingNote: z.string().max(2000),
  plumbing: z.array(planName).max(1000),
});
export type PlanFamilies = z.infer<typeof planFamiliesSchema>;

/** Which plan stands above which, and which nobody uses as such. Plan names in capitals. */
export interface PlanOrder {
  /** The plan itself and every greater edition of it. */
  atLeast(plan: string): ReadonlySet<string>;
  /** Whether people use the plan. Security and compliance plans count; foundations and data stores do not. */
  isUserFacing(plan: string): boolean;
}

const directlyAbove = ({ chains }: PlanFamilies): ReadonlyMap<string, ReadonlySet<string>> => {
  const above = new Map<string, Set<string>>();
  for (const chain of chains) {
    for (const [place, lesser] of chain.entries()) {
      const greater = chain[place + 1];
      if (greater === undefined) continue;
      const known = above.get(lesser);
      if (known) known.add(greater);
      else above.set(lesser, new Set([greater]));
    }
  }
  return above;
};

/**
 * Orders plans by their families and editions: EXCHANGE_S_DESKLESS < EXCHANGE_S_STANDARD < EXCHANGE_S_ENTERPRISE.
 *
 * @throws AppError `internal` when the families contradict each other
 */
export const createPlanOrder = (families: PlanFamilies): PlanOrder => {
  const above = directlyAbove(families);
  const closed = new Map<string, ReadonlySet<string>>();
  const atLeast = (plan: string): ReadonlySet<string> => {
    const known = closed.get(plan);
    if (known) return known;
    const reached = new Set([plan]);
    for (const each of reached) for (const greater of above.get(each) ?? []) reached.add(greater);
    closed.set(plan, reached);
    return reached;
  };
  for (const lesser of above.keys()) {
    for (const greater of atLeast(lesser)) {
      if (greater !== lesser && atLeast(greater).has(lesser)) {
        throw new AppError('internal', {
          detail: `Plan families: ${lesser} and ${greater} each stand above the other.`,
        });
      }
    }
  }
  const isPlumbing = matcherOf(families.plumbing);
  const facing = new Map<string, boolean>();
  return {
    atLeast,
    isUserFacing: (plan) => {
      const known = facing.get(plan);
      if (known !== undefined) return known;
      const is = !isPlumbing(plan);
      facing.set(plan, is);
      return is;
    },
  };
};
