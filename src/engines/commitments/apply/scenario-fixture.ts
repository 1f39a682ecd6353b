import {
  type ApplyResult,
  applyResultSchema,
  applyScenarioSchema,
} from '../../../shared/commitments/apply.ts';
import { applyScenario } from './apply-scenario.ts';

export const hour = '2026-01-01T00:00:00Z';
export type Given = Readonly<Record<string, unknown>>;

/** Applies commitments to usage of one hour and account, unless the lines say otherwise, and checks the result's shape. */
export const apply = (
  provider: string,
  usage: readonly Given[],
  commitments: readonly Given[],
  more: Given = {},
): ApplyResult => {
  const given = usage.map((each, index) => ({ id: `u${index + 1}`, hour, account: 'A', ...each }));
  return applyResultSchema.parse(
    applyScenario(applyScenarioSchema.parse({ provider, usage: given, commitments, ...more })),
  );
};

/** What no commitment covered of each line. */
export const left = ({ usage }: ApplyResult): readonly string[] =>
  usage.map(({ onDemandQuantity }) => onDemandQuantity);
