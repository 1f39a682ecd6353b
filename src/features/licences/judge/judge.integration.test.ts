import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJudgeBench, type JudgeBench } from '../../../../test/support/licences-judge.ts';
import { landTenant } from '../../../../test/support/licences-landed.ts';
import { generateTenant } from '../../../emulators/microsoft/tenant/tenant.ts';

let bench: JudgeBench;
beforeAll(async () => {
  bench = await createJudgeBench();
});
afterAll(() => bench.close());

const tenant = generateTenant({ seed: 7, users: 120, asOf: '2026-06-30' });

interface FindingRow {
  readonly rule: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly sku_part_number: string;
  readonly quantity: string;
  readonly superseded_by: string | null;
  readonly state: string;
}

const findingsOf = async (connectionId: string): Promise<FindingRow[]> =>
  (await bench.owner.query<FindingRow>('select * from finding where connection_id = $1', [connectionId]))
    .rows;

const judged = async (landing: Partial<Parameters<typeof landTenant>[1]> = {}) => {
  const made = await bench.organisation();
  await bench.setPolicy(made.organisationId, tenant.policy);
  const syncId = await landTenant(bench.owner, { ...made, tenant, ...landing });
  const result = await bench.judge({ ...made, syncId });
  return { ...made, syncId, result };
};

describe('judging a landed tenant', () => {
  it('finds exactly what was planted in it', async () => {
    const { connectionId, result } = await judged();
    const rows = await findingsOf(connectionId);
    const found = rows.map((row) =>
      [
        row.rule,
        row.subject_kind,
        row.subject_id,
        row.sku_part_number,
        Number(row.quantity),
        row.superseded_by,
      ].join(' '),
    );
    const planted = tenant.planted.map(({ rule, subject, skuPartNumber, quantity, supersededBy }) =>
      [rule, subject.kind, subject.id, skuPartNumber, quantity, supersededBy].join(' '),
    );
    expect(found.sort()).toEqual(planted.sort());
    expect(result).toMatchObject({ state: 'judged', users: tenant.users.length, findings: planted.length });
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['new']));
  });
});
