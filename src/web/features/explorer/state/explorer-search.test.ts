import { describe, expect, it } from 'vitest';
import { explorerStateSchema } from '../../../../shared/explorer/state.ts';
import { parseSearch, writeSearch } from '../../../ui/state/search-codec.ts';
import { readSearch } from '../../../ui/state/use-search-state.ts';
import { askedOf, type ExplorerSearchInput, explorerSearchSchema, searchOfState } from './explorer-search.ts';

const now = new Date('2026-11-22T00:00:00Z');
const throughAddress = (search: ExplorerSearchInput) =>
  readSearch(explorerSearchSchema, parseSearch(writeSearch(search)));
const ask = (search: ExplorerSearchInput = {}) => askedOf(throughAddress(search), now);

describe('the address of the explorer', () => {
  it('asks a sensible question when it says nothing', () => {
    expect(ask().question).toMatchObject({
      from: '2026-10-24T00:00:00Z',
      to: '2026-11-23T00:00:00Z',
      granularity: 'day',
      groupBy: ['ServiceName'],
      compare: true,
    });
  });

  it('keeps a state as it was saved', () => {
    const state = explorerStateSchema.parse({
      from: '2026-01-01T00:00:00Z',
      to: '2026-03-01T00:00:00Z',
      granularity: 'month',
      groupBy: ['ProviderName', 'tag:cost center'],
      filters: [
        { dimension: 'ServiceName', op: 'exclude', values: ['Tax', null] },
        { dimension: 'tag:team', op: 'is-null' },
      ],
      cost: 'effective',
      measure: 'unit',
      unit: 'GB-Hours',
      currency: 'EUR',
      compare: false,
      chart: 'lines',
      limit: 40,
      sort: 'change',
    });
    expect(ask(searchOfState(state)).state).toEqual(state);
  });

  it('keeps that nothing is grouped', () => {
    const state = explorerStateSchema.parse({ preset: 'last-month', groupBy: [] });
    expect(ask(searchOfState(state)).state.groupBy).toEqual([]);
  });

  it('gives a state that the API accepts', () => {
    expect(
      explorerStateSchema.safeParse(ask({ trail: [{ groupBy: ['ProviderName'], key: [null] }] }).state)
        .success,
    ).toBe(true);
  });

  it('narrows by every step of a drill', () => {
    const { question } = ask({
      filters: [{ dimension: 'RegionId', op: 'include', values: ['eu-west-1'] }],
      trail: [{ groupBy: ['ProviderName', 'ServiceName'], key: ['AWS', null] }],
    });
    expect(question.filter).toEqual([
      { dimension: 'RegionId', op: 'include', values: ['eu-west-1'] },
      { dimension: 'ProviderName', op: 'include', values: ['AWS'] },
      { dimension: 'ServiceName', op: 'include', values: [null] },
    ]);
  });

  it('never asks for more points than an answer holds', () => {
    const year = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect(ask({ ...year, granularity: 'hour', limit: 500 }).question.granularity).toBe('day');
    expect(ask({ ...year, granularity: 'day', limit: 500 }).question.limit * 368).toBeLessThan(100_000);
  });

  it('takes the last 30 days for a period that is none', () => {
    const wrong = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect(ask(wrong).choice).toEqual({ preset: 'last-30-days' });
  });
});
