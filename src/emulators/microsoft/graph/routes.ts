import type { Requirement } from './access.ts';
import type { DueWork } from './due-work.ts';
import type { GraphAnswer, GraphParts, GraphRequest } from './graph-request.ts';
import { listGroups, listMembers, oneGroup } from './groups.ts';
import { createLicenceWrites } from './licence-writes.ts';
import {
  listOrganizations,
  listSkus,
  listSubscriptions,
  mailboxSettings,
  oneSku,
  reportSettings,
} from './organization.ts';
import { changeReportSettings } from './report-settings.ts';
import { createReportCalls, redirectToReport } from './reports.ts';
import { createUserRoutes } from './users.ts';
import { usersDelta } from './users-delta.ts';

export interface Route {
  readonly method: string;
  /** Segments; one in braces takes any text. */
  readonly path: string;
  readonly requires: Requirement;
  /** Resource units before `$select` and small pages take theirs off. */
  readonly cost: number;
  handle(request: GraphRequest, ...parameters: string[]): GraphAnswer;
}

/** Permissions by Microsoft's reference of each call: the least privileged first, then those that include it. */
const may = {
  readDirectory: ['Directory.Read.All', 'Directory.ReadWrite.All'],
  writeDirectory: ['Directory.ReadWrite.All'],
} as const;

const readSkus: Requirement = {
  anyOf: [
    'LicenseAssignment.Read.All',
    'LicenseAssignment.ReadWrite.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...may.readDirectory,
  ],
};
const readOrganization: Requirement = {
  anyOf: ['Organization.Read.All', 'Organization.ReadWrite.All', ...may.readDirectory],
};
const readUsers: Requirement = { anyOf: ['User.Read.All', 'User.ReadWrite.All', ...may.readDirectory] };
const readGroups: Requirement = {
  anyOf: [
    'Group.Read.All',
    'Group.ReadWrite.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    ...may.readDirectory,
  ],
};
const readMailboxes: Requirement = { anyOf: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'] };
const readReports: Requirement = { anyOf: ['Reports.Read.All'], role: 'reader' };
const readReportSettings: Requirement = {
  anyOf: ['ReportSettings.Read.All', 'ReportSettings.ReadWrite.All'],
  role: 'reader',
};
const writeReportSettings: Requirement = { anyOf: ['ReportSettings.ReadWrite.All'], role: 'administrator' };
const writeUserLicences: Requirement = {
  anyOf: ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', ...may.writeDirectory],
  role: 'administrator',
};
const writeGroupLicences: Requirement = {
  anyOf: ['LicenseAssignment.ReadWrite.All', 'Group.ReadWrite.All', ...may.writeDirectory],
  role: 'administrator',
};
const writeMembers: Requirement = {
  anyOf: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', ...may.writeDirectory],
  role: 'administrator',
};

const writeRoutes = (parts: GraphParts, due: DueWork): Route[] => {
  const writes = createLicenceWrites(parts, due);
  const post = (path: string, requires: Requirement, handle: Route['handle']): Route => ({
    method: 'POST',
    path,
    requires,
    cost: 1,
    handle,
  });
  return [
    post('/users/{id}/assignLicense', writeUserLicences, (request, id = '') =>
      writes.assignToUser(request, id),
    ),
    post('/users/{id}/reprocessLicenseAssignment', writeUserLicences, (request, id = '') =>
      writes.reprocess(request, id),
    ),
    post('/groups/{id}/assignLicense', writeGroupLicences, (request, id = '') =>
      writes.assignToGroup(request, id),
    ),
    post('/groups/{id}/members/$ref', writeMembers, (request, id = '') => writes.addMember(request, id)),
    {
      method: 'DELETE',
      path: '/groups/{id}/members/{member}/$ref',
      requires: writeMembers,
      cost: 1,
      handle: (request, id = '', member = '') => writes.removeMember(request, id, member),
    },
    {
      method: 'PATCH',
      path: '/admin/reportSettings',
      requires: writeReportSettings,
      cost: 1,
      handle: changeReportSettings,
    },
  ];
};

/** Every call of Graph v1.0 that is emulated, with what Microsoft's reference says it needs and costs. */
export const createRoutes = (
  parts: GraphParts,
  due: DueWork,
  deniesPremium: () => boolean,
): readonly Route[] => {
  const users = createUserRoutes(parts, deniesPremium);
  const reportCalls = createReportCalls(parts);
  const report: Route['handle'] = (request, call = '') => redirectToReport(parts, reportCalls, request, call);
  const get = (path: string, requires: Requirement, cost: number, handle: Route['handle']): Route => ({
    method: 'GET',
    path,
    requires,
    cost,
    handle,
  });
  return [
    get('/subscribedSkus', readSkus, 1, (request) => listSkus(parts, request)),
    get('/subscribedSkus/{id}', readSkus, 1, (request, id = '') => oneSku(parts, request, id)),
    get('/directory/subscriptions', readOrganization, 1, (request) => listSubscriptions(parts, request)),
    get('/organization', readOrganization, 1, (request) => listOrganizations(parts, request)),
    get('/me', { anyOf: ['User.Read', ...readUsers.anyOf] }, 1, (request) => users.me(request)),
    get('/users', readUsers, 2, (request) => users.list(request)),
    get('/users/$count', readUsers, 1, (request) => users.count(request)),
    get('/users/delta', readUsers, 2, (request) => usersDelta(parts, request)),
    get('/users/{id}', readUsers, 1, (request, id = '') => users.one(request, id)),
    get('/users/{id}/mailboxSettings', readMailboxes, 1, (request, id = '') =>
      mailboxSettings(parts, request, id, false),
    ),
    get('/users/{id}/mailboxSettings/userPurpose', readMailboxes, 1, (request, id = '') =>
      mailboxSettings(parts, request, id, true),
    ),
    get('/groups', readGroups, 2, (request) => listGroups(parts, request)),
    get('/groups/{id}', readGroups, 1, (request, id = '') => oneGroup(parts, request, id)),
    get('/groups/{id}/members', readGroups, 3, (request, id = '') => listMembers(parts, request, id)),
    get('/admin/reportSettings', readReportSettings, 1, (request) => reportSettings(parts, request)),
    get('/reports/{call}', readReports, 1, report),
    // Graph's metadata binds the Copilot report to `copilotReportRoot`; older tenants have it among the others.
    get('/copilot/reports/{call}', readReports, 1, report),
    ...writeRoutes(parts, due),
  ];
};

export interface RouteMatch {
  readonly route: Route;
  readonly parameters: readonly string[];
}

const matchPath = (pattern: readonly string[], segments: readonly string[]): string[] | undefined => {
  if (pattern.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] ?? '';
    if (part.startsWith('{')) parameters.push(segment);
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return parameters;
};

/** Finds the route of a path; earlier routes win, as `/users/delta` before `/users/{id}`. */
export const createRouteFinder = (routes: readonly Route[]) => {
  const patterns = routes.map((route) => ({ route, pattern: route.path.split('/') }));
  return (method: string, path: string): RouteMatch | undefined => {
    const segments = path.replace(/\/$/, '').split('/').map(decodeURIComponent);
    for (const { route, pattern } of patterns) {
      if (route.method !== method) continue;
      const parameters = matchPath(pattern, segments);
      if (parameters) return { route, parameters };
    }
    return undefined;
  };
};
