import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mappings } from '../src/engines/focus/mapping/detect.ts';
import { mappingPages } from '../src/engines/focus/mapping/markdown.ts';

/** Writes the pages that say how each export becomes FOCUS; a test compares them with the mappings. */
for (const [name, page] of mappingPages(mappings)) {
  await writeFile(join(import.meta.dirname, '..', 'docs', name), page);
  console.log(`docs/${name}`);
}
