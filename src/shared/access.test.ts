import { describe, expect, it } from 'vitest';
import { allows, meetRoles, permissions, roles } from './access.ts';

describe('where two roles meet', () => {
  it.each(roles.flatMap((own) => roles.map((delegated) => [own, delegated] as const)))(
    '%s and %s permit together only what each permits',
    (own, delegated) => {
      const met = meetRoles(own, delegated);
      for (const permission of permissions) {
        if (!allows(met, permission)) continue;
        expect([permission, allows(own, permission), allows(delegated, permission)]).toEqual([
          permission,
          true,
          true,
        ]);
      }
    },
  );

  it.each(roles.filter((role) => role !== 'owner'))('an owner whose reach is %s is exactly that', (reach) => {
    expect(meetRoles('owner', reach)).toBe(reach);
  });

  it('nobody becomes an owner through a relationship', () => {
    expect(meetRoles('administrator', 'owner')).toBe('administrator');
  });

  it('roles that do not contain each other meet at what both permit', () => {
    expect(meetRoles('billing', 'support')).toBe('member');
  });
});
