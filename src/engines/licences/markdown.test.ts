import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { licencesPage } from './markdown.ts';

it('docs/licences.md is what the rules say (node scripts/generate-licence-rules.ts)', () => {
  const path = new URL('../../../docs/licences.md', import.meta.url);
  expect(readFileSync(path, 'utf8')).toBe(licencesPage());
});
