import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/engines/licences/policy.ts';
import { ruleDefinitions } from '../../../src/engines/licences/rules/definitions.ts';
import { thresholdsOf } from '../../../src/web/features/licences/common/thresholds.ts';
import { createFormats } from '../../../src/web/ui/format/formats.ts';

const formats = createFormats('en', 'UTC');
const languages = ['en', 'de', 'fr', 'nl'];

interface Texts {
  readonly rule: Readonly<Record<string, { readonly sentence: string }>>;
  readonly activityDetail: Readonly<Record<string, string>>;
}

const textsOf = (language: string): Texts =>
  JSON.parse(
    readFileSync(
      new URL(`../../../src/web/features/licences/i18n/${language}.json`, import.meta.url),
      'utf8',
    ),
  ) as Texts;

const namesIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

describe('the thresholds that sentences name', () => {
  it('are the effective ones of the organisation', () => {
    const effective = policySchema.parse({ parameters: { inactiveDays: 60, spareBufferShare: '0.1' } });
    expect(thresholdsOf(effective, formats)).toMatchObject({
      inactiveDays: '60',
      staleDays: '30',
      staleUntilDays: '59',
      spareBufferShare: '10.0%',
    });
  });

  it('are unknown where the policy cannot be understood', () => {
    expect(thresholdsOf({ parameters: { inactiveDays: 'soon' } }, formats)).toBeUndefined();
  });

  it('stand in the sentence of each rule that has parameters, in every language', () => {
    const known = Object.keys(thresholdsOf(policySchema.parse({}), formats) ?? {});
    for (const language of languages) {
      const { rule, activityDetail } = textsOf(language);
      for (const [id, { parameters }] of Object.entries(ruleDefinitions)) {
        const named = namesIn(rule[id]?.sentence ?? '');
        const expected = parameters.map((name) =>
          expect.stringContaining(id === 'W04' && name === 'inactiveDays' ? 'staleUntilDays' : name),
        );
        expect(named, `${language} ${id}`).toEqual(expect.arrayContaining(expected));
        expect(known, `${language} ${id}`).toEqual(expect.arrayContaining([...named]));
      }
      for (const sentence of Object.values(activityDetail)) {
        expect(known).toEqual(expect.arrayContaining([...namesIn(sentence)]));
      }
    }
  });
});
