import { describe, expect, it } from 'vitest';
import { admittedUrl, cloudEndpoints, cloudNames, customEndpoints } from './clouds.ts';

const global = cloudEndpoints('global');

describe('the hosts of a cloud', () => {
  it.each([
    ['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
    ['usgov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['dod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
  ] as const)('%s are Microsoft’s published ones', (name, loginOrigin, graphOrigin) => {
    expect(cloudEndpoints(name)).toMatchObject({ loginOrigin, graphOrigin });
  });

  it('that lack usage reports say so in a sentence', () => {
    const explained = cloudNames.filter((name) => cloudEndpoints(name).reportsMissing !== null);
    expect(explained).toEqual(['usgov', 'dod', 'china']);
  });
});

describe('egress', () => {
  it.each([
    ['login', 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token'],
    ['graph', 'https://graph.microsoft.com/v1.0/users'],
    ['graph', 'https://graph.microsoft.com:443/v1.0/users'],
    ['report', 'https://reports.office.com/data/download/x'],
    ['report', 'https://reportsncu.office.com/data/v1.0/download?token=x'],
    ['report', 'https://reportsweu.office.com/data/v1.0/download?token=x'],
    ['report', 'https://reports.office365.com/data/download/x'],
  ] as const)('as %s reaches %s', (destination, address) => {
    expect(admittedUrl(global, destination, address).href).toBe(new URL(address).href);
  });

  it.each([
    ['graph', 'https://login.microsoftonline.com/'],
    ['graph', 'https://graph.microsoft.us/v1.0/users'],
    ['graph', 'https://graph.microsoft.com.example.com/'],
    ['graph', 'https://graph.microsoft.com@example.com/'],
    ['graph', 'https://evil@graph.microsoft.com/'],
    ['graph', 'https://graph.microsoft.com:8443/'],
    ['graph', 'http://graph.microsoft.com/'],
    ['graph', 'https://reports.office.com/'],
    ['report', 'https://graph.microsoft.com/'],
    ['report', 'https://reports.office.com.example.com/'],
    ['report', 'https://reports-evil.office.com/'],
    ['report', 'https://evil.reports.office.com/'],
    ['report', 'https://reportsoffice.com/'],
    ['report', 'https://reports.office.com:8443/'],
    ['report', 'https://127.0.0.1/'],
    ['login', 'https://graph.microsoft.com/'],
    ['graph', 'file:///etc/passwd'],
    ['graph', 'no address'],
    ['graph', ''],
  ] as const)('as %s refuses %j', (destination, address) => {
    expect(() => admittedUrl(global, destination, address)).toThrowError(/nothing was sent/);
  });
});

describe('endpoints by configuration', () => {
  it.each([
    ['no encryption', { loginOrigin: 'http://a.example', graphOrigin: 'https://b.example' }],
    ['a path', { loginOrigin: 'https://a.example/x', graphOrigin: 'https://b.example' }],
    ['something unknown', { loginOrigin: 'https://a.example', graphOrigin: 'https://b.example', proxy: '1' }],
  ])('with %s are refused by name', (_, given) => {
    expect(() => customEndpoints(given)).toThrowError(/not valid/);
  });

  it('reach those hosts and none of Microsoft’s', () => {
    const own = customEndpoints({ loginOrigin: 'https://a.example', graphOrigin: 'https://b.example:444/' });
    expect(admittedUrl(own, 'graph', 'https://b.example:444/v1.0/users').host).toBe('b.example:444');
    expect(admittedUrl(own, 'report', 'https://b.example:444/r').host).toBe('b.example:444');
    expect(() => admittedUrl(own, 'graph', 'https://graph.microsoft.com/')).toThrowError();
    expect(() => admittedUrl(own, 'report', 'https://reports.office.com/')).toThrowError();
  });
});
