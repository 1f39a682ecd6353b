import { reportNames } from '../../../engines/licences/reports/report-facts.ts';
import type { AuditResult, RuleId } from '../../../shared/licences/audit-result.ts';
import { type LandedSource, reportOf } from './landed.ts';

/**
 * What a rule needs besides users and SKUs. Where that was not read, or is not fresh, the rule says nothing, and its
 * silence does not mean that what it found before is gone.
 */
const needs: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  O03: ['subscriptions'],
  O04: ['subscriptions'],
  W02: [reportNames.activeUsers],
  W03: [reportNames.activeUsers],
  W04: [reportNames.activeUsers],
  W07: ['mailboxSettings', reportNames.mailbox],
  W08: ['mailboxSettings'],
  W09: [reportNames.activeUsers],
  R01: [reportNames.teams],
  R02: [reportNames.apps, reportNames.mailbox],
  R03: [reportNames.apps, reportNames.mailbox, reportNames.oneDrive],
  R05: [reportNames.copilot],
  R08: [reportNames.teams],
  R09: [reportNames.activations],
};

/** Rules that say nothing without a fresh report (docs/licences.md, 'Activity'). */
const needFresh: ReadonlySet<RuleId> = new Set(['W09', 'R01', 'R02', 'R03', 'R05', 'R08', 'R09']);

/** A source that the tenant does not offer is missing for good; these are only missing this time. */
const isCutShort = ({ state }: LandedSource): boolean => state !== 'complete' && state !== 'missing';

/** The rules whose silence says nothing, by what a sync read. */
export const silentRules = (
  sources: readonly LandedSource[],
  { sources: read }: Pick<AuditResult, 'sources'>,
): ReadonlySet<string> => {
  const lost = new Set(sources.filter(isCutShort).map((source) => reportOf(source) ?? source.name));
  const stale = new Set(read.filter(({ fresh }) => !fresh).map(({ name }) => name));
  const silent = new Set<string>();
  for (const [rule, names] of Object.entries(needs)) {
    const isStale = needFresh.has(rule as RuleId) && names.some((name) => stale.has(name));
    if (isStale || names.some((name) => lost.has(name))) silent.add(rule);
  }
  return silent;
};
