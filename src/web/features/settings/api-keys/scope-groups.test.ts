import { expect, it } from 'vitest';
import { permissions } from '../../../../shared/access.ts';
import texts from '../i18n/en.json' with { type: 'json' };
import { scopeGroups, scopesOf } from './scope-groups.ts';

it('offers every scope once, in a subject and in words, and none that may not be given', () => {
  expect(scopeGroups.flatMap((group) => scopesOf(group, permissions)).toSorted()).toEqual(
    permissions.toSorted(),
  );
  const said = Object.entries(texts.scope).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  );
  expect(said.toSorted()).toEqual(permissions.toSorted());
  expect(scopeGroups.flatMap((group) => scopesOf(group, ['cost.read']))).toEqual(['cost.read']);
});
