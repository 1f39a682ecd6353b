import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Tenants } from '../directory/tenants.ts';
import type { EmulatorStatistics } from '../statistics.ts';
import { type ReportName, reportNames, reportPeriods } from '../tenant/interface.ts';
import { GraphError } from './graph-error.ts';
import type { GraphAnswer, GraphParts, GraphRequest } from './graph-request.ts';

export const downloadPath = '/reports-content/';

/** Reports that Graph has without a period. */
const withoutPeriod: ReadonlySet<string> = new Set(['getOffice365ActivationsUserDetail']);

const globalCloudOnly: ReadonlySet<string> = new Set(['getMicrosoft365CopilotUsageUserDetail']);

const download = z.object({
  tenantId: z.string().max(100),
  name: z.enum(reportNames),
  period: z.enum(reportPeriods),
  concealed: z.boolean(),
  expiresAtMs: z.number(),
});

interface ReportCall {
  readonly name: ReportName;
  readonly period: (typeof reportPeriods)[number];
}

const noSegment = (segment: string): GraphError =>
  new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment.slice(0, 100)}'.`);

/** @throws GraphError 400 for no such function and for a period that Graph does not know */
const readCall = (segment: string): ReportCall => {
  const match = /^(\w+)(?:\((.*)\))?$/.exec(segment);
  const name = reportNames.find((candidate) => candidate === match?.[1]);
  if (!name) throw noSegment(segment);
  const parameters = match?.[2] ?? '';
  if (withoutPeriod.has(name)) {
    if (parameters !== '') throw noSegment(segment);
    return { name, period: 'D180' };
  }
  const asked = /^period='(\w{1,10})'$/.exec(parameters)?.[1];
  const period = reportPeriods.find((candidate) => candidate === asked);
  if (!period) {
    throw new GraphError(
      400,
      'InvalidRequest',
      `The period '${(asked ?? parameters).slice(0, 50)}' is not valid. Supported values: ${reportPeriods.join(', ')}.`,
    );
  }
  return { name, period };
};

export interface ReportCalls {
  /** @throws GraphError 429 with the seconds to wait */
  take(key: string): void;
}

/** 14 calls per report, application and tenant in any 10 minutes (Microsoft Graph service-specific throttling limits). */
export const createReportCalls = (parts: GraphParts): ReportCalls => {
  const windowMs = 600_000;
  const calls = new Map<string, number[]>();
  return {
    take(key) {
      const nowMs = parts.paceMs();
      const recent = (calls.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
      const [oldest] = recent;
      if (recent.length >= parts.settings.reportCalls && oldest !== undefined) {
        const seconds = Math.ceil((oldest + windowMs - nowMs) / 1000);
        throw new GraphError(429, 'TooManyRequests', 'Too many requests for this report.', {
          'retry-after': String(Math.max(1, seconds)),
        });
      }
      calls.set(key, [...recent, nowMs]);
    },
  };
};

/** @throws GraphError 404 or 501 where the cloud does not have the report */
const requireCloud = ({ settings }: GraphParts, name: ReportName): void => {
  const { nationalCloud } = settings;
  if (!nationalCloud) return;
  const status = nationalCloud.reportsStatus ?? (globalCloudOnly.has(name) ? 404 : undefined);
  if (status === undefined) return;
  const code = status === 501 ? 'NotImplemented' : 'UnknownError';
  throw new GraphError(status, code, `The report ${name} is not available in this cloud.`);
};

/** `/reports/NAME(period='D7')`: a 302 to a pre-authenticated address that lives for some minutes. */
export const redirectToReport = (
  parts: GraphParts,
  calls: ReportCalls,
  { caller, query, path }: GraphRequest,
  segment: string,
): GraphAnswer => {
  const { name, period } = readCall(segment);
  if (path.startsWith('/copilot/') && !globalCloudOnly.has(name)) throw noSegment(segment);
  requireCloud(parts, name);
  const format = query.get('$format');
  if (format !== null && format !== 'text/csv') {
    throw new GraphError(
      400,
      'BadRequest',
      `The format '${format.slice(0, 50)}' is not supported. Supported format: text/csv.`,
    );
  }
  const { tenant, concealed } = caller.state;
  calls.take(`${caller.clientId}|${tenant.id}|${name}`);
  const expiresAtMs = parts.clock().getTime() + parts.settings.downloadLifeMs;
  const token = parts.links.seal({ tenantId: tenant.id, name, period, concealed, expiresAtMs });
  return {
    status: 302,
    headers: { location: `${parts.graphOrigin}${downloadPath}${token}`, 'content-type': 'text/plain' },
  };
};

const refuse = (response: ServerResponse, status: number, code: string, message: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message } }));
};

/** UTF-8 with a byte order mark and CRLF, in pieces of some hundred lines. */
const csvPieces = function* (lines: Iterable<string>): Generator<string> {
  let piece = '\uFEFF';
  let held = 0;
  for (const line of lines) {
    piece += `${line}\r\n`;
    held += 1;
    if (held < 500) continue;
    yield piece;
    piece = '';
    held = 0;
  }
  yield piece;
};

interface DownloadParts {
  readonly parts: GraphParts;
  readonly tenants: Tenants;
  readonly statistics: EmulatorStatistics;
}

/** Serves the address that a report call redirected to; it refuses a request that brings a token of Graph. */
export const serveDownload = async (
  { parts, tenants, statistics }: DownloadParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (request.headers.authorization !== undefined) {
    statistics.reportDownloadsWithToken += 1;
    return refuse(
      response,
      400,
      'InvalidRequest',
      'Pre-authenticated addresses take no Authorization header.',
    );
  }
  const token = (request.url ?? '').slice(downloadPath.length).split('?')[0] ?? '';
  const read = download.safeParse(parts.links.open(token));
  const tenant = read.success ? tenants.find(read.data.tenantId)?.tenant : undefined;
  if (!read.success || !tenant)
    return refuse(response, 404, 'ResourceNotFound', 'There is no such download.');
  const { name, period, concealed, expiresAtMs } = read.data;
  if (expiresAtMs <= parts.clock().getTime()) {
    return refuse(
      response,
      403,
      'AuthenticationFailed',
      'The address has expired; ask Graph for the report again.',
    );
  }
  statistics.reportDownloads += 1;
  const file = `${name.slice(3)}${tenant.asOf.replaceAll('-', '')}.csv`;
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file}"`,
  });
  await pipeline(Readable.from(csvPieces(tenant.report(name, period, { concealed }))), response);
};
