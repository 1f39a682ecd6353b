import { z } from 'zod';
import { MicrosoftError } from './microsoft-error.ts';

/** Microsoft's clouds (Microsoft Graph, "National cloud deployments"): worldwide and GCC, GCC High, DoD, China. */
export const cloudNames = ['global', 'usgov', 'dod', 'china'] as const;
export type CloudName = (typeof cloudNames)[number];

/** Where a connection signs in and reads; nothing else is reached. */
export interface Endpoints {
  readonly cloud: CloudName | 'custom';
  /** `https://login.microsoftonline.com`, no path. */
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  /** What scopes are prefixed with: the audience of tokens for Graph in this cloud. */
  readonly graphResource: string;
  /** Certificates to trust besides the system's, PEM; of custom endpoints. */
  readonly caPem?: string;
  /** Whether a report may be downloaded from this host. */
  readonly isReportHost: (host: string) => boolean;
  /** Why usage reports are known to be missing here; null where they exist. */
  readonly reportsMissing: string | null;
}

/**
 * The download addresses of reports: `reports.office.com` in Microsoft's examples, regional ones such as
 * `reportsncu.office.com` and `reportsweu.office.com` in practice, `reports.office365.com` for older tenants.
 */
const worldReports = /^reports[a-z]{0,6}\.office(365)?\.com$/;
const governmentReports = /^reports[a-z]{0,6}\.office(365)?\.us$/;
const chinaReports = /^reports[a-z]{0,6}\.office(365)?\.cn$/;

const cloud = (
  name: CloudName,
  loginHost: string,
  graphHost: string,
  reports: RegExp,
  reportsMissing: string | null,
): Endpoints => ({
  cloud: name,
  loginOrigin: `https://${loginHost}`,
  graphOrigin: `https://${graphHost}`,
  graphResource: `https://${graphHost}`,
  isReportHost: (host) => reports.test(host),
  reportsMissing,
});

const clouds: Readonly<Record<CloudName, Endpoints>> = {
  global: cloud('global', 'login.microsoftonline.com', 'graph.microsoft.com', worldReports, null),
  usgov: cloud(
    'usgov',
    'login.microsoftonline.us',
    'graph.microsoft.us',
    governmentReports,
    partly('GCC High'),
  ),
  dod: cloud('dod', 'login.microsoftonline.us', 'dod-graph.microsoft.us', governmentReports, partly('DoD')),
  china: cloud(
    'china',
    'login.partner.microsoftonline.cn',
    'microsoftgraph.chinacloudapi.cn',
    chinaReports,
    partly('China, operated by 21Vianet'),
  ),
};

function partly(name: string): string {
  return `Microsoft's cloud ${name} offers only some usage reports, and none of Copilot; this one is not there.`;
}

/** The endpoints of one of Microsoft's clouds. */
export const cloudEndpoints = (name: CloudName): Endpoints => clouds[name];

const originSchema = z
  .url({ protocol: /^https$/ })
  .max(300)
  .refine(
    (text) => new URL(text).origin === text.replace(/\/$/, ''),
    'is an origin: https://host, without a path',
  );

/** Endpoints of the administrator's own, such as a gateway that egress must pass. */
export const customEndpointsSchema = z.strictObject({
  loginOrigin: originSchema,
  graphOrigin: originSchema,
  graphResource: originSchema.optional(),
  /** Where reports are downloaded; the origin of Graph where it is not given. */
  reportOrigin: originSchema.optional(),
  caPem: z.string().max(100_000).optional(),
});
export type CustomEndpoints = z.infer<typeof customEndpointsSchema>;

/** Endpoints by configuration. Throws `egress_refused` where they are not valid. */
export const customEndpoints = (given: CustomEndpoints): Endpoints => {
  const checked = customEndpointsSchema.safeParse(given);
  if (!checked.success) {
    throw new MicrosoftError('egress_refused', {
      detail: `The configured endpoints are not valid: ${checked.error.issues.map(describe).join('; ')}.`,
    });
  }
  const { caPem } = checked.data;
  const graphOrigin = new URL(checked.data.graphOrigin).origin;
  const reportHost = new URL(checked.data.reportOrigin ?? graphOrigin).host;
  return {
    cloud: 'custom',
    loginOrigin: new URL(checked.data.loginOrigin).origin,
    graphOrigin,
    graphResource: checked.data.graphResource ?? 'https://graph.microsoft.com',
    ...(caPem !== undefined && { caPem }),
    isReportHost: (host) => host === reportHost,
    reportsMissing: null,
  };
};

const describe = (issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
  `${issue.path.map(String).join('.')} ${issue.message}`;

/**
 * What may be reached, and with what: the sign-in and Graph hosts, and report hosts without a token.
 * `graph`, `login` and `report` name the purpose of a request; a host fits only its own.
 */
export type Destination = 'login' | 'graph' | 'report';

/** The address, checked: https, a known host for this purpose, no credentials. Throws `egress_refused`. */
export const admittedUrl = (endpoints: Endpoints, destination: Destination, address: string): URL => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || address.length > 16_384) throw refused('an address that cannot be read');
  const known =
    destination === 'login'
      ? url.origin === endpoints.loginOrigin
      : destination === 'graph'
        ? url.origin === endpoints.graphOrigin
        : endpoints.isReportHost(url.host);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || !known) {
    throw refused(url.host.slice(0, 253));
  }
  return url;
};

const refused = (host: string): MicrosoftError =>
  new MicrosoftError('egress_refused', { detail: `It was ${host}.`, meta: { host } });
