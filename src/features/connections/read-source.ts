import type { GraphPage, PagedSource } from '../../connectors/microsoft/contract.ts';
import { readMailboxes } from './read-mailboxes.ts';
import { endSource, landPage, type OpenSource, type Reading, type SourceEnd } from './reading.ts';
import { lookAtReport } from './report-look.ts';
import { type PlannedSource, wantingFor } from './sync-plan.ts';

/** Reads one source to its end, from where an earlier try stopped. What Microsoft refuses is thrown. */
export const readSource = async (reading: Reading, source: OpenSource): Promise<void> => {
  const { planned } = source;
  const wanting = wantingFor(planned, reading.connection.granted);
  if (wanting !== undefined) {
    const reason = reasonFor(planned, wanting, reading.connection);
    return endSource(reading, source, { state: 'missing', reason });
  }
  switch (planned.kind) {
    case 'paged':
      return readPaged(reading, source, planned.name);
    case 'mailboxes':
      return readMailboxes(reading, source);
    case 'settings':
      return readSettings(reading, source);
    case 'report': {
      const report = await reading.session.reader.report(planned.report, planned.period);
      if (report.missing !== undefined) return endSource(reading, source, missing(report));
      const { rows, ...look } = lookAtReport(report.body);
      const { body, readAt } = report;
      const end = { state: 'complete', ...look } as const;
      return landPage(reading, source, { body, readAt, items: rows, nextLink: null, end });
    }
  }
};

/** A person may open no mailbox but their own (Microsoft Graph): no consent would change that. */
const reasonFor = (
  { kind }: PlannedSource,
  wanting: string,
  { mode }: Reading['connection'],
): { code: string; detail: string } =>
  kind === 'mailboxes' && mode === 'delegated'
    ? {
        code: 'application_only',
        detail: `${wanting} lets only an application read the mailboxes of others.`,
      }
    : { code: 'permission_missing', detail: `${wanting} was not granted.` };

const missing = (report: { missing: string; explanation: string }): SourceEnd => ({
  state: 'missing',
  reason: { code: report.missing, detail: report.explanation },
});

const readSettings = async (reading: Reading, source: OpenSource): Promise<void> => {
  const settings = await reading.session.reader.reportSettings();
  if (settings.missing !== undefined) return endSource(reading, source, missing(settings));
  const { body, readAt, displayConcealedNames: concealed } = settings;
  const end = { state: 'complete', concealed } as const;
  await landPage(reading, source, { body, readAt, items: 1, nextLink: null, end });
};

const withoutSignIn: SourceEnd = {
  state: 'partial',
  reason: {
    code: 'not_premium',
    detail: 'The tenant has no Entra ID P1 or P2, so sign-in times cannot be read.',
  },
};

const landingOf = (page: GraphPage) => {
  const { body, readAt, nextLink, restarted } = page;
  const end = page.withSignInActivity === false ? withoutSignIn : ({ state: 'complete' } as const);
  const landing = { body, readAt, nextLink, restarted, items: page.items.length };
  return nextLink === null ? { ...landing, end } : landing;
};

/** While a page is landed the next one is on its way already. */
const readPaged = async (reading: Reading, source: OpenSource, name: PagedSource): Promise<void> => {
  const options = source.nextLink === null ? {} : { resumeAt: source.nextLink };
  const pages = reading.session.reader.pages(name, options)[Symbol.asyncIterator]();
  let coming = pages.next();
  for (;;) {
    const { done, value } = await coming;
    if (done) return;
    coming = pages.next();
    // Awaited above in the next round; a failure must not count as unhandled while this page is landed.
    coming.catch(() => undefined);
    reading.signal.throwIfAborted();
    await landPage(reading, source, landingOf(value));
  }
};
