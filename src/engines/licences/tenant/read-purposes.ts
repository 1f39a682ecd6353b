import type { MailboxSettings } from './graph-schemas.ts';

const unknownPurposes = new Set(['', 'unknownFutureValue']);

/** Purposes of mailboxes by user id in lower case; null when nothing was read. */
export const readPurposes = (
  settings: readonly MailboxSettings[] | null,
): ReadonlyMap<string, string> | null =>
  settings &&
  new Map(
    settings.flatMap(({ id, mailboxSettings }): readonly [string, string][] => {
      const purpose = mailboxSettings?.userPurpose ?? '';
      return unknownPurposes.has(purpose) ? [] : [[id.toLowerCase(), purpose]];
    }),
  );
