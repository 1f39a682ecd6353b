import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type FocusColumnName,
  type FocusColumnType,
  findFocusColumn,
  focusColumns,
  isFocusColumn,
} from '../../src/engines/focus/columns.ts';
import { conformanceRules } from '../../src/engines/focus/conformance.ts';
import { focusVersionOf } from '../../src/engines/focus/version.ts';
import { type ConformanceFailure, checkConformance } from '../../src/platform/lake/conformance-check.ts';
import { type DuckDb, type DuckDbSession, openDuckDb } from '../../src/platform/lake/duckdb.ts';
import { openTable } from '../../src/platform/lake/open-table.ts';
import { openSourceFile } from '../../src/platform/lake/source-file.ts';

// Generous: property tests open a file for every case, on machines that do other things.
vi.setConfig({ testTimeout: 60_000 });

let db: DuckDb;
let session: DuckDbSession;

beforeAll(async () => {
  db = await openDuckDb({
    memoryLimitMib: 256,
    threads: 2,
    tempFolder: join(tmpdir(), 'trimtab-conformance'),
    allowedFolders: [join(process.cwd(), 'examples'), join(process.cwd(), '..', 'shared', 'data')],
  });
  session = await db.session();
});
afterAll(() => {
  session.close();
  db.close();
});

const sqlTypes: Record<FocusColumnType, string> = {
  string: 'VARCHAR',
  json: 'VARCHAR',
  decimal: 'DECIMAL(38, 12)',
  datetime: 'TIMESTAMP',
};

const everything = conformanceRules('1.3', new Set(focusColumns.map(({ name }) => name)));

const check = (from: string, rules = everything): Promise<readonly ConformanceFailure[]> =>
  checkConformance({ session, from, rowChecks: rules.rowRules, groupChecks: rules.groupRules });

const checkFile = async (path: string) => {
  const file = await openSourceFile(path, { tempFolder: tmpdir(), stdin: Readable.from([]) });
  const table = await openTable(file, { session });
  const present = table.columns.filter(({ name }) => isFocusColumn(name));
  const typed = present.map(
    ({ name, text }) =>
      `try_cast(${text} AS ${sqlTypes[findFocusColumn(name)?.type ?? 'string']}) AS ${name}`,
  );
  const names = present.map(({ name }) => name);
  const rules = conformanceRules(focusVersionOf(names), new Set(names));
  const failures = await check(`(SELECT ${typed.join(', ')} FROM ${table.from})`, rules);
  return { rules, failures };
};

type Values = Readonly<Partial<Record<FocusColumnName, string>>>;

/** Rows that have nothing but these values (SQL); all other columns are NULL. */
const rowsOf = (...rows: readonly Values[]): string =>
  `(${rows
    .map((values) => {
      const columns = focusColumns.map(
        ({ name, type }) => `CAST(${values[name] ?? 'NULL'} AS ${sqlTypes[type]}) AS ${name}`,
      );
      return `SELECT ${columns.join(', ')}`;
    })
    .join(' UNION ALL ')})`;

const some = (name: FocusColumnName): string => (findFocusColumn(name)?.type === 'decimal' ? '1' : "'x'");

/** For each kind of rule that is made for many columns: values that break it. */
const breakers: Readonly<Record<string, (column: FocusColumnName, owner: FocusColumnName) => Values>> = {
  'not-null': (column) => ({ [column]: 'NULL' }),
  'allowed-value': (column) => ({ [column]: "'nonsense'" }),
  'non-negative': (column) => ({ [column]: '-1' }),
  'json-object': (column) => ({ [column]: "'[1]'" }),
  'currency-code': (column) => ({ [column]: "'euro'" }),
  'null-for-tax': (column) => ({ ChargeCategory: "'Tax'", [column]: some(column) }),
  'needed-for-sale': () => ({ ChargeCategory: "'Purchase'" }),
  'null-without-owner': (column) => ({ [column]: some(column) }),
  'needed-with-owner': (_column, owner) => ({ [owner]: some(owner) }),
};

const commitment = { CommitmentDiscountId: "'c'" } as const;
/** For each rule of its own: rows that break it. */
const breaking: Readonly<Record<string, readonly Values[]>> = {
  'period-order:BillingPeriod': [{ BillingPeriodStart: "'2026-01-01'", BillingPeriodEnd: "'2026-01-01'" }],
  'period-order:ChargePeriod': [{ ChargePeriodStart: "'2026-01-02'", ChargePeriodEnd: "'2026-01-01'" }],
  'charge-within-billing-period': [
    {
      ChargePeriodStart: "'2026-02-01'",
      BillingPeriodStart: "'2026-01-01'",
      BillingPeriodEnd: "'2026-02-01'",
    },
  ],
  'cost-is-product:ListCost': [{ ListCost: '2.01', ListUnitPrice: '1', PricingQuantity: '2' }],
  'cost-is-product:ContractedCost': [{ ContractedCost: '0', ContractedUnitPrice: '1', PricingQuantity: '2' }],
  'credit-is-billed:EffectiveCost': [{ ChargeCategory: "'Credit'", EffectiveCost: '-1', BilledCost: '-2' }],
  'credit-is-billed:ListCost': [{ ChargeCategory: "'Credit'", ListCost: '-1', BilledCost: '-2' }],
  'credit-is-billed:ContractedCost': [{ ChargeCategory: "'Credit'", ContractedCost: '-1', BilledCost: '-2' }],
  'commitment-purchase-has-no-effective-cost': [
    { ...commitment, ChargeCategory: "'Purchase'", EffectiveCost: '1' },
  ],
  'committed-usage-has-status': [{ ...commitment, ChargeCategory: "'Usage'" }],
  'commitment-status-is-for-usage': [{ ChargeCategory: "'Purchase'", CommitmentDiscountStatus: "'Used'" }],
  'committed-usage-is-priced-so': [
    { ChargeCategory: "'Usage'", CommitmentDiscountStatus: "'Used'", PricingCategory: "'Standard'" },
  ],
  'commitment-purchase-is-not-committed': [
    { ...commitment, ChargeCategory: "'Purchase'", PricingCategory: "'Committed'" },
  ],
  'reserved-usage-has-status': [{ ChargeCategory: "'Usage'", CapacityReservationId: "'r'" }],
  'consumption-is-usage': [{ ChargeCategory: "'Tax'", ConsumedQuantity: '1' }],
  'unused-commitment-consumes-nothing': [{ CommitmentDiscountStatus: "'Unused'", ConsumedQuantity: '1' }],
  'usage-is-measured': [{ ChargeCategory: "'Usage'" }],
  'subcategory-of-category': [{ ServiceCategory: "'Compute'", ServiceSubcategory: "'Messaging'" }],
  'commitment-costs-balance': [
    { ...commitment, ChargeCategory: "'Purchase'", BilledCost: '24' },
    { ...commitment, ChargeCategory: "'Usage'", EffectiveCost: '23' },
  ],
  'one-currency-per-account': [
    { BillingAccountId: "'a'", BillingCurrency: "'EUR'" },
    { BillingAccountId: "'a'", BillingCurrency: "'USD'" },
  ],
  'one-sku-per-price': [
    { SkuPriceId: "'p'", SkuId: "'a'" },
    { SkuPriceId: "'p'", SkuId: "'b'" },
  ],
};

const rowsThatBreak = (id: string, owner: FocusColumnName | undefined): readonly Values[] => {
  const [kind = '', column = ''] = id.split(':');
  const known = breaking[id];
  if (known !== undefined) return known;
  const breaker = breakers[kind];
  if (breaker === undefined || !isFocusColumn(column)) throw new Error(`No row that breaks ${id}`);
  return [breaker(column, owner ?? column)];
};

describe('each conformance rule', () => {
  const all = [...everything.rowRules, ...everything.groupRules];

  it('has an id of its own, names columns of FOCUS and says a sentence', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { columns, section, sentence } of all) {
      expect([...columns, section].filter((name) => !isFocusColumn(name))).toEqual([]);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each(all.map(({ id, columns }) => [id, columns[1]] as const))(
    '%s finds a row that breaks it',
    async (id, owner) => {
      const rows = rowsThatBreak(id, owner);
      const failure = (await check(rowsOf(...rows))).find(({ rule }) => rule === id);
      expect(failure).toMatchObject({ failingRows: rows.length, exampleRow: 1 });
    },
  );
});

describe('the check', () => {
  it('finds nothing in the examples of the repository', async () => {
    for (const name of ['two-clouds.csv', 'commitments-1.3.csv']) {
      const { rules, failures } = await checkFile(`examples/focus/${name}`);
      expect(failures).toEqual([]);
      expect(rules.missingColumns.filter(({ severity }) => severity === 'must')).toEqual([]);
    }
  });

  it('finds what is odd in the sample of the FinOps Foundation, with the first row', async () => {
    const { rules, failures } = await checkFile('../shared/data/focus/focus_sample.csv');
    expect(rules.missingColumns).toEqual([]);
    expect(failures).toContainEqual({
      rule: 'not-null:ContractedCost',
      failingRows: 7,
      exampleRow: 926,
      exampleValue: null,
    });
    expect(failures).toContainEqual({
      rule: 'allowed-value:ChargeFrequency',
      failingRows: 7,
      exampleRow: 926,
      exampleValue: 'Usage-based',
    });
    expect(failures.find(({ rule }) => rule === 'charge-within-billing-period')).toMatchObject({
      failingRows: 1,
      exampleRow: 945,
    });
  });

  it('forgives rounding of prices, and leaves corrections alone', async () => {
    const row = { ListUnitPrice: '0.333333', PricingQuantity: '3', ListCost: '1' };
    const wrong = { ...row, ListCost: '2', ChargeClass: "'Correction'" };
    const ids = (await check(rowsOf(row, wrong))).map(({ rule }) => rule);
    expect(ids).not.toContain('cost-is-product:ListCost');
  });

  it('names mandatory columns that are missing, and takes the successors of deprecated ones', () => {
    const required = (version: '1.0' | '1.3', present: readonly string[]) =>
      conformanceRules(version, new Set(present))
        .missingColumns.filter(({ severity }) => severity === 'must')
        .map(({ column }) => column);
    expect(required('1.0', [])).toContain('ProviderName');
    expect(required('1.0', [])).not.toContain('ServiceProviderName');
    expect(required('1.3', ['ServiceProviderName', 'HostProviderName'])).not.toContain('ProviderName');
    expect(required('1.3', ['ServiceProviderName'])).toContain('PublisherName');
  });
});
