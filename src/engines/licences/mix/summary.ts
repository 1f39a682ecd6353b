import type { UserClass } from './classes.ts';
import type { PlanUse, PlanUses } from './plan-uses.ts';

const words: readonly (readonly [PlanUse, string])[] = [
  ['desktop', 'desktop apps'],
  ['mail', 'mail'],
  ['files', 'files'],
  ['teams', 'Teams'],
  ['calling', 'calling'],
  ['copilot', 'Copilot'],
  ['yammer', 'Viva Engage'],
];

/** Seeded and silent kinds are named by why they are there. */
const keptWords = (needs: UserClass['needs']): readonly string[] => {
  const kinds = new Set(
    [...needs.values()].flatMap((reasons) => [...reasons.values()].map(({ reason }) => reason.kind)),
  );
  return [
    ...(kinds.has('security') ? ['security kept'] : []),
    ...(kinds.has('unobservable') ? ['plans of unknown use kept'] : []),
    ...(kinds.has('baseline') ? ['baseline'] : []),
  ];
};

/** What a class needs in few words: 'web and mail only', 'desktop apps, mail, Teams; security kept'. */
export const summarise = (uses: PlanUses, { isGuarded, needs }: UserClass): string => {
  if (isGuarded) return 'excluded, protected or new: licences stay';
  if (needs.size === 0) return 'nothing needed';
  const reasons = [...needs.values()].flatMap((each) => [...each.values()].map(({ reason }) => reason.kind));
  if (reasons.every((kind) => kind === 'unseen')) return 'use unknown: today’s plans stay';
  if (reasons.every((kind) => kind === 'absent')) return 'away: today’s plans stay';
  const present = new Set([...needs.keys()].map((plan) => uses.of(plan)));
  const kept = keptWords(needs);
  const isLight = !present.has('desktop') && !present.has('calling') && !present.has('copilot');
  const seen = words.filter(([use]) => present.has(use)).map(([, word]) => word);
  const isOnlyWeb =
    isLight && kept.length === 0 && (present.has('mail') || present.has('web') || present.has('files'));
  if (isOnlyWeb) return present.has('mail') ? 'web and mail only' : 'web only';
  const used =
    isLight && present.has('mail') ? ['web and mail', ...seen.filter((word) => word !== 'mail')] : seen;
  return [used.join(', '), ...kept].filter((part) => part !== '').join('; ') || 'other plans';
};
