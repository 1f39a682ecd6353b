import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FocusVersion, focusColumns } from '../engines/focus/columns.ts';
import { type ConformanceRules, conformanceRules } from '../engines/focus/conformance.ts';
import { planFocusImport } from '../engines/focus/mapping/plan.ts';
import type { ImportEngine, WrittenDelivery } from '../features/imports/feature.ts';
import { checkConformance } from '../platform/lake/conformance-check.ts';
import { type ImportResult, importFiles } from '../platform/lake/import/import-files.ts';
import { combineHashes, hashFile, sweepLeftovers } from '../platform/lake/import/lake-files.ts';
import type { Log } from '../platform/log/log.ts';
import { AppError } from '../shared/errors.ts';
import type { ImportDetail } from '../shared/imports/contract.ts';
import { storableText } from '../shared/storable-text.ts';
import type { Clock } from '../shared/time.ts';

export interface EngineOptions {
  readonly memoryLimitMib: number;
  readonly threads: number;
  readonly clock: Clock;
  readonly log: Log;
}

type Conformance = ImportDetail['conformance'];

/** The import engine of the lake, with FOCUS's formats and rules. */
export const createEngine = (options: EngineOptions): ImportEngine => ({
  fingerprint: async (files, signal) => {
    const hashes: string[] = [];
    for (const { path, name } of files) {
      hashes.push(
        await hashFile(path, { signal }).catch((error: unknown) => {
          signal.throwIfAborted();
          throw new AppError('not_found', {
            detail: `${name}: the file cannot be read any more (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
            fix: 'Import it again.',
            cause: error,
          });
        }),
      );
    }
    return combineHashes(hashes);
  },
  write: async (delivery) => {
    const { importId, files, organisationFolder, signal, onProgress } = delivery;
    // An earlier try may have published its files and died before the manifest named them.
    await rm(join(organisationFolder, 'charges', importId), { recursive: true, force: true });
    const { duckDb, report } = conformanceOf(options);
    const result = await importFiles({
      files,
      organisationFolder,
      planImport: report.plan,
      checkConformance: report.check,
      duckDb,
      onProgress,
      signal,
      clock: options.clock,
      newId: () => importId,
      log: options.log,
    });
    return deliveryOf(result);
  },
});

/** Remembers the version and the header while files are recognised, and checks the rows by the rules for both. */
const conformanceOf = ({ memoryLimitMib, threads }: EngineOptions) => {
  const header = new Set<string>();
  let version: FocusVersion = '1.0';
  return {
    duckDb: { memoryLimitMib, threads },
    report: {
      plan: (columnNames: readonly string[], fileLabel: string) => {
        const plan = planFocusImport(columnNames, fileLabel);
        if (plan.focusVersion > version) version = plan.focusVersion as FocusVersion;
        const made = plan.columns
          .filter(({ expression }) => expression !== undefined)
          .map(({ name }) => name);
        for (const name of plan.format === 'focus' ? presentIn(columnNames) : made) header.add(name);
        return plan;
      },
      check: async (
        session: Parameters<typeof checkConformance>[0]['session'],
        from: string,
        signal: AbortSignal | undefined,
      ) => {
        const rules = inLake(conformanceRules(version, header));
        const failures = await checkConformance({
          session,
          from,
          rowChecks: rules.rowRules,
          groupChecks: rules.groupRules,
          signal,
        });
        return [...missingOf(rules), ...failures.map((failure) => findingOf(rules, failure))];
      },
    },
  };
};

const presentIn = (columnNames: readonly string[]): string[] => {
  const lower = new Set(columnNames.map((name) => name.toLowerCase()));
  return focusColumns.filter(({ name }) => lower.has(name.toLowerCase())).map(({ name }) => name);
};

/** Tags are a map in the lake, whatever they were; what was no JSON object is among the notices. */
const inLake = (rules: ConformanceRules): ConformanceRules => ({
  ...rules,
  rowRules: rules.rowRules.filter(
    ({ id }) => id !== 'json-object:Tags' && id !== 'json-object:AllocatedTags',
  ),
});

const severities = { must: 'error', should: 'warning' } as const;

const missingOf = (rules: ConformanceRules): Conformance =>
  rules.missingColumns.map(({ id, severity, column, sentence }) => ({
    rule: `${id}:${column}`,
    severity: severities[severity],
    section: column,
    columns: [column],
    sentence,
    failingRows: 0,
    exampleRow: null,
    exampleValue: null,
  }));

const findingOf = (
  { rowRules, groupRules }: ConformanceRules,
  failure: Awaited<ReturnType<typeof checkConformance>>[number],
): Conformance[number] => {
  const rule = [...rowRules, ...groupRules].find(({ id }) => id === failure.rule);
  if (!rule) throw new Error(`no rule ${failure.rule}`);
  const { section, columns, sentence, severity } = rule;
  return { ...failure, section, columns: [...columns], sentence, severity: severities[severity] };
};

const deliveryOf = (result: ImportResult<Conformance>): WrittenDelivery => ({
  contentSha256: result.contentSha256,
  format: result.format === 'focus' ? `FOCUS ${result.focusVersion}` : result.format,
  rowsRead: result.rowsRead,
  rowsImported: result.rowsImported,
  rowsRejected: result.rejects.rows,
  rejectsPath: result.rejects.path,
  rejects: result.rejects.sample.slice(0, 200).map((reject) => ({
    ...reject,
    value: reject.value.slice(0, 500),
    reason: reject.reason.slice(0, 1000),
  })),
  conformance: [...(result.conformance ?? []), ...noticesOf(result)],
  columns: [...result.columnsPresent],
  tagKeys: [...result.tagKeys],
  slices: result.slices.map((slice) => ({
    ...slice,
    // They say what is replaced, therefore they are cleaned before anything is looked up by them.
    provider: storableText(slice.provider),
    billingAccountId: storableText(slice.billingAccountId),
    totals: slice.totals.map(({ rows: _rows, ...totals }) => totals),
    billingPeriodStart: new Date(slice.billingPeriodStart),
    billingPeriodEnd: slice.billingPeriodEnd ? new Date(slice.billingPeriodEnd) : null,
    files: slice.files.map((file) => ({
      ...file,
      minChargePeriodStart: new Date(file.minChargePeriodStart),
      maxChargePeriodStart: new Date(file.maxChargePeriodStart),
      maxChargePeriodEnd: new Date(file.maxChargePeriodEnd),
    })),
  })),
});

const noticeSentences = {
  rounded: 'The number has more places than the lake keeps; it was rounded, and its text is kept in x_extra.',
  unparsed: 'The text is no JSON object; there are no tags, and the text is kept in x_extra.',
} as const;

const noticesOf = (result: ImportResult<Conformance>): Conformance =>
  result.notices.map(({ kind, column, rows, example }) => ({
    rule: `${kind}:${column}`.slice(0, 100),
    severity: 'info',
    section: column.slice(0, 200),
    columns: [column.slice(0, 200)],
    sentence: noticeSentences[kind],
    failingRows: rows,
    exampleRow: null,
    exampleValue: example.slice(0, 500),
  }));

/** Deletes what no manifest names; imports at work are spared. */
export const sweepFolder = async (
  organisationFolder: string,
  keptPaths: readonly string[],
  runningImportIds: readonly string[],
): Promise<number> => {
  const there = await stat(organisationFolder).catch(() => undefined);
  return there ? (await sweepLeftovers(organisationFolder, keptPaths, runningImportIds)).length : 0;
};
