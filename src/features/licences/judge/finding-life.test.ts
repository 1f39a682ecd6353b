import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FindingState, findingStates } from '../../../shared/licences/contract.ts';
import { type Before, nextState, type Sight } from './finding-life.ts';

/** Every step that a judgement may take; all others are for people and change plans. */
const allowed: Readonly<Record<FindingState, readonly FindingState[]>> = {
  new: ['new', 'open', 'gone'],
  open: ['open', 'gone'],
  reopened: ['reopened', 'gone'],
  snoozed: ['snoozed', 'open', 'gone'],
  dismissed: ['dismissed', 'gone'],
  planned: ['planned', 'gone'],
  done: ['done', 'reopened'],
  gone: ['gone', 'reopened'],
};

const today = '2026-06-30';
const days = fc.constantFrom('2026-06-29', '2026-06-30', '2026-07-01');
const states = fc.constantFrom(...findingStates);
const befores = fc
  .record({ state: states, day: days })
  .map(({ state, day }): Before => ({ state, snoozedUntil: state === 'snoozed' ? day : null }));
const sights: fc.Arbitrary<Sight> = fc.record({
  isFound: fc.boolean(),
  isNewSync: fc.boolean(),
  mayVanish: fc.boolean(),
  today: fc.constant(today),
});

const seen = (more: Partial<Sight> = {}): Sight => ({
  isFound: true,
  isNewSync: true,
  mayVanish: true,
  today,
  ...more,
});
const at = (state: FindingState, snoozedUntil: string | null = null): Before => ({ state, snoozedUntil });

describe('the life of a finding', () => {
  it('takes no step but the allowed ones', () => {
    fc.assert(
      fc.property(befores, sights, (before, sight) => {
        expect(allowed[before.state]).toContain(nextState(before, sight));
      }),
      { numRuns: 2000 },
    );
  });

  it('begins only where something is found', () => {
    expect(nextState(null, seen())).toBe('new');
    expect(nextState(null, seen({ isFound: false }))).toBeNull();
  });

  it('never ends where what was read says nothing about it', () => {
    fc.assert(
      fc.property(befores, fc.boolean(), (before, isNewSync) => {
        const sight = seen({ isFound: false, mayVanish: false, isNewSync });
        if (before.state !== 'gone') expect(nextState(before, sight)).not.toBe('gone');
      }),
    );
  });

  it('ends with whatever was decided, once it is no longer found', () => {
    for (const state of ['new', 'open', 'reopened', 'dismissed', 'planned'] as const)
      expect(nextState(at(state), seen({ isFound: false })), state).toBe('gone');
    expect(nextState(at('snoozed', '2027-01-01'), seen({ isFound: false }))).toBe('gone');
  });

  it('ages by syncs, not by judging one sync again', () => {
    expect(nextState(at('new'), seen())).toBe('open');
    expect(nextState(at('new'), seen({ isNewSync: false }))).toBe('new');
    expect(nextState(at('done'), seen())).toBe('reopened');
    expect(nextState(at('done'), seen({ isNewSync: false }))).toBe('done');
  });

  it('keeps a dismissal while the same is found, and a snooze until its day', () => {
    expect(nextState(at('dismissed'), seen())).toBe('dismissed');
    expect(nextState(at('snoozed', '2026-07-01'), seen())).toBe('snoozed');
    expect(nextState(at('snoozed', '2026-06-30'), seen())).toBe('open');
    expect(nextState(at('snoozed', '2026-06-29'), seen())).toBe('open');
  });

  it('begins again where it is found after it was gone', () => {
    expect(nextState(at('gone'), seen())).toBe('reopened');
    expect(nextState(at('reopened'), seen())).toBe('reopened');
  });
});
