import { describe, expect, it } from 'vitest';
import { apply, type Given, left } from './scenario-fixture.ts';

describe('Azure', () => {
  const vm = (size: string, quantity: string, more: Given = {}): Given => ({
    service: 'vm',
    size,
    region: 'westeurope',
    quantity,
    onDemandRate: '1',
    ...more,
  });
  const reservation = (size: string, more: Given = {}): Given => ({
    id: 'res',
    kind: 'reservation',
    size,
    region: 'westeurope',
    scope: 'shared',
    count: '1',
    hourlyRate: '0.6',
    ...more,
  });
  const savingsPlan = (id: string, scope: string, termYears: string, account = 'A'): Given => ({
    id,
    kind: 'savingsPlan',
    hourlyCommitment: '1',
    scope,
    account,
    termYears,
  });

  it('covers concurrent machines up to one hour: .75 + .5 leaves .25, .5 + 1 leaves .5', () => {
    const hours = (first: string, second: string) =>
      apply('azure', [vm('Standard_D2', first), vm('Standard_D2', second)], [reservation('Standard_D2')])
        .totals.onDemandCost;
    expect(hours('0.75', '0.5')).toBe('0.25');
    expect(hours('0.5', '1')).toBe('0.50');
  });

  it('has a DS4_v2 of ratio 8 cover eight DS1_v2', () => {
    const ratioGroup = { Standard_DS1_v2: '1', Standard_DS4_v2: '8' };
    const { usage, commitments } = apply(
      'azure',
      [vm('Standard_DS1_v2', '9')],
      [reservation('Standard_DS4_v2', { ratioGroup })],
    );
    expect(usage[0]).toMatchObject({
      onDemandQuantity: '1',
      covered: [{ quantity: '8', commitmentUsed: '1' }],
    });
    expect(commitments[0]).toMatchObject({ committed: '1', used: '1', unused: '0' });
  });

  it('has a reservation without a group cover its own size only, in its region', () => {
    const usage = [vm('Standard_DS1_v2', '1'), vm('Standard_DS4_v2', '1', { region: 'northeurope' })];
    expect(left(apply('azure', usage, [reservation('Standard_DS4_v2')]))).toEqual(['1', '1']);
  });

  it('has reservations of an account come before shared ones, and stay in it', () => {
    const usage = [vm('S', '1', { account: 'B' }), vm('S', '1')];
    const narrow = reservation('S', { id: 'narrow', scope: 'account', account: 'A', count: '3' });
    const { usage: covered } = apply('azure', usage, [reservation('S'), narrow]);
    expect(covered.map((each) => each.covered[0]?.commitment)).toEqual(['res', 'narrow']);
  });

  it('takes reservations, then plans: the narrower scope first, then three years before one', () => {
    const plans = [
      savingsPlan('shared-1', 'shared', '1'),
      savingsPlan('shared-3', 'shared', '3'),
      savingsPlan('own-1', 'account', '1'),
      savingsPlan('own-3', 'account', '3'),
      savingsPlan('other', 'account', '3', 'B'),
      reservation('S'),
    ];
    const { usage } = apply('azure', [vm('S', '9', { rates: { savingsPlan: '0.5' } })], plans);
    expect(usage[0]?.covered.map(({ commitment, quantity }) => [commitment, quantity])).toEqual([
      ['res', '1'],
      ['own-3', '2'],
      ['own-1', '2'],
      ['shared-3', '2'],
      ['shared-1', '2'],
    ]);
  });

  it('has a plan cover the usage with the highest discount first', () => {
    const usage = [
      vm('S', '2', { rates: { savingsPlan: '0.8' } }),
      vm('T', '2', { rates: { savingsPlan: '0.5' } }),
    ];
    expect(left(apply('azure', usage, [savingsPlan('p', 'shared', '1')]))).toEqual(['2', '0']);
  });
});

describe('Google', () => {
  const vcpu = (quantity: string, onDemandRate = '1', flexible = '0.72', more: Given = {}): Given => ({
    service: 'compute',
    region: 'us-central1',
    resource: 'vcpu',
    quantity,
    onDemandRate,
    rates: { flexible },
    ...more,
  });
  const flexible = (hourlyCommitment: string): Given => ({
    id: 'flex',
    kind: 'flexibleCommitment',
    hourlyCommitment,
  });
  const resource = (quantity: string): Given => ({
    id: 'cores',
    kind: 'resourceCommitment',
    account: 'A',
    region: 'us-central1',
    resource: 'vcpu',
    quantity,
    hourlyRate: '0.5',
  });

  it('pays 36 for 50 of usage under 36 committed at 28 %', () => {
    expect(apply('gcp', [vcpu('50')], [flexible('36')]).totals).toMatchObject({
      totalCost: '36.00',
      onDemandCost: '0.00',
    });
  });

  it('pays 38.80 for it under 28.80 committed', () => {
    expect(apply('gcp', [vcpu('50')], [flexible('28.80')]).totals.totalCost).toBe('38.80');
  });

  it('applies resources before flexible commitments, unless the scenario orders otherwise', () => {
    const commitments = [flexible('7.2'), resource('12.5')];
    const resourceFirst = apply('gcp', [vcpu('20')], commitments);
    expect(resourceFirst.usage[0]?.covered.map(({ quantity }) => quantity)).toEqual(['12.5', '7.5']);
    const order = ['flexibleCommitment', 'resourceCommitment'];
    const flexibleFirst = apply('gcp', [vcpu('20')], commitments, { order });
    expect(flexibleFirst.usage[0]?.covered.map(({ quantity }) => quantity)).toEqual(['10', '10']);
    expect(flexibleFirst.commitments[1]).toMatchObject({ committed: '12.5', used: '10', unused: '2.5' });
  });

  it('keeps resource commitments in their project, region and resource', () => {
    const usage = [
      vcpu('1', '1', '1', { account: 'B' }),
      vcpu('1', '1', '1', { region: 'eu' }),
      vcpu('1', '1', '1', { resource: 'memory' }),
    ];
    expect(left(apply('gcp', usage, [resource('9')]))).toEqual(['1', '1', '1']);
  });
});
