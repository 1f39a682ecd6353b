import { describe, expect, it } from 'vitest';
import { filterGroups, fitOf, type SearchItem } from './search-items.ts';

const item = (label: string, detail?: string): SearchItem => ({
  id: label,
  label,
  detail,
  run: () => undefined,
});

describe('the command search', () => {
  it('wants every word, in any order, without regard to case and accents', () => {
    expect(fitOf('audit LOG', item('Audit log'))).toBeGreaterThan(0);
    expect(fitOf('log audit', item('Audit log'))).toBeGreaterThan(0);
    expect(fitOf('parametres', item('Paramètres'))).toBeGreaterThan(0);
    expect(fitOf('audit trail', item('Audit log'))).toBe(0);
  });

  it('puts what begins with the text first and leaves empty groups out', () => {
    const groups = filterGroups(
      [
        {
          id: 'pages',
          label: 'Pages',
          items: [item('Cost explorer'), item('Explorer of costs'), item('Members')],
        },
        { id: 'actions', label: 'Actions', items: [item('Sign out')] },
      ],
      'expl',
    );
    expect(groups.map((group) => group.items.map(({ label }) => label))).toEqual([
      ['Explorer of costs', 'Cost explorer'],
    ]);
  });
});
