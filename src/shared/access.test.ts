import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allows, delegatedPermissionsOf, meetRoles, permissions, permissionsOf, roles } from './access.ts';

const role = fc.constantFrom(...roles);

test('the meeting of two roles allows nothing that either of them does not', () => {
  fc.assert(
    fc.property(role, role, fc.constantFrom(...permissions), (own, delegated, permission) => {
      const met = meetRoles(own, delegated);
      expect(!allows(met, permission) || (allows(own, permission) && allows(delegated, permission))).toBe(
        true,
      );
    }),
  );
});

test('meeting does not depend on the order, and meeting oneself changes nothing', () => {
  fc.assert(
    fc.property(role, role, (one, other) => {
      expect(permissionsOf(meetRoles(one, other))).toEqual(permissionsOf(meetRoles(other, one)));
      expect(meetRoles(one, one)).toBe(one);
    }),
  );
});

test('a partner never becomes owner, and never carries what would outlive its relationship', () => {
  for (const own of roles)
    for (const delegated of roles.filter((each) => each !== 'owner'))
      expect(meetRoles(own, delegated)).not.toBe('owner');
  for (const each of roles) {
    expect(delegatedPermissionsOf(each)).not.toContain('apiKey.manage');
    expect(delegatedPermissionsOf(each)).not.toContain('relationship.manage');
  }
});

test('an analyst reads everything that is cost and changes nothing but its own views', () => {
  const changing = permissionsOf('analyst').filter((permission) => !/\.(read|export)$/.test(permission));
  expect(changing).toEqual(['view.save']);
});
