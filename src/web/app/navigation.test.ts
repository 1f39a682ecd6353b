import { BuildingRegular } from '@fluentui/react-icons/svg/building';
import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../shared/access.ts';
import type { NavigationEntry } from '../ui/feature.ts';
import { features } from './features.ts';
import { groupNavigation } from './navigation.ts';

const entry = (
  area: NavigationEntry['area'],
  path: string,
  order: number,
  permission: NavigationEntry['permission'],
) => ({
  area,
  path,
  order,
  permission,
  label: path,
  icon: BuildingRegular,
});
const entries = [
  entry('settings', 'settings/members', 20, 'member.read'),
  entry('cloud', 'cloud/imports', 20, 'cost.read'),
  entry('cloud', 'cloud/explorer', 10, 'cost.read'),
];
const paths = (permissions: Parameters<typeof groupNavigation>[1]) =>
  groupNavigation(entries, permissions).map((group) => group.entries.map(({ path }) => path));

describe('the navigation', () => {
  it('shows areas in their order, entries in theirs', () => {
    expect(paths(permissionsOf('owner'))).toEqual([
      ['cloud/explorer', 'cloud/imports'],
      ['settings/members'],
    ]);
  });

  it('leaves out what the role does not permit, and areas that would be empty', () => {
    expect(paths(permissionsOf('support'))).toEqual([['settings/members']]);
    expect(paths(permissionsOf('member'))).toEqual([]);
  });
});

describe('the features', () => {
  it('lead from every entry of the navigation to a page that asks for the same permission', () => {
    const pages = new Map(
      features.flatMap(({ pages: own }) => own.map((page) => [page.path, page.permission])),
    );
    for (const { path, permission } of features.flatMap(({ navigation }) => navigation)) {
      expect([path, pages.get(path)]).toEqual([path, permission]);
    }
  });

  it('have pages at different addresses', () => {
    const all = features
      .flatMap(({ pages, plainPages = [] }) => [...pages, ...plainPages])
      .map(({ path }) => path);
    expect(new Set(all).size).toBe(all.length);
  });
});
