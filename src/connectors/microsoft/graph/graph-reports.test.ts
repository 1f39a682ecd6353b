import { afterEach, describe, expect, it } from 'vitest';
import { createGraphRig, type GraphRigOptions } from '../../../../test/support/graph-rig.ts';
import type { ScriptedAnswer } from '../../../../test/support/scripted-https.ts';

const rigs: { close(): Promise<void> }[] = [];
const rigOf = async (options: GraphRigOptions) => {
  const rig = await createGraphRig(options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

const csv = '\uFEFFReport Refresh Date,User Principal Name,Display Name\r\n2026-03-01,a@b.c,"Doe, ""J"""\r\n';

/** Redirects to `/download`, which answers as told, the first time and after. */
const redirecting = (...downloads: readonly ScriptedAnswer[]): GraphRigOptions['script'] => {
  let count = 0;
  return ({ url }, _number, { origin }) => {
    if (!url.startsWith('/download'))
      return { status: 302, headers: { location: `${origin}/download?sig=1` } };
    count += 1;
    return downloads[Math.min(count, downloads.length) - 1] ?? {};
  };
};

describe('a usage report', () => {
  it('is downloaded without the token, byte order mark included', async () => {
    const rig = await rigOf({ script: redirecting({ body: csv }) });
    const report = await rig.reader.report('getMailboxUsageDetail', 'D30');
    if (report.missing !== undefined) throw new Error(report.explanation);
    expect(report.body).toEqual(Buffer.from(csv));
    const [asked, downloaded] = rig.server.requests;
    expect(asked?.url).toBe("/v1.0/reports/getMailboxUsageDetail(period='D30')");
    expect(asked?.headers.authorization).toBe('Bearer first-token');
    expect(downloaded?.headers.authorization).toBeUndefined();
  });

  it('of Copilot is looked for among the other reports where it has no place of its own', async () => {
    const noSegment = { code: 'BadRequest', message: "Resource not found for the segment 'copilot'." };
    const rig = await rigOf({
      script: ({ url }, _number, { origin }) => {
        if (url.startsWith('/v1.0/copilot')) return { status: 400, body: { error: noSegment } };
        if (url.startsWith('/v1.0')) return { status: 302, headers: { location: `${origin}/download` } };
        return { body: csv };
      },
    });
    const report = await rig.reader.report('getMicrosoft365CopilotUsageUserDetail', 'D30');
    expect(report).toMatchObject({ body: Buffer.from(csv) });
  });

  it('that is throttled for ten minutes holds back itself and nothing else', async () => {
    let asked = 0;
    const rig = await rigOf({
      script: ({ url }, _number, { origin }) => {
        if (url.includes('reportSettings')) return { body: { displayConcealedNames: false } };
        if (url.startsWith('/download')) return { body: csv };
        asked += 1;
        if (asked === 1) return { status: 429, headers: { 'retry-after': '600' } };
        return { status: 302, headers: { location: `${origin}/download` } };
      },
    });
    const reading = rig.reader.report('getMailboxUsageDetail', 'D30');
    while (rig.events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.budget.heldUntilMs()).toBe(0);
    await Promise.all([reading, rig.reader.reportSettings()]);
    const [first = 0, second = 0] = rig.arrivals.filter((_, index) =>
      rig.server.requests[index]?.url.startsWith('/v1.0/reports'),
    );
    expect(second - first).toBeGreaterThanOrEqual(600_000);
  });

  it('of installations has no period, and Copilot’s stands elsewhere', async () => {
    const rig = await rigOf({ script: redirecting({ body: csv }) });
    const activations = await rig.reader.report('getOffice365ActivationsUserDetail', 'D30');
    await rig.reader.report('getMicrosoft365CopilotUsageUserDetail', 'D30');
    expect(activations).toMatchObject({ period: null });
    expect(rig.server.requests.map(({ url }) => url).filter((url) => !url.startsWith('/download'))).toEqual([
      '/v1.0/reports/getOffice365ActivationsUserDetail',
      "/v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D30')",
    ]);
  });

  it.each<[string, ScriptedAnswer]>([
    ['cut off by the network', { body: csv, cutAfter: 40 }],
    ['short of its last field although it ends cleanly', { body: csv.slice(0, -10) }],
    ['short of its last row’s fields', { body: '\uFEFFa,b,c\r\n1,2,3\r\n4,5' }],
    ['empty', { body: '' }],
    ['refused for the moment', { status: 503 }],
  ])('that is %s is downloaded again', async (_, broken) => {
    const rig = await rigOf({ script: redirecting(broken, { body: csv }) });
    const report = await rig.reader.report('getMailboxUsageDetail', 'D30');
    expect(report).toMatchObject({ body: Buffer.from(csv) });
  });

  it('is downloaded again only after the time that its host names', async () => {
    const busy = { status: 429, headers: { 'retry-after': '45' } };
    const rig = await rigOf({ script: redirecting(busy, { body: csv }) });
    await rig.reader.report('getMailboxUsageDetail', 'D30');
    expect((rig.arrivals[2] ?? 0) - (rig.arrivals[1] ?? 0)).toBeGreaterThanOrEqual(45_000);
  });

  it('whose address has expired is asked for again', async () => {
    const rig = await rigOf({ script: redirecting({ status: 403 }, { body: csv }) });
    expect(await rig.reader.report('getMailboxUsageDetail', 'D30')).toMatchObject({ body: Buffer.from(csv) });
    expect(rig.server.requests.filter(({ url }) => url.startsWith('/v1.0/reports'))).toHaveLength(2);
  });

  it('that redirects to a host that is none of Microsoft’s is refused, and nothing is sent there', async () => {
    const rig = await rigOf({
      script: () => ({ status: 302, headers: { location: 'https://169.254.169.254/' } }),
    });
    const reading = rig.reader.report('getMailboxUsageDetail', 'D30');
    await expect(reading).rejects.toMatchObject({ problem: 'egress_refused' });
    expect(rig.arrivals).toHaveLength(1);
  });

  it('whose download redirects once more is not followed', async () => {
    const rig = await rigOf({
      script: redirecting({ status: 302, headers: { location: 'https://example.com/' } }),
    });
    const reading = rig.reader.report('getMailboxUsageDetail', 'D30');
    await expect(reading).rejects.toMatchObject({ problem: 'unavailable' });
  });

  it('that is larger than accepted is ended', async () => {
    const rig = await rigOf({ script: redirecting({ body: csv }), limits: { maxReportBytes: 20 } });
    const reading = rig.reader.report('getMailboxUsageDetail', 'D30');
    await expect(reading).rejects.toMatchObject({ problem: 'too_large' });
  });

  it.each([
    [403, 'S2SUnauthorized', 'permission_missing'],
    [404, 'ResourceNotFound', 'not_offered'],
    [501, 'NotImplemented', 'not_offered'],
  ])('that is answered with %d says why it is missing', async (status, code, missing) => {
    const rig = await rigOf({ script: () => ({ status, body: { error: { code, message: '' } } }) });
    const report = await rig.reader.report('getM365AppUserDetail', 'D180');
    expect(report).toMatchObject({ missing, explanation: expect.stringMatching(/\w{3}/) });
    expect(rig.arrivals).toHaveLength(1);
  });

  it.each([
    [403, 'UnknownError', 'not_offered', 'This cloud has none.'],
    [404, 'UnknownError', 'not_offered', 'This cloud has none.'],
    [501, 'NotImplemented', 'not_offered', 'This cloud has none.'],
    [403, 'S2SUnauthorized', 'permission_missing', 'Reports.Read.All'],
  ])('of a national cloud that answers %d %s is explained', async (status, code, missing, explanation) => {
    const rig = await rigOf({
      script: () => ({ status, body: { error: { code, message: '' } } }),
      reportsMissing: 'This cloud has none.',
    });
    expect(await rig.reader.report('getM365AppUserDetail', 'D180')).toMatchObject({
      missing,
      explanation: expect.stringContaining(explanation),
    });
  });

  it('is asked for at most 14 times in ten minutes', async () => {
    const rig = await rigOf({ script: redirecting({ body: csv }) });
    for (let index = 0; index < 15; index += 1) await rig.reader.report('getMailboxUsageDetail', 'D30');
    const times = rig.arrivals.filter((_, index) => rig.server.requests[index]?.url.startsWith('/v1.0'));
    expect((times[14] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(600_000);
    expect((times[13] ?? 0) - (times[0] ?? 0)).toBeLessThan(60_000);
  });
});

describe('report settings', () => {
  it('say whether names are concealed', async () => {
    const rig = await rigOf({ script: () => ({ body: { displayConcealedNames: true } }) });
    expect(await rig.reader.reportSettings()).toMatchObject({ displayConcealedNames: true });
  });

  it('that may not be read say which permission is missing', async () => {
    const rig = await rigOf({ script: () => ({ status: 403, body: {} }) });
    expect(await rig.reader.reportSettings()).toMatchObject({
      missing: 'permission_missing',
      explanation: expect.stringContaining('ReportSettings.Read.All'),
    });
  });
});
