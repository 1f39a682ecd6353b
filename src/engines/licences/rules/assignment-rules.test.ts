import { describe, expect, it } from 'vitest';
import { catalogue, type Export, found, idOf, instantAgo, sku, user } from '../tenant-fixture.ts';

const skus = [sku('SPE_E3'), sku('FLOW_FREE')];
const twice = { sku: 'SPE_E3', groups: ['g1'], direct: true };

describe('D01 assigned twice', () => {
  it('takes the direct assignment away by itself and saves nothing', () => {
    expect(found('D01', { users: [user('ann', [twice])], skus })[0]).toMatchObject({
      monthlySaving: '0.00',
      savingKind: 'none',
      automation: 'auto',
      action: { kind: 'removeDirectAssignment', groupIds: ['g1'] },
    });
  });
  it('needs both ways, all active', () => {
    const direct = user('ann', [{ sku: 'SPE_E3' }]);
    const groups = user('bob', [{ sku: 'SPE_E3', groups: ['g1', 'g2'] }]);
    const failing = user('cleo', [{ ...twice, state: 'ActiveWithError' }]);
    expect(found('D01', { users: [direct, groups, failing], skus })).toEqual([]);
  });
  it('has no guard: new, protected and free-listed are spoken of', () => {
    const users = [user('ann', [twice, { ...twice, sku: 'FLOW_FREE' }], { createdDateTime: instantAgo(1) })];
    const policy = { protect: { users: ['ann@example.com'] } };
    expect(found('D01', { users, skus, policy })).toHaveLength(2);
  });
});

describe('G01 assignment error', () => {
  it.each(['Error', 'ActiveWithError'])('names the cause of state %s, whoever has it', (state) => {
    const held = { sku: 'SPE_E3', state, error: 'CountViolation' };
    const given = { users: [user('ann', [held], { createdDateTime: instantAgo(1) })], skus };
    expect(found('G01', given)[0]).toMatchObject({
      monthlySaving: '0.00',
      savingKind: 'risk',
      automation: 'never',
      action: { kind: 'fixCause', errors: ['CountViolation'] },
    });
  });
  it('is silent about sound and disabled assignments', () => {
    const users = [user('ann', [{ sku: 'SPE_E3' }]), user('bob', [{ sku: 'SPE_E3', state: 'Disabled' }])];
    expect(found('G01', { users, skus })).toEqual([]);
  });
});

describe('G02 mostly disabled', () => {
  const used = (catalogue.byPartNumber('ENTERPRISEPACK')?.plans ?? [])
    .filter(({ isUserFacing }) => isUserFacing)
    .map(({ name }) => name);
  const without = (kept: readonly string[]) => used.filter((name) => !kept.includes(name));
  const given = (disabled: readonly string[]): Export => ({
    users: [user('ann', [{ sku: 'ENTERPRISEPACK', disabled }])],
    skus: [sku('ENTERPRISEPACK')],
  });
  it('steps down to the cheapest SKU that covers what is left on', () => {
    const [finding] = found('G02', given(without(['EXCHANGE_S_ENTERPRISE'])));
    expect(finding).toMatchObject({
      monthlySaving: '17.00',
      automation: 'review',
      action: { kind: 'swapLicences', to: 'EXCHANGEENTERPRISE' },
    });
  });
  it('begins at 80 % of the plans that people use', () => {
    const least = Math.ceil(used.length * 0.8);
    // What stays on is in Office 365 E1, so that a cheaper SKU covers it.
    const inE1 = new Set(catalogue.byPartNumber('STANDARDPACK')?.plans.map(({ name }) => name));
    const order = [...used].sort((a, b) => Number(inE1.has(a)) - Number(inE1.has(b)));
    expect(found('G02', given(order.slice(0, least - 1)))).toEqual([]);
    expect(found('G02', given(order.slice(0, least)))).toHaveLength(1);
  });
  it('is silent where no cheaper SKU covers the rest', () => {
    expect(
      found('G02', {
        ...given(without(['OFFICESUBSCRIPTION', 'EXCHANGE_S_ENTERPRISE'])),
        prices: { ENTERPRISEPACK: '25' },
      }),
    ).toEqual([]);
  });
  it('frees the whole price where nothing is left on', () => {
    expect(found('G02', given(used))[0]?.monthlySaving).toBe('25.00');
  });
  it('is unpriced where the SKU is', () => {
    expect(found('G02', { ...given(used), prices: {} })[0]?.monthlySaving).toBeNull();
  });
});

describe('a seat that comes through groups', () => {
  const group = (more: Readonly<Record<string, unknown>> = {}) => ({
    id: 'g1',
    groupTypes: [],
    mailEnabled: false,
    onPremisesSyncEnabled: null,
    membershipRule: null,
    assignedLicenses: [{ skuId: idOf('SPE_E3') }],
    ...more,
  });
  const act = (groups: readonly object[] | null, held: object = { groups: ['g1'] }) => {
    const users = [user('ann', [{ sku: 'SPE_E3', ...held }], { employeeLeaveDateTime: instantAgo(5) })];
    const [finding] = found('W06', { users, skus, groups });
    return [finding?.action.kind, finding?.automation];
  };
  it('is taken back by leaving a group that does nothing else', () => {
    expect(act([group()])).toEqual(['removeFromGroup', 'approve']);
    expect(act([group()], { groups: ['g1'], direct: true })).toEqual(['removeFromGroup', 'approve']);
  });
  it.each([
    ['of an on-premises directory', { onPremisesSyncEnabled: true }],
    ['with a membership rule', { membershipRule: 'user.department -eq "Sales"' }],
    ['with dynamic members', { groupTypes: ['DynamicMembership'] }],
    ['with mail', { mailEnabled: true }],
    ['with another SKU', { assignedLicenses: [{ skuId: idOf('SPE_E3') }, { skuId: idOf('EMS') }] }],
    ['whose mail is unknown', { mailEnabled: null }],
  ])('is changed at a group %s', (_name, more) => {
    expect(act([group(more)])).toEqual(['changeGroup', 'review']);
  });
  it('is changed at the group where groups are unknown or one of several does more', () => {
    expect(act(null)).toEqual(['changeGroup', 'review']);
    expect(act([group(), group({ id: 'g2', mailEnabled: true })], { groups: ['g1', 'g2'] })).toEqual([
      'changeGroup',
      'review',
    ]);
  });
  it('never turns a review into an approval', () => {
    const users = [user('ann', [{ sku: 'SPE_E3', groups: ['g1'] }], { userType: 'Guest' })];
    expect(found('W05', { users, skus, groups: [group()] })[0]).toMatchObject({
      automation: 'review',
      action: { kind: 'removeFromGroup' },
    });
  });
});
