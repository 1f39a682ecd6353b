import { z } from 'zod';
import { matcherOf } from '../catalogue/pattern.ts';
import planUsesJson from '../data/plan-uses.json' with { type: 'json' };

/** Kinds of plans by what shows their use, in the order in which a plan's name is compared with them. */
export const planUses = [
  'mailArchive',
  'mail',
  'desktop',
  'web',
  'extras',
  'files',
  'calling',
  'teams',
  'copilot',
  'yammer',
  'security',
] as const;
/** `unknown`: nothing in Microsoft Graph shows whether the plan is used. */
export type PlanUse = (typeof planUses)[number] | 'unknown';

const names = z.array(z.string().min(1).max(300)).max(1000);
const schema = z.object({
  note: z.string().max(2000),
  uses: z.object(Object.fromEntries(planUses.map((use) => [use, names])) as Record<PlanUse, typeof names>),
  kioskMail: names,
  standardMail: names,
  kioskFiles: names,
  standardFiles: names,
});

/** What shows the use of a plan, and the editions that little use steps down to. Plan names in capitals. */
export interface PlanUses {
  of(plan: string): PlanUse;
  /** Lesser editions first. */
  readonly mailEditions: { readonly kiosk: readonly string[]; readonly standard: readonly string[] };
  readonly filesEditions: { readonly kiosk: readonly string[]; readonly standard: readonly string[] };
}

export const createPlanUses = (): PlanUses => {
  const data = schema.parse(planUsesJson);
  const matchers = planUses.map((use) => ({ use, matches: matcherOf(data.uses[use]) }));
  const known = new Map<string, PlanUse>();
  return {
    of: (plan) => {
      const found = known.get(plan) ?? matchers.find(({ matches }) => matches(plan))?.use ?? 'unknown';
      known.set(plan, found);
      return found;
    },
    mailEditions: { kiosk: data.kioskMail, standard: data.standardMail },
    filesEditions: { kiosk: data.kioskFiles, standard: data.standardFiles },
  };
};
