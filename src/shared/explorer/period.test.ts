import { describe, expect, it } from 'vitest';
import { periodFault, periodPresets, previousPeriod, resolvePreset } from './period.ts';
import { questionSchema, writeQuestion } from './question.ts';
import { explorerStateSchema, questionOf } from './state.ts';

const at = (from: string, to: string) => ({ from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });

describe('the period before', () => {
  it.each([
    ['a month', at('2026-03-01', '2026-04-01'), at('2026-02-01', '2026-03-01')],
    ['a quarter across the year', at('2026-01-01', '2026-04-01'), at('2025-10-01', '2026-01-01')],
    ['a leap year', at('2024-01-01', '2025-01-01'), at('2023-01-01', '2024-01-01')],
    ['ten days from the first', at('2026-03-01', '2026-03-11'), at('2026-02-19', '2026-03-01')],
    ['thirty days to the last', at('2026-03-02', '2026-04-01'), at('2026-01-31', '2026-03-02')],
  ])('%s ends where it begins', (_name, period, before) => {
    expect(previousPeriod(period)).toEqual(before);
  });
});

describe('presets', () => {
  const now = new Date('2026-03-31T23:59:59.999Z');

  it.each([
    ['last-7-days', at('2026-03-25', '2026-04-01')],
    ['month-to-date', at('2026-03-01', '2026-04-01')],
    ['last-month', at('2026-02-01', '2026-03-01')],
    ['last-12-months', at('2025-04-01', '2026-04-01')],
    ['year-to-date', at('2026-01-01', '2026-04-01')],
    ['last-year', at('2025-01-01', '2026-01-01')],
  ] as const)('%s is what the calendar says in UTC', (preset, period) => {
    expect(resolvePreset(preset, now)).toEqual(period);
  });

  it('are all periods that may be asked about, on the last day of February too', () => {
    for (const preset of periodPresets) {
      for (const day of ['2024-02-29T12:00:00Z', '2026-01-01T00:00:00Z', '2026-12-31T23:00:00Z']) {
        expect(periodFault(resolvePreset(preset, new Date(day))), preset).toBeUndefined();
      }
    }
  });
});

describe('a question', () => {
  it('survives the way through an address', () => {
    const state = explorerStateSchema.parse({
      preset: 'last-month',
      groupBy: ['ServiceName', 'tag:a&b=c'],
      filters: [{ dimension: 'tag:ü "x"', op: 'exclude', values: ['1', null] }],
      compare: true,
    });
    const question = questionOf(state, new Date('2026-03-31T00:00:00Z'));
    const text = new URLSearchParams();
    for (const [name, value] of Object.entries(writeQuestion(question))) {
      for (const each of [value].flat()) if (each !== undefined) text.append(name, String(each));
    }
    const sent = Object.fromEntries(
      [...new Set(text.keys())].map((name) => {
        const all = text.getAll(name);
        return [name, all.length === 1 ? all[0] : all];
      }),
    );
    expect(questionSchema.parse(sent)).toEqual(question);
  });
});
