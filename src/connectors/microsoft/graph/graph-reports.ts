import { z } from 'zod';
import { type UsageReport, usageReports } from '../../../shared/connections/consent.ts';
import {
  type GraphReport,
  type Missing,
  type ReportPeriod,
  type ReportSettings,
  reportPeriods,
} from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { refusalError, refusalOf, shaped } from './graph-answer.ts';
import type { GraphAnswer } from './graph-attempt.ts';
import { callGraph } from './graph-call.ts';
import type { GraphContext } from './graph-context.ts';
import { contentOf } from './report-download.ts';

/** A report that knows no period: installations are a state. */
const withoutPeriod: readonly UsageReport[] = ['getOffice365ActivationsUserDetail'];
/** Bound to copilotReportRoot in the metadata of Graph v1.0; tenants that do not have it there yet answer as below. */
const ofCopilot: readonly UsageReport[] = ['getMicrosoft365CopilotUsageUserDetail'];

/** Addresses that are asked for before a download is given up: each lives a few minutes. */
const addresses = 3;

interface Wanted {
  readonly name: UsageReport;
  readonly period: ReportPeriod | null;
  /** Where it is looked for, in order. */
  readonly roots: readonly string[];
}

/** Downloads a usage report. The address that Graph gives is fetched without the token, which is not for it. */
export const readReport = async (
  context: GraphContext,
  name: UsageReport,
  period: ReportPeriod,
): Promise<GraphReport | Missing> => {
  if (!usageReports.includes(name) || !reportPeriods.includes(period)) {
    throw new MicrosoftError('rejected', { detail: `There is no report ${String(name).slice(0, 100)}.` });
  }
  const wanted: Wanted = {
    name,
    period: withoutPeriod.includes(name) ? null : period,
    roots: ofCopilot.includes(name) ? ['/copilot/reports', '/reports'] : ['/reports'],
  };
  for (let address = 0; address < addresses; address += 1) {
    const { answer, missing } = await asked(context, wanted);
    if (missing !== null) return missing;
    const body = await contentOf(context, name, answer);
    if (body !== null) return { name, period: wanted.period, body, readAt: context.clock.now() };
  }
  throw new MicrosoftError('unavailable', { detail: `The download of ${name} broke off.`, meta: { name } });
};

/** Graph's answer from the first place that has the report, or why no place has. */
const asked = async (
  context: GraphContext,
  { name, period, roots }: Wanted,
): Promise<{ readonly answer: GraphAnswer; readonly missing: Missing | null }> => {
  for (let index = 0; ; index += 1) {
    const answer = await callGraph(context, {
      what: `/reports/${name}`,
      url: `${context.endpoints.graphOrigin}/v1.0${roots[index]}/${name}${period === null ? '' : `(period='${period}')`}`,
      // Reports are not counted in resource units: their limit is the number of calls of each.
      cost: 1,
      lane: 'page',
      hasOwnLimit: true,
      turn: () => reportTurn(context, name),
    });
    const missing = missingOf(context, name, answer);
    if (missing?.missing !== 'not_offered' || index + 1 >= roots.length) return { answer, missing };
  }
};

/** Waits until the report may be asked for once more within its 14 calls in ten minutes. */
const reportTurn = async (context: GraphContext, name: string): Promise<void> => {
  for (;;) {
    context.signal?.throwIfAborted();
    const waitMs = context.budget.admitReport(name);
    if (waitMs === 0) return;
    context.onEvent({ type: 'throttled', what: `/reports/${name}`, status: 0, waitMs });
    await context.sleep(waitMs, context.signal);
  }
};

/** Refusals for lack of a permission; other refusals of a national cloud mean that the report is not there. */
const permissionCodes = /Unauthorized|RequestDenied|PermissionMissing|AccessDenied/i;

/** Null where the answer is none of the ways in which Graph says that a report is not there. */
const missingOf = (context: GraphContext, name: UsageReport, answer: GraphAnswer): Missing | null => {
  if (answer.status === 302 || answer.status === 200) return null;
  const { code, message } = refusalOf(answer.json);
  const known = context.endpoints.reportsMissing;
  if (answer.status === 403 && (known === null || permissionCodes.test(code))) {
    return {
      missing: 'permission_missing',
      explanation: `Microsoft refuses ${name}: it needs Reports.Read.All, and of who signed in the role Reports Reader.`,
    };
  }
  const noSegment = answer.status === 400 && /Resource not found for the segment/i.test(message);
  if (noSegment || [403, 404, 405, 501].includes(answer.status)) {
    return {
      missing: 'not_offered',
      explanation: known ?? `Microsoft does not offer ${name} to this tenant (${answer.status} ${code}).`,
    };
  }
  throw refusalError(answer.status, answer.json, {
    what: `/reports/${name}`,
    permission: 'Reports.Read.All',
  });
};

const settingsSchema = z.looseObject({ displayConcealedNames: z.boolean() });

/** Whether Microsoft conceals names in reports. */
export const readReportSettings = async (context: GraphContext): Promise<ReportSettings | Missing> => {
  const what = '/admin/reportSettings';
  const url = `${context.endpoints.graphOrigin}/v1.0${what}`;
  const answer = await callGraph(context, { what, url, cost: 1, lane: 'page' });
  if (answer.status === 200) {
    const { displayConcealedNames } = shaped(settingsSchema, answer.json, what);
    return { displayConcealedNames, body: answer.body, readAt: answer.readAt };
  }
  if (answer.status === 403) {
    return {
      missing: 'permission_missing',
      explanation: 'Whether names in reports are concealed needs the permission ReportSettings.Read.All.',
    };
  }
  if ([400, 404, 405, 501].includes(answer.status)) {
    return {
      missing: 'not_offered',
      explanation:
        context.endpoints.reportsMissing ?? 'Microsoft does not tell this tenant’s report settings.',
    };
  }
  throw refusalError(answer.status, answer.json, { what, permission: 'ReportSettings.Read.All' });
};
