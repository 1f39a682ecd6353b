import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import texts from '../i18n/de.json' with { type: 'json' };
import { mixSwitchesSchema, summaryText } from './mix-data.ts';

const words: Readonly<Record<string, string>> = texts.mixWord;
const t = ((key: string, { defaultValue }: { defaultValue: string }) =>
  words[key.replace('mixWord.', '')] ?? defaultValue) as unknown as TFunction<'licences'>;

describe('what a class needs', () => {
  it('is said in the language of the reader, word by word', () => {
    expect(summaryText('desktop apps, mail, Teams; security kept', t)).toBe(
      'Desktop-Apps, E-Mail, Teams; Sicherheit bleibt',
    );
  });

  it('is said as a whole where its comma belongs to one saying', () => {
    expect(summaryText('excluded, protected or new: licences stay', t)).toBe(
      'ausgenommen, geschützt oder neu: Lizenzen bleiben',
    );
  });

  it('stays as the engine wrote it where there are no words for it', () => {
    expect(summaryText('holograms, mail', t)).toBe('holograms, E-Mail');
  });
});

it('the switches read any policy document, and take their default where it says nothing or nonsense', () => {
  expect(mixSwitchesSchema.parse({ keepSecurity: false, inactive: 'perhaps', deny: ['X'] })).toEqual({
    keepSecurity: false,
    keepUnknown: true,
    keepExtras: false,
    inactive: 'keep',
    businessSeatLimit: 300,
  });
});
