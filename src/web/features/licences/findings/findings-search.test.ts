import { describe, expect, it } from 'vitest';
import { findingStates, listFindings } from '../../../../shared/licences/contract.ts';
import { gridViewSchema } from '../../../ui/grid/grid-view.ts';
import { findingsAsked, findingsFilter, findingsSearchSchema, statesOf } from './findings-search.ts';

const asked = (search: object, view: object) => {
  const read = gridViewSchema.parse(view);
  return findingsAsked(findingsFilter(findingsSearchSchema.parse(search), read, undefined), read);
};

describe('what the findings ask the server', () => {
  it('shows every state in exactly one tab', () => {
    expect(Object.values(statesOf).flat().sort()).toEqual([...findingStates].sort());
  });

  it('is every state of the tab, or the chosen ones among them', () => {
    expect(asked({}, {}).state).toEqual(['new', 'open', 'reopened']);
    expect(asked({}, { filters: { state: { values: ['new', 'gone'] } } }).state).toEqual(['new']);
    expect(asked({ tab: 'gone' }, {}).state).toEqual(['gone', 'done']);
  });

  it('fits the contract whatever the address says', () => {
    const query = asked(
      { tab: 'snoozed', superseded: 'true' },
      { find: 'E5', sort: 'firstSeen', filters: { rule: { values: ['W02'] }, department: { values: [''] } } },
    );
    expect(listFindings.query.parse(query)).toMatchObject({
      search: 'E5',
      sort: 'firstSeen',
      direction: 'ascending',
      state: ['snoozed'],
      rule: ['W02'],
      department: [''],
      superseded: 'true',
    });
  });
});
