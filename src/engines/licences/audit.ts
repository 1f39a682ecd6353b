import type { AuditProblem, AuditResult, AuditSource, Finding } from '../../shared/licences/audit-result.ts';
import { Exact, formatDecimal } from '../../shared/money.ts';
import {
  type Activity,
  createActivityJudge,
  createSourceQuality,
  type SourceQuality,
} from './activity/activity.ts';
import { dayOf, dayText } from './activity/days.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Policy } from './policy.ts';
import type { PriceList } from './prices.ts';
import { problemsOf } from './problems.ts';
import type { ReportFacts } from './reports/report-facts.ts';
import { accountRules } from './rules/account-rules.ts';
import { activityRules } from './rules/activity-rules.ts';
import { assignedTwice, assignmentError, mostlyDisabled } from './rules/assignment-rules.ts';
import { type Counted, countSeatsOnce } from './rules/count-once.ts';
import type { Draft } from './rules/draft.ts';
import { createGuard } from './rules/guard.ts';
import { overlapRules } from './rules/overlap-rules.ts';
import type { RuleContext, UserCase } from './rules/rule-context.ts';
import { createSkuRegister, type SkuFacts } from './rules/sku-facts.ts';
import { skuRules } from './rules/sku-rules.ts';
import { stepDownRules } from './rules/step-down-rules.ts';
import { unusedRules } from './rules/unused-rules.ts';
import type { Tenant, User } from './tenant/tenant.ts';
import { totalsOf } from './totals.ts';

export interface AuditInput {
  /** The day of the audit, `2026-06-30`: the engine has no clock. */
  readonly asOf: string;
  readonly tenant: Tenant;
  readonly reports: readonly ReportFacts[];
  readonly catalogue: Catalogue;
  readonly prices: PriceList;
  readonly policy: Policy;
  /** What the reader of the files noticed. */
  readonly problems?: readonly AuditProblem[];
}

const userRules = [
  ...accountRules,
  ...activityRules,
  ...unusedRules,
  ...stepDownRules,
  overlapRules,
  mostlyDisabled,
] as const;

const findingOf = ({ draft, supersededBy }: Counted): Finding => ({
  rule: draft.rule,
  subject: draft.subject,
  skuPartNumber: draft.skuPartNumber,
  quantity: String(draft.quantity),
  monthlySaving: draft.saving.amount === null ? null : formatDecimal(draft.saving.amount, 2),
  currency: draft.saving.currency,
  savingKind: draft.savingKind,
  confidence: draft.confidence,
  automation: draft.automation,
  supersededBy,
  evidence: [...draft.evidence],
  action: draft.action,
});

/** The fields that findings are ordered by; the id settles what two users of one name leave open. */
const orderKeys = (finding: Finding): readonly string[] => [
  finding.rule,
  finding.subject.label,
  finding.skuPartNumber,
  finding.subject.id,
];

const byKeys = (a: Finding, b: Finding): number => {
  const right = orderKeys(b);
  for (const [place, left] of orderKeys(a).entries()) {
    const other = right[place] ?? '';
    if (left !== other) return left < other ? -1 : 1;
  }
  return 0;
};

const sourceOf = (report: ReportFacts, quality: SourceQuality): AuditSource => ({
  name: report.name,
  refreshedOn: dayText(report.refreshedDay),
  rows: report.rows,
  fresh: quality.isFresh(report),
  concealed: report.concealed,
  mappedShare: !report.isPerUser
    ? null
    : report.rows === 0
      ? '1.0000'
      : new Exact(report.mappedRows).dividedBy(report.rows).toFixed(4),
});

interface Judging {
  readonly context: RuleContext;
  readonly isGuarded: (user: User) => boolean;
}

const judgeUser = ({ context, isGuarded }: Judging, user: User, activity: Activity): readonly Draft[] => {
  if (user.seats.length === 0) return [];
  const seats = user.seats.map((seat) => ({ seat, facts: context.skus.of(seat.skuId) }));
  const held = seats.filter(({ seat }) => seat.isHeld);
  const userCase: UserCase = {
    user,
    activity,
    purpose: context.tenant.purposes?.get(user.id.toLowerCase()) ?? null,
    held,
    paid: held.filter(({ facts }) => facts.isPaid && !facts.isExcluded),
  };
  const unguarded = seats.flatMap((each) => [
    ...assignedTwice(userCase, each),
    ...assignmentError(userCase, each),
  ]);
  if (userCase.paid.length === 0 || isGuarded(user)) return unguarded;
  return [...unguarded, ...userRules.flatMap((rule) => rule(context, userCase))];
};

/** SKUs of the tenant, and those that only a subscription names: a trial that ended is no longer listed. */
const spokenOf = ({ skus, tenant }: RuleContext): ReadonlySet<SkuFacts> =>
  new Set([...skus.tenant, ...(tenant.subscriptions ?? []).map(({ skuId }) => skus.of(skuId.toLowerCase()))]);

const createContext = (input: AuditInput): RuleContext => {
  const asOfDay = dayOf(input.asOf);
  return {
    asOf: input.asOf,
    asOfDay,
    parameters: input.policy.parameters,
    tenant: input.tenant,
    skus: createSkuRegister(input),
    order: input.catalogue.order,
    kinds: input.catalogue.kinds,
    quality: createSourceQuality(asOfDay, input.policy.parameters),
    reports: new Map(input.reports.map((report) => [report.name, report])),
  };
};

/** Users judged between two pauses: some milliseconds of work. */
const usersPerStep = 500;

/** An audit with what it rests on, so that a tenant is described and judged from the same facts. */
export interface Audit {
  readonly context: RuleContext;
  readonly activityOf: (user: User) => Activity;
  /**
   * Applies the rules, with a pause after some hundred users in which a server may answer others. `observe` sees
   * every user once, with the activity that the rules go by.
   */
  run(observe?: (user: User, activity: Activity) => void): Generator<void, AuditResult>;
}

function* findingsOf(
  input: AuditInput,
  { context, activityOf }: Pick<Audit, 'context' | 'activityOf'>,
  observe: (user: User, activity: Activity) => void,
): Generator<void, readonly Finding[]> {
  const judging: Judging = { context, isGuarded: createGuard(context, input.policy) };
  const findings: Finding[] = [];
  let judged = 0;
  for (const user of input.tenant.directory.users) {
    const activity = activityOf(user);
    observe(user, activity);
    for (const counted of countSeatsOnce(judgeUser(judging, user, activity))) {
      findings.push(findingOf(counted));
    }
    judged += 1;
    if (judged % usersPerStep === 0) yield;
  }
  for (const facts of spokenOf(context)) {
    const drafts = skuRules.flatMap((rule) => rule(context, facts));
    for (const draft of drafts) findings.push(findingOf({ draft, supersededBy: null }));
  }
  return findings.sort(byKeys);
}

/** Joins the facts of an audit; nothing is judged yet. */
export const openAudit = (input: AuditInput): Audit => {
  const { tenant, policy, asOf } = input;
  const context = createContext(input);
  const { quality } = context;
  const reports = [...input.reports].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { users } = tenant.directory;
  const hasSignIns = users.some(({ signIn }) => signIn !== null);
  const activityOf = createActivityJudge({
    asOfDay: context.asOfDay,
    parameters: policy.parameters,
    quality,
    reports,
    hasSignIns,
  });
  return {
    context,
    activityOf,
    *run(observe = () => undefined) {
      const findings = yield* findingsOf(input, { context, activityOf }, observe);
      const { skus } = context;
      const problems = problemsOf({ asOf, tenant, reports, quality, skus, policy, hasSignIns });
      return {
        asOf,
        users: users.length,
        sources: reports.map((report) => sourceOf(report, quality)),
        findings: [...findings],
        totals: [...totalsOf(skus.tenant, findings)],
        problems: [...(input.problems ?? []), ...problems],
      };
    },
  };
};

/**
 * Audits a tenant: every rule of docs/licences.md over facts that were read before. Pure: the same input gives
 * the same findings in the same order (rule, subject label, SKU), whatever the order of the facts.
 */
export const auditLicences = (input: AuditInput): AuditResult => {
  const steps = openAudit(input).run();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};
