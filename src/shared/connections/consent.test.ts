import { describe, expect, it } from 'vitest';
import { ruleIds } from '../licences/audit-result.ts';
import { consentLevels, consents, permissionsFor, sources, sourcesWithout } from './consent.ts';

describe('consent', () => {
  it('of a user reaches the own profile and nothing of the organisation', () => {
    expect(permissionsFor('user', 'delegated')).toEqual(['openid', 'profile', 'email', 'User.Read']);
    expect(permissionsFor('user', 'application')).toEqual([]);
  });

  it('of an administrator asks for exactly the least privileges that reading needs', () => {
    expect(permissionsFor('administrator', 'application')).toEqual([
      ...['LicenseAssignment.Read.All', 'User.Read.All', 'Organization.Read.All', 'AuditLog.Read.All'],
      ...['Group.Read.All', 'MailboxSettings.Read', 'Reports.Read.All', 'ReportSettings.Read.All'],
    ]);
  });

  it('of no level changes anything', () => {
    for (const level of consentLevels) {
      const names = consents[level].permissions.map(({ name }) => name);
      expect(names.filter((name) => /write|manage|full/i.test(name))).toEqual([]);
    }
  });

  it('gives a reason for each permission, and names rules that exist', () => {
    for (const { why, rules } of consents.administrator.permissions) {
      expect(why).toMatch(/\w{4}.*\.$/);
      for (const rule of rules) expect(ruleIds).toContain(rule);
    }
  });

  it('covers every source: each needs only permissions that its administrator grants', () => {
    const asked = consents.administrator.permissions;
    for (const source of sources) {
      for (const name of source.permissions) {
        expect(asked.find((permission) => permission.name === name)?.sources).toContain(source.name);
      }
    }
  });

  it('that lacks a permission tells which sources are not read', () => {
    const all = permissionsFor('administrator', 'application');
    expect(sourcesWithout(all)).toEqual([]);
    const without = sourcesWithout(all.filter((name) => name !== 'MailboxSettings.Read'));
    expect(without.map(({ name }) => name)).toEqual(['mailboxSettings']);
  });
});
