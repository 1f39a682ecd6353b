import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { licencesPage } from '../src/engines/licences/markdown.ts';

/** Writes the page that defines the licence rules; a test compares it with the rules. */
await writeFile(join(import.meta.dirname, '..', 'docs', 'licences.md'), licencesPage());
console.log('docs/licences.md');
