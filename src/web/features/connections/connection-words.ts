import type { TFunction } from 'i18next';

type T = TFunction<'connections'>;

/** Texts are kept under keys without points, which would nest them. */
const keyOf = (name: string): string => name.replaceAll('.', '_');

/** A source of a sync in words: `getMailboxUsageDetail.D180` is a report over a period. */
export const sourceText = (name: string, t: T): string => {
  const [report = name, period] = name.replace(/^reports\//, '').split('.');
  const said = t(`source.${report}`, { defaultValue: report });
  const days = /^D(\d+)$/.exec(period ?? '')?.[1];
  return days === undefined ? said : t('connections:sourceOverDays', { source: said, days });
};

/** Why a permission of Microsoft Graph is asked for. */
export const permissionText = (name: string, t: T): string =>
  t(`permission.${keyOf(name)}`, { defaultValue: name });

/** Why a source is missing or partial, and what to do; Microsoft's own words where there are none of ours. */
export const reasonText = (
  reason: { readonly code: string; readonly detail: string },
  t: T,
): { readonly why: string; readonly remedy: string } => ({
  why: t(`reason.${reason.code}`, { defaultValue: reason.detail }),
  remedy: t(`remedy.${reason.code}`, { defaultValue: '' }),
});

/** What stands in the way of a connection, and what to do; the server's words where there are none of ours. */
export const problemWords = (
  problem: { readonly code: string; readonly detail: string; readonly fix: string | null },
  t: T,
): { readonly why: string; readonly remedy: string } => ({
  why: t(`problem.${problem.code}`, { defaultValue: problem.detail }),
  remedy: t(`problemFix.${problem.code}`, { defaultValue: problem.fix ?? '' }),
});
