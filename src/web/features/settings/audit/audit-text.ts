import type { TFunction } from 'i18next';
import type { AuditRow } from './audit-query.ts';

/** What was done, in the reader's language; the code itself where this console knows no words for it. */
export const actionText = (action: string, t: TFunction<'settings'>): string =>
  t(`audit.did.${action}`, { defaultValue: action });

/** Who did it: a person's or a key's own name; for the program, what it was doing. */
export const actorText = (actor: AuditRow['actor'], t: TFunction<'settings'>): string =>
  actor.kind === 'system' ? t(`audit.system.${actor.label}`, { defaultValue: actor.label }) : actor.label;

/** To what it was done: the kind of thing, and its name or else its identifier; null for the whole organisation. */
export const targetText = (target: AuditRow['target'], t: TFunction<'settings'>): string | null =>
  target === null
    ? null
    : `${t(`audit.thing.${target.kind}`, { defaultValue: target.kind })} ${target.label ?? target.id}`;
