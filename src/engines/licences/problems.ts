import type { AuditProblem } from '../../shared/licences/audit-result.ts';
import type { SourceQuality } from './activity/activity.ts';
import { dayText } from './activity/days.ts';
import type { Policy } from './policy.ts';
import type { ReportFacts } from './reports/report-facts.ts';
import { reportNames } from './reports/report-facts.ts';
import type { SkuRegister } from './rules/sku-facts.ts';
import type { Tenant } from './tenant/tenant.ts';

const missingOptional: Readonly<Record<string, string>> = {
  subscriptions: 'Trials, renewals and terms are unknown: O03 is silent, O04 sees only SKUs in grace.',
  groups: 'What groups are is unknown: every licence through a group is changed by hand.',
  mailboxSettings: 'Purposes of mailboxes are unknown: W07 and W08 are silent, W01 asks for a review.',
};

const missingReports: Readonly<Record<string, string>> = {
  [reportNames.activeUsers]:
    'Activity by workload is unknown: W09 is silent, findings of activity are less sure.',
  [reportNames.apps]: 'Use of desktop apps is unknown: R02 and R03 are silent.',
  [reportNames.mailbox]: 'Sizes of mailboxes are unknown: R02 and R03 are silent, W07 asks for a review.',
  [reportNames.oneDrive]: 'Sizes of OneDrive accounts are unknown: R03 is silent.',
  [reportNames.teams]: 'Calls and meetings are unknown: R01 and R08 are silent.',
  [reportNames.activations]: 'Activations of desktop apps are unknown: R09 is silent.',
  [reportNames.copilot]: 'Use of Copilot is unknown: R05 is silent.',
};

interface Read {
  readonly asOf: string;
  readonly tenant: Tenant;
  readonly reports: readonly ReportFacts[];
  readonly quality: SourceQuality;
  readonly skus: SkuRegister;
  readonly policy: Policy;
  readonly hasSignIns: boolean;
}

const missing = (source: string, effect: string): AuditProblem => ({
  code: 'missing-source',
  source,
  detail: `${source} is not in the export. ${effect}`,
});

const missingSources = ({ tenant, reports, hasSignIns }: Read): readonly AuditProblem[] => {
  const names = new Set(reports.map(({ name }) => name));
  const absent = {
    subscriptions: tenant.subscriptions,
    groups: tenant.groups,
    mailboxSettings: tenant.purposes,
  };
  const files = Object.entries(absent).flatMap(([source, read]) =>
    read === null ? [missing(source, missingOptional[source] ?? '')] : [],
  );
  const gone = Object.entries(missingReports).flatMap(([name, effect]) =>
    names.has(name) ? [] : [missing(name, effect)],
  );
  const signIns: readonly AuditProblem[] = hasSignIns
    ? []
    : [
        missing(
          'signInActivity',
          'It needs Microsoft Entra ID P1 or P2 and AuditLog.Read.All: activity is judged by usage reports alone.',
        ),
      ];
  return [...files, ...gone, ...signIns];
};

const reportProblems = ({ asOf, quality }: Read, report: ReportFacts): readonly AuditProblem[] => {
  const { name, refreshedDay, concealed, rows, mappedRows, isPerUser } = report;
  const found: AuditProblem[] = [];
  if (concealed) {
    found.push({
      code: 'concealed-names',
      source: name,
      detail:
        'Names are concealed, so its rows belong to nobody. An administrator shows them under Microsoft 365 ' +
        'admin centre > Settings > Org settings > Reports; export the report again afterwards.',
    });
  }
  if (!quality.isFresh(report)) {
    const day = dayText(refreshedDay);
    const detail =
      day === null
        ? 'It does not say when it was refreshed.'
        : `Refreshed on ${day}; the audit is as of ${asOf}.`;
    found.push({
      code: 'stale-report',
      source: name,
      detail: `${detail} Rules that need a fresh report pass it over.`,
    });
  } else if (isPerUser && !concealed && !quality.isSound(report)) {
    found.push({
      code: 'unmapped-rows',
      source: name,
      detail: `${rows - mappedRows} of ${rows} rows belong to no user of users.json: findings by it are of low confidence.`,
    });
  }
  return found;
};

const skuProblems = ({ skus }: Read): readonly AuditProblem[] =>
  skus.tenant.flatMap(({ sku, isPaid, price }): readonly AuditProblem[] => [
    ...(sku.isKnown
      ? []
      : [
          {
            code: 'unknown-sku',
            source: 'subscribedSkus',
            detail: `${sku.partNumber} is not in the catalogue: shown by its part number, judged by the plans that the tenant lists. A newer table can be imported with "trimtab catalog import".`,
          },
        ]),
    ...(isPaid && price === undefined
      ? [
          {
            code: 'unpriced-sku',
            source: 'prices',
            detail: `${sku.partNumber} has no price: its savings are unknown (null), not zero.`,
          },
        ]
      : []),
  ]);

/** A name that means nothing protects nobody and prices nothing: it is said, not swallowed. */
const nameProblems = ({ skus, policy, tenant }: Read): readonly AuditProblem[] => {
  const absent = (code: string, source: string, name: string, effect: string): AuditProblem => ({
    code,
    source,
    detail: `${name} ${effect}`,
  });
  const people = [...new Set([...policy.protect.users, ...policy.exclude.users])];
  return [
    ...skus
      .undescribed()
      .map((id) =>
        absent(
          'unknown-sku',
          'users',
          id,
          'is named in the export; neither subscribedSkus.json nor the catalogue describes it.',
        ),
      ),
    ...skus.unknownNames.prices.map((name) =>
      absent('unknown-sku', 'prices', name, 'has a price; neither the tenant nor the catalogue knows it.'),
    ),
    ...skus.unknownNames.policy.map((name) =>
      absent('unknown-sku', 'policy', name, 'is excluded; neither the tenant nor the catalogue knows it.'),
    ),
    ...people
      .filter((name) => tenant.directory.placeOf(name) === undefined)
      .map((name) =>
        absent('unknown-user', 'policy', name, 'is excluded or protected; no such user is in users.json.'),
      ),
  ];
};

const order = (a: AuditProblem, b: AuditProblem): number => {
  const left = `${a.code} ${a.source} ${a.detail}`;
  const right = `${b.code} ${b.source} ${b.detail}`;
  return left < right ? -1 : left > right ? 1 : 0;
};

/** What limits the audit: missing, stale, concealed or unmapped sources, unknown and unpriced SKUs. */
export const problemsOf = (read: Read): readonly AuditProblem[] =>
  [
    ...missingSources(read),
    ...read.reports.flatMap((report) => reportProblems(read, report)),
    ...skuProblems(read),
    ...nameProblems(read),
  ].sort(order);
