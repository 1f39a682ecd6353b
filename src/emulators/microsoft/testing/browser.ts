import type { Fetch } from './trusted-fetch.ts';

/** A browser without scripts: keeps cookies, follows redirects inside the emulator, submits forms. */
export interface FormBrowser {
  /** Opens an address; ends at a page, or at the first redirect that leaves the emulator. */
  open(url: string): Promise<Visit>;
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Visit>;
}

export interface Page {
  readonly kind: 'page';
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

export interface Departure {
  readonly kind: 'departure';
  readonly url: URL;
}

export type Visit = Page | Departure;

const textOf = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** What the hidden fields of the page carry. */
const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [textOf(name), textOf(value)],
    ),
  );

export const createFormBrowser = (fetch: Fetch, origin: string): FormBrowser => {
  const cookies = new Map<string, string>();

  const request = async (url: string, form?: URLSearchParams): Promise<Visit> => {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { kind: 'page', status: response.status, url, html };
    const next = new URL(location, url);
    return next.origin === origin ? request(next.href) : { kind: 'departure', url: next };
  };

  return {
    open: (url) => request(url),
    submit: (page, fields) =>
      request(page.url, new URLSearchParams({ ...hiddenFields(page.html), ...fields })),
  };
};

/** @throws Error when the visit left the emulator */
export const expectPage = (visit: Visit): Page => {
  if (visit.kind === 'page') return visit;
  throw new Error(`expected a page, was sent to ${visit.url}`);
};

/** @throws Error when the visit ended at a page */
export const expectDeparture = (visit: Visit): URL => {
  if (visit.kind === 'departure') return visit.url;
  throw new Error(
    `expected to leave, got ${visit.status} at ${visit.url}: ${visit.html.replace(/<style>.*<\/style>/, '')}`,
  );
};
