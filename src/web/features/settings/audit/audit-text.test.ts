import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import texts from '../i18n/en.json' with { type: 'json' };
import { actionText, actorText, targetText } from './audit-text.ts';

const sources = import.meta.glob<string>(
  ['../../../../{features,platform,server}/**/*.ts', '!../../../../**/*.test.ts'],
  { eager: true, import: 'default', query: '?raw' },
);

/** Every code such as `member.changed` that the program writes into the log; a condition gives two. */
const writtenCodes = (): string[] => [
  ...new Set(
    Object.values(sources).flatMap((source) =>
      [...source.matchAll(/\baction: [^,\n]*/g)].flatMap(([line]) =>
        [...line.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map((match) => match[1] ?? ''),
      ),
    ),
  ),
];

const found = (key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], texts as unknown);
const t = ((key: string, { defaultValue }: { defaultValue: string }) =>
  found(key) ?? defaultValue) as unknown as TFunction<'settings'>;

describe('an entry of the audit log', () => {
  it('says every action that the program writes in words', () => {
    const codes = writtenCodes();
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => actionText(code, t) === code)).toEqual([]);
  });

  it('falls back to the code, and keeps the names of people', () => {
    expect(actionText('thing.unheard-of', t)).toBe('thing.unheard-of');
    const person = { kind: 'person', id: '1', label: 'lake.import' } as const;
    expect(actorText(person, t)).toBe('lake.import');
    expect(actorText({ ...person, kind: 'system' }, t)).toBe('Trimtab, importing');
    expect(targetText({ kind: 'api-key', id: '7', label: null }, t)).toBe('API key 7');
    expect(targetText(null, t)).toBeNull();
  });
});
