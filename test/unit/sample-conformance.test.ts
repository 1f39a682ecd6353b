import { mkdtempSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFocusColumn } from '../../src/engines/focus/columns.ts';
import { conformanceRules } from '../../src/engines/focus/conformance.ts';
import { sampleColumns } from '../../src/engines/sample/focus-row.ts';
import { generateSample } from '../../src/engines/sample/sample.ts';
import { checkConformance } from '../../src/platform/lake/conformance-check.ts';
import { openDuckDb } from '../../src/platform/lake/duckdb.ts';
import { quotePath } from '../../src/platform/lake/sql-text.ts';

const typeOf = {
  string: 'VARCHAR',
  decimal: 'DECIMAL(38,14)',
  datetime: 'TIMESTAMP',
  json: 'VARCHAR',
} as const;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'trimtab-sample-'));
  const file = await open(path.join(folder, 'sample.csv'), 'w');
  for (const [index, { csv }] of generateSample({ seed: 'halcyon', asOf: '2026-11-22' }).files.entries()) {
    let isHeader = true;
    for (const chunk of csv) {
      await file.write(isHeader && index > 0 ? chunk.slice(chunk.indexOf('\n') + 1) : chunk);
      isHeader = false;
    }
  }
  await file.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('the sample breaks no rule of FOCUS 1.2, and no column is missing', async () => {
  const db = await openDuckDb({
    memoryLimitMib: 1024,
    threads: 2,
    tempFolder: path.join(folder, 'spill'),
    allowedFolders: [folder],
  });
  const columns = sampleColumns.map(
    (name) => `'${name}': '${typeOf[findFocusColumn(name)?.type ?? 'string']}'`,
  );
  const rules = conformanceRules('1.2', new Set(sampleColumns));
  expect(rules.missingColumns).toEqual([]);
  expect(rules.rowRules.length).toBeGreaterThan(50);
  const failures = await db.withSession(async (session) => {
    await session.all(`CREATE TEMP TABLE sample AS SELECT * FROM read_csv(${quotePath(path.join(folder, 'sample.csv'))},
      header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {${columns.join(', ')}})`);
    return checkConformance({
      session,
      from: 'sample',
      rowChecks: rules.rowRules,
      groupChecks: rules.groupRules,
    });
  });
  db.close();
  expect(failures).toEqual([]);
}, 60_000);
