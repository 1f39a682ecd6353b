import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import texts from '../i18n/de.json' with { type: 'json' };
import { lastStep, mixSwitchesSchema, savingOfKind, summaryText } from './mix-data.ts';

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

it('savings add up within their kind, from the earliest day on, and never across kinds', () => {
  const savings = [
    { kind: 'cash-at-renewal' as const, from: '2027-03-01', monthlySaving: '20.10' },
    { kind: 'freed-seat' as const, from: '2026-11-22', monthlySaving: '5' },
    { kind: 'cash-at-renewal' as const, from: '2026-12-01', monthlySaving: '0.20' },
  ];
  const { amount, parts } = savingOfKind({ savings }, 'cash-at-renewal');
  expect(amount).toBe('20.3');
  expect(parts.map(({ from }) => from)).toEqual(['2026-12-01', '2027-03-01']);
  expect(savingOfKind({ savings }, 'freed-seat').amount).toBe('5');
});

it('the end of the last commitment is the last day, however the steps come', () => {
  const step = (from: string) => ({ from, ended: [], monthlyCost: '1', bound: '1', isProven: true });
  expect(lastStep({ steps: [step('2027-10-15'), step('2026-12-01')] })?.from).toBe('2027-10-15');
  expect(lastStep({ steps: [] })).toBeUndefined();
});
