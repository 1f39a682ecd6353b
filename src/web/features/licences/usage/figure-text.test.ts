import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../ui/format/formats.ts';
import { figureText, figureWords } from './figure-text.ts';

/** Says the key and what stands in it; words of its own only by their default. */
const t = ((key: string, options: Record<string, string> = {}) =>
  options.defaultValue ?? [key, ...Object.values(options)].join(' ')) as unknown as TFunction<'licences'>;
const formats = createFormats('en', 'UTC');

describe('figures of reports', () => {
  it('are written like a sentence where no words are known', () => {
    expect(figureText('Post Messages', t)).toBe('Post messages');
  });

  it('of apps are a share of the active users, of anything else an average', () => {
    expect(figureWords({ name: 'Outlook', perActiveUser: 0.5 }, t, formats)).toEqual([
      { name: 'Outlook', term: 'licences:usage.usesApp Outlook', value: '50.0%' },
    ]);
    expect(figureWords({ name: 'Send Count', perActiveUser: 1.24 }, t, formats)).toMatchObject([
      { value: '1.24' },
    ]);
  });

  it('of apps that more people used than are active say nothing', () => {
    expect(figureWords({ name: 'Outlook (Windows)', perActiveUser: 1.24 }, t, formats)).toEqual([]);
  });
});
