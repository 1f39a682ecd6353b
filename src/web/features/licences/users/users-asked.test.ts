import { describe, expect, it } from 'vitest';
import { listLicenceUsers } from '../../../../shared/licences/contract.ts';
import { gridViewSchema } from '../../../ui/grid/grid-view.ts';
import { usersAsked } from './users-asked.ts';

const view = (part: object) => gridViewSchema.parse(part);

describe('what the list of users asks the server', () => {
  it('is the search, the filters and the order of the address', () => {
    const asked = usersAsked(
      view({
        find: 'ada',
        sort: '-saving',
        filters: {
          state: { values: ['inactive', 'never'] },
          department: { values: ['', 'Finance'] },
          account: { values: ['disabled'] },
        },
      }),
      undefined,
    );
    expect(listLicenceUsers.query.parse(asked)).toMatchObject({
      search: 'ada',
      sort: 'saving',
      direction: 'descending',
      state: ['inactive', 'never'],
      department: ['', 'Finance'],
      enabled: 'false',
    });
  });

  it('leaves out what the server does not know: an address may be typed by hand', () => {
    const asked = usersAsked(
      view({
        sort: 'nonsense',
        filters: { state: { values: ['asleep'] }, rule: { values: ['W99', 'W02'] } },
      }),
      undefined,
    );
    expect(listLicenceUsers.query.safeParse(asked).success).toBe(true);
    expect(asked).toMatchObject({ state: undefined, rule: ['W02'] });
    expect(asked.sort).toBeUndefined();
  });
});
